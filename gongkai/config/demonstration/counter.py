"""The demonstration's counter: letters and requests taken through the real acts."""

from gongkai.casework import actions
from gongkai.casework.models import Case, Document, Topic
from gongkai.casework.rules import Kind, Letter
from gongkai.config.demonstration import letters
from gongkai.config.demonstration.letters import LetterAct
from gongkai.law.clock import Channel
from gongkai.people.models import Department, User
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard

HUB, SECOND = "zhaoyu", "qianhe"  # who registers and delivers, and who signs for the office


class Counter:
    """The cases of a replay, by their numbers in the data files."""

    def __init__(self, departments: dict[str, Department], users: dict[str, User]) -> None:
        self.departments, self.users = departments, users
        self.topics: dict[str, Topic] = {}
        self.cases: dict[int, Case] = {}

    def install(self, at: object) -> None:
        """Set what letters are about."""
        for row in letters.topics():
            self.topics[row.key] = actions.set_topic(
                name=row.name, department=self.departments[row.department], days=row.days,
                by=self.users[HUB], at=at,
            )  # fmt: skip

    def letter(self, act: LetterAct) -> None:
        """Do one act on a letter."""
        getattr(self, f"_{act.kind}")(act)

    def _arrive(self, act: LetterAct) -> None:
        letter = act.letter
        self.cases[act.number], _ = actions.open_case(
            kind=Kind.LETTER, channel=Channel.INTERNET, applicant=letter.applicant,
            identity=letters.identity(act.number), title=letter.title, text=letter.text,
            topic=self.topics.get(letter.topic), at=act.at,
        )  # fmt: skip

    def _assign(self, act: LetterAct) -> None:
        actions.assign(case=self.cases[act.number].pk, by=self.users[HUB], at=act.at,
                       department=self.departments[act.letter.department])  # fmt: skip

    def _draft(self, act: LetterAct) -> None:
        document = actions.draft_document(
            case=self.cases[act.number].pk, kind=Letter.ANSWER, fields={"text": act.letter.answer},
            by=self.users[act.letter.author], at=act.at,
        )  # fmt: skip
        actions.submit_document(document=document.pk, by=self.users[act.letter.author], at=act.at)

    def _head(self, act: LetterAct) -> None:
        self._sign(act, act.letter.head)

    def _office(self, act: LetterAct) -> None:
        self._sign(act, SECOND)

    def _sign(self, act: LetterAct, by: str) -> None:
        card = ApprovalCard.objects.get(documents=self._document(act))
        publishing.sign(card=card.pk, by=self.users[by], at=act.at, digest=card.digest)

    def _deliver(self, act: LetterAct) -> None:
        actions.deliver(document=self._document(act).pk, on=act.at.date(), way="online",
                        by=self.users[HUB], at=act.at)  # fmt: skip

    def _document(self, act: LetterAct) -> Document:
        return self.cases[act.number].documents.get()
