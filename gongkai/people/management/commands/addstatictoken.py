"""The library's command of this name gives anybody a recovery code unregistered; it is shut."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.people import words


class Command(BaseCommand):
    """Refuse: recovery codes are given to the person alone, and registered."""

    def add_arguments(self, parser: Any) -> None:
        """Take what the library's own takes."""
        parser.add_argument("rest", nargs="*")

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refuse. Raises: CommandError."""
        raise CommandError(words.NO_MORE_CODES)
