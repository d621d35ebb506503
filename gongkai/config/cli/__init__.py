"""The command `gongkai`: one word a task."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
django.setup()

from gongkai.config.cli.grammar import main  # noqa: E402  tables can be named only now

__all__ = ["main"]
