"""The demonstration's counter: letters and requests taken through the real acts."""

from datetime import timedelta

from gongkai.casework import actions
from gongkai.casework.models import Case, Document, Topic
from gongkai.casework.rules import ROUTE_OF, Kind, Letter
from gongkai.config.demonstration import letters
from gongkai.config.demonstration.letters import LetterAct
from gongkai.config.demonstration.today import TodayAct
from gongkai.law.clock import Channel
from gongkai.people.models import Department, User
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.rules import IN_REVIEW

HUB, SECOND = "zhaoyu", "qianhe"  # who registers and delivers, and who signs for the office
# Who signs a document of today at each step; of a department with two heads, the one named.
HEADS = {"general": "duyan", "accounts": "luping", "industry": "xiekai", "services": "tianye",
         "regulations": "fangzheng", "finance": "jinduo", "office": "zhoumin"}  # fmt: skip
SIGNERS = {"secrecy": "wangjing", "office": SECOND, "sign": "hanbo"}
LEGAL = "fangzheng", "zhoumin"  # 法制审核; the second for what the first one's section drafted
MOST_STEPS = 6
NOTICES = frozenset(Letter) - ROUTE_OF.keys()  # drafted by the office itself


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

    def _document(self, act: LetterAct | TodayAct) -> Document:
        return self.cases[act.number].documents.latest("pk")


class Today(Counter):
    """The cases of these days, by their numbers in today.toml."""

    def act(self, act: TodayAct) -> None:
        """Do one act on a case."""
        getattr(self, f"_today_{act.do}")(act, **act.given)

    def _today_arrive(self, act: TodayAct, channel: str = "") -> None:
        case = act.case
        self.cases[act.number], _ = actions.open_case(
            kind=Kind(case.kind), channel=channel or case.channel, applicant=case.applicant,
            identity=_who(act.number), title=case.title, text=f"{case.text}（演示）",
            form="电子文件", way="凭查询码在本网站查看", topic=self.topics.get(case.topic),
            outside_no=case.outside_no, at=act.at,
        )  # fmt: skip

    def _today_confirm(self, act: TodayAct) -> None:
        actions.confirm_receipt(case=self.cases[act.number].pk, on=act.at.date(),
                                by=self.users[HUB], at=act.at)  # fmt: skip

    def _today_assign(self, act: TodayAct) -> None:
        actions.assign(case=self.cases[act.number].pk, by=self.users[HUB], at=act.at,
                       department=self.departments[act.case.department])  # fmt: skip

    def _today_search(self, act: TodayAct, where: str, found: str) -> None:
        actions.record_search(case=self.cases[act.number].pk, where=where, found=found,
                              by=self.users[act.case.author], at=act.at)  # fmt: skip

    def _today_draft(self, act: TodayAct, kind: str, fields: dict[str, str],
                     plan: dict[str, object] | None = None) -> None:  # fmt: skip
        by = self.users[HUB if kind in NOTICES else act.case.author]
        plan = dict(plan or {})
        if isinstance(plan.get("until"), int):
            plan["until"] = (act.at + timedelta(days=int(plan["until"]))).date().isoformat()
        document = actions.draft_document(case=self.cases[act.number].pk, kind=Letter(kind),
                                          plan=plan, fields=fields, by=by, at=act.at)  # fmt: skip
        actions.submit_document(document=document.pk, by=by, at=act.at)

    def _today_sign(self, act: TodayAct) -> None:
        """Sign the last document through, each step by its own person."""
        is_notice = self._document(act).kind in NOTICES
        head = HEADS["office" if is_notice else act.case.department]
        legal = LEGAL[1] if head == LEGAL[0] else LEGAL[0]
        signers = SIGNERS | {"section": head, "legal": legal}
        for n in range(MOST_STEPS):
            card = ApprovalCard.objects.get(documents=self._document(act))
            if card.step not in IN_REVIEW:
                return
            publishing.sign(card=card.pk, by=self.users[signers[card.step]], digest=card.digest,
                            at=act.at + timedelta(minutes=3 * n))  # fmt: skip

    def _today_deliver(self, act: TodayAct, way: str) -> None:
        actions.deliver(document=self._document(act).pk, on=act.at.date(), way=way,
                        by=self.users[HUB], at=act.at)  # fmt: skip

    def _today_archive(self, act: TodayAct) -> None:
        actions.archive(case=self.cases[act.number].pk, by=self.users[HUB], at=act.at)

    def _today_dispute(self, act: TodayAct, kind: str, number: str, body: str) -> None:
        actions.open_dispute(kind=kind, number=number, body=body, begun_on=act.at.date(),
                             accepted_on=act.at.date() - timedelta(days=2),
                             case=self.cases[act.number].pk, by=self.users[HUB], at=act.at)  # fmt: skip


def _who(number: int) -> dict[str, str]:
    """Return who asked in case n of today: nobody real, and no number that could be one's."""
    return {"name": f"演示申请人{number}", "id_kind": "其他证件", "id_number": f"YANSHI{number:04d}",
            "phone": f"0311-0000{number:04d}", "address": f"某市演示路{number}号"}  # fmt: skip
