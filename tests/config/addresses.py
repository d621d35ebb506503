"""Every address of the URL table with sample arguments, and browsers that are signed in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.people.models import User

WORDS = {"content_type_app_name": "publishing", "content_type_model_name": "disclosure",
         "app_label": "wagtailcore", "model_name": "page", "action": "publish",
         "action_name": "publish", "key": "news", "kind": "general", "folder": "ab",
         "suffix": "pdf", "path": "a.pdf", "filter_spec": "max-10x10", "object_id": "1",
         "uidb64": "MQ", "token": "a-b", "app_name": "publishing"}  # fmt: skip
POSITIONAL = {
    "wagtailadmin_pages:revisions_compare": (("page_id", 1), ("", "earliest"), ("", "latest")),
    "wagtaildocs_serve": (("document_id", 1), ("", "a.pdf")),
}


@dataclass(frozen=True)
class Address:
    """One row of the URL table: the view's name, and what its address is made of."""

    name: str
    parameters: tuple[tuple[str, str], ...]

    def path(self, **objects: object) -> str:
        """Return the address of given objects; of number 1 or a word where none is given."""
        if self.name in POSITIONAL:
            given = [objects.get(name, value) for name, value in POSITIONAL[self.name]]
            return reverse(self.name, args=given)
        room = self.name.replace(":", "_")
        values = {
            name: objects.get(f"{room}_{name}", objects.get(name, WORDS.get(name, 1)))
            for name, _ in self.parameters
        }
        return reverse(self.name, kwargs=values)


def addresses() -> list[Address]:
    """Return every named view of the URL table."""
    return [Address(name, parameters) for name, parameters in _rows(get_resolver()) if name]


def nameless() -> int:
    """Return how many patterns carry no name."""
    return sum(not name for name, _ in _rows(get_resolver()))


def _rows(
    resolver: URLResolver, spaces: tuple[str, ...] = (), above: tuple[tuple[str, str], ...] = ()
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for one in resolver.url_patterns:
        found = tuple((name, str(kind)) for name, kind in one.pattern.converters.items())
        if isinstance(one, URLPattern):
            yield (":".join([*spaces, one.name]) if one.name else ""), above + found
        else:
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _rows(one, inner, above + found)


def signed_in(user: User, **more: object) -> Client:
    """Return a browser in which somebody has signed in with a password and a one-time code."""
    client = Client(raise_request_exception=False, **more)
    client.force_login(user)
    device = TOTPDevice.objects.get_or_create(user=user, name="演示", confirmed=True)[0]
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
