"""Every public address and how it is rendered at a moment. The press asks only this package."""

from gongkai.portal.public.site import NOT_FOUND, Files, Rendered, everything, orphans, touched

__all__ = ["NOT_FOUND", "Files", "Rendered", "everything", "orphans", "touched"]
