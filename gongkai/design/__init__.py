"""The face: page shell, parts, tokens, document typography, charts (页面、版式、图表)."""
