"""The one error for "no" (不予办理). The edge turns it into a page or a form error.

Exception
└── Refused        a rule said no: the code is for tests, the message for people
"""

from gongkai.law.articles import Article


class Refused(Exception):  # noqa: N818  (an answer to a person, not a fault of the program)
    """Say no to a person, and why."""

    def __init__(self, code: str, message: str, article: Article | None = None) -> None:
        super().__init__(code, message, article)
        self.code = code
        self.message = message
        self.article = article

    def __str__(self) -> str:
        return f"{self.message}（{self.article}）" if self.article else self.message
