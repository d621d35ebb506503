"""Objects the desk's templates are given, made without a database; and pages as their tags."""

from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from gongkai.law.terms import publish_term
from gongkai.people.models import Department, User
from gongkai.publishing.card_page import CardPage, StepState, Told, told
from gongkai.publishing.forms import DecisionForm, ProfileForm, SiteForm
from gongkai.publishing.models import ApprovalCard, Disclosure, Edition, Signature
from gongkai.publishing.queries import DisclosureLine, Frame
from gongkai.publishing.redesign import Redesign, redesign
from gongkai.publishing.rules import FOOTER, GUIDE
from tests.design.samples import CONTENT, HASH
from tests.make import SHANGHAI

AT = datetime(2014, 10, 23, 15, 0, tzinfo=SHANGHAI)
OUT = datetime(2014, 10, 24, 10, 0, tzinfo=SHANGHAI)
TERM = publish_term(date(2014, 10, 20), date(2014, 10, 23))


class Outline(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self) -> set[str | None]:
        return {a.get("href") for a in self.all("a")}

    def ids(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


def a_person(name: str, pk: int = 1) -> User:
    return User(pk=pk, username=f"u{pk}", name=name)


def shown(template: str, *kinds: str, path: str = "/desk/", **context: Any) -> str:
    """Return a page as somebody holding posts of these kinds sees it."""
    request = RequestFactory().get(path)
    request.user = a_person("演示甲")
    request.at, request.kinds, request.demonstration = AT, frozenset(kinds), True
    request.desk_nav = ()
    return render_to_string(f"publishing/{template}.html", context, request=request)


def a_card(**changes: Any) -> ApprovalCard:
    values = {
        "pk": 29, "number": "石统网审〔2014〕29号", "purpose": "publish", "step": "sign",
        "title": "前三季度全市经济<运行>情况", "column": "data-progress", "round": 2,
        "department": Department(name="综合处（演示）"), "digest": HASH, "release_at": OUT,
        "opened_by": a_person("演示甲"), "opened_at": AT,
    }  # fmt: skip
    return ApprovalCard(**values | changes)


def a_signature(name: str, **changes: Any) -> Signature:
    values = {
        "pk": 5, "round": 2, "step": "section", "decision": "sign", "name": name,
        "post": "综合处科室负责人", "comment": "", "digest": HASH, "at": AT, "paper": "",
        "user": a_person(name, 2), "holder": a_person(name, 2),
    }  # fmt: skip
    return Signature(**values | changes)


def a_finding(severity: str, **changes: str) -> dict[str, str]:
    return {
        "rule": "wording.points", "severity": severity, "place": "第2段", "excerpt": "回落0.2%",
        "why": "疑为百分点", "proposal": "改为0.2个百分点",
    } | changes  # fmt: skip


def a_told(severity: str, **changes: str) -> Told:
    (found,) = told([a_finding(severity, **changes)])
    return found


def a_page(card: ApprovalCard | None = None, **changes: Any) -> CardPage:
    page = CardPage(
        card=card or a_card(), purpose="首次公开", column="进度数据", planned=OUT, term=TERM,
        steps=(StepState("采编", "done", "10-20"), StepState("签发", "now", ""),
               StepState("发布", "", "")),
        differences=(), since="", findings=(), warnings=0, signatures=(a_signature("演示乙"),),
        pending=None, content={**CONTENT, "kind": "disclosure"},
        elements=(("公开属性", "主动公开"),), power_changes=(), may_sign=True, may_refer=False,
        may_withdraw=False, may_enter_paper=False, may_confirm_paper=False, may_submit=False,
        why_not="", held="", page=a_draft(),
    )  # fmt: skip
    return replace(page, **changes)


def the_card(*kinds: str, decision: Any = None, card: ApprovalCard | None = None,
             **changes: Any) -> str:  # fmt: skip
    """Return the card page of a card with some answers of the page object changed."""
    page = a_page(card, **changes)
    decision = decision or DecisionForm(initial={"digest": page.card.digest})
    return shown("card", *kinds, page=page, decision=decision, severity={})


def a_redesign() -> Redesign:
    """Return a redesign in which something of every kind changes."""
    was = [a_column("data"), a_column("price", "data"), a_column("news")]
    now = [a_column("news") | {"name": "要闻"}, a_column("price"), a_column("new"),
           a_column("data") | {"moved_to": "news", "fresh_days": 9}]  # fmt: skip
    empty = {"name": "演示局", "code": "1301000000", "look": "pine",
             "footer": dict.fromkeys(FOOTER, ""), "guide": dict.fromkeys(GUIDE, "")}  # fmt: skip
    filled = empty | {"look": "umber", "footer": dict.fromkeys(FOOTER, "演示<b>")}
    return redesign(Frame(was, empty), Frame(now, filled))


def a_draft(**changes: Any) -> Disclosure:
    values = {"id": 7, "pk": 7, "title": "草稿<一>", "draft_title": "草稿<一>", "route": "data",
              "formed_on": date(2014, 10, 20), "channels": ["局网站"]}  # fmt: skip
    return Disclosure(**values | changes)


def an_edition(number: int, **changes: Any) -> Edition:
    values = {
        "pk": number, "number": number, "sha256": HASH, "public_id": "a1b2c3d4e5f6",
        "title": f"第{number}版标题", "card": a_card(step="released"), "visible_from": OUT,
        "first_from": OUT,
    }  # fmt: skip
    return Edition(**values | changes)


def a_line(**changes: Any) -> DisclosureLine:
    line = DisclosureLine(
        page=a_draft(), title="草稿<一>", column="进度数据", department="综合处（演示）",
        state="草稿", tag="", term=TERM, index_no="", card=None, public=None, address="",
    )  # fmt: skip
    return replace(line, **changes)


def the_disclosure(line: DisclosureLine, *, editions: Any = (), **changes: Any) -> str:
    context = {"line": line, "draft": line.page, "cards": (), "editions": editions,
               "may_edit": False, "office": False, "public": line.public}  # fmt: skip
    return shown("disclosure", **context | changes)


def the_home(*kinds: str, **changes: Any) -> str:
    context = {"waiting": [], "drafts": [], "urgent": [], "stale": [], "releases": [],
               "may_draft": False}  # fmt: skip
    return shown("home", *kinds, **context | changes)


def paged(rows: list[Any], number: int = 1, size: int = 30) -> Any:
    return Paginator(rows, size).page(number)


def a_column(key: str, parent: str = "", **changes: Any) -> dict[str, Any]:
    return {"key": key, "name": f"栏目{key}", "parent": parent, "kind": "统计数据",
            "description": "", "keywords": "", "fresh_days": 35,
            "moved_to": ""} | changes  # fmt: skip


def all_pages() -> dict[str, str]:
    """Return every desk page of the room, filled."""
    namespace = SimpleNamespace
    column = namespace(pk=3, depth=2, title="进度数据", description="每月公布（演示）")
    duty = namespace(pk=4, get_step_display="采编", post="综合处采编岗", since=AT, until=None)
    cards = paged([a_card(), a_card(pk=30, purpose="repeal", release_at=None)])
    lines = [a_line(), a_line(public=an_edition(1), address="/info/201410/a.html", state="已公开")]
    overdue = namespace(name="进度数据", key="data", days=40, promised=35)
    urgent = a_card(step="draft", purpose="urgent", follow_up_due=date(2014, 10, 22))
    return {
        "home": the_home("office", waiting=[a_card()], drafts=[(a_draft(), TERM, None)], stale=[overdue],
                         urgent=[urgent], releases=[a_card(visible_from=OUT)], may_draft=True),
        "card": the_card("editor", findings=(a_told("warn"),), may_refer=True, may_submit=True,
                         may_withdraw=True, may_enter_paper=True, power_changes=("岗位有变动",)),
        "cards": shown("cards", page_of=cards, steps=[("sign", "签发", True)], step="sign"),
        "disclosures": shown("disclosures", page_of=paged(lines), lines=lines, q="公报", mine="1",
                             may_draft=True),
        "disclosure": the_disclosure(a_line(public=an_edition(2), address="/info/201410/a.html"),
                                     editions=[an_edition(2), an_edition(1)], cards=[a_card()],
                                     may_edit=True, office=True),
        "new": shown("new", columns=[column]),
        "form": shown("form", form=DecisionForm(), heading="撤回", button="撤回",
                      findings=[a_told("block")], back=a_card()),
        "columns": shown("columns", "office", card=None, count=1,
                         rows=[(a_column("data"), False, ""),
                               (a_column("price", "data") | {"moved_to": "data"}, True, "统计数据")]),
        "site": shown("site", "office", form=SiteForm(), card=None, redesign=a_redesign(),
                      works=["栏目结构"]),
        "profile": shown("profile", "office", form=ProfileForm({"code": "1"}), card=None,
                         law="第十二条"),
        "card_site": the_card("office", redesign=a_redesign(), content=None),
        "duties": shown("duties", "office", lines=[("统计数据", duty, True)]),
        "routes": shown("routes", "office", rows=[("data", "统计数据", ["采编", "签发"])]),
    }  # fmt: skip
