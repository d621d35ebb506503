"""What of the public site is answered, not written as a file."""

from gongkai.portal.views.preview import card_preview, site_preview
from gongkai.portal.views.search import search, suggest

__all__ = ["card_preview", "search", "site_preview", "suggest"]
