"""The counter's desk as its people open it: pages got and posted, and what no page may tell."""

from django.urls import reverse

from gongkai.people.models import PostKind, User
from tests.casework.made import ADDRESS, NAME, NUMBER, PHONE, Counter, a_counter
from tests.config.addresses import signed_in
from tests.make import a_department, a_holder

SECRETS = (NAME, NUMBER, PHONE, ADDRESS)


def a_desk(settings) -> Counter:
    """Return a counter on a Wednesday in June 2026."""
    settings.NOW = "2026-06-03T10:00"
    return a_counter(columns=True)


def text_of(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def page(user: User, view: str, /, *args: object, **query: object) -> str:
    """Return a page a person opens."""
    answer = signed_in(user).get(reverse(f"casework:{view}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer)


def posted(user: User, view: str, /, *args: object, **values: object):
    """Return what a person is answered to a form."""
    return signed_in(user).post(reverse(f"casework:{view}", args=args), values)


def a_stranger() -> User:
    """Return a drafter of another section."""
    return a_holder(PostKind.EDITOR, a_department("人口处（演示）"))
