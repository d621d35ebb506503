"""Questions kept for those who ask them again."""

from gongkai.figures.models import SavedQuery


def saved_query(code: str) -> SavedQuery | None:
    """Return a question by its name."""
    is_name = code.isascii() and code.isalnum()
    return SavedQuery.objects.filter(code=code).first() if is_name else None
