"""Wagtail looks for its hooks under this name."""

from gongkai.publishing import hooks

__all__ = ["hooks"]
