"""Wagtail's command of this name deletes the record of who wrote what; it is shut."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.publishing import words


class Command(BaseCommand):
    """Refuse: revisions say who wrote a draft, and separation of duties is judged by them."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refuse. Raises: CommandError."""
        raise CommandError(words.NO_PURGE)
