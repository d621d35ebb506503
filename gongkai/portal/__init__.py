"""The public site and the press that renders and flips it (公开网站、发布)."""
