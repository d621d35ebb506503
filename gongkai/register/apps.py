from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251  (Django's own, see ready)

from gongkai.register import triggers


class RegisterConfig(AppConfig):
    name = "gongkai.register"
    verbose_name = "登记台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the triggers back after every migration: an altered table loses them."""
        post_migrate.connect(_install, sender=self)


def _install(using: str, **_: Any) -> None:
    connection = connections[using]
    if set(triggers.TABLES) <= set(connection.introspection.table_names()):
        triggers.install(connection)
