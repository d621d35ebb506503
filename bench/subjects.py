"""What is measured. An edition is made here directly: the road is not what is timed."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from gongkai.people.models import Department, User
from gongkai.portal import queries as portal
from gongkai.publishing import rules
from gongkai.publishing.models import ApprovalCard, Edition
from gongkai.register import actions
from gongkai.register.rules import Actor

CLERK = Actor(1, "演示甲", "采编", "综合处（演示）")
PARAGRAPH = {"type": "text", "html": "<p>" + "本段为演示文字，用于测量页面生成。" * 12 + "</p>"}
TABLE = {
    "type": "table",
    "caption": "演示表",
    "head": [["指标", "单位", "本月", "累计", "同比"]],
    "rows": [[f"演示指标{row}", "亿元", "1.0", "10.0", "8.0"] for row in range(30)],
    "note": "演示",
}


def begin(at: datetime) -> None:
    """Open the register as a demonstration's, in which the moment is free."""
    with transaction.atomic():
        actions.born(demonstration=True, at=at)


def append(number: int, at: datetime) -> None:
    """Enter one act in its own transaction."""
    with transaction.atomic():
        actions.append("card.opened", subject=f"bench:{number}", by=CLERK, at=at, title="演示")


def an_edition(at: datetime) -> Edition:
    """Return a public edition: twenty paragraphs and a table of thirty rows."""
    user = User.objects.create(username="bench", name="演示甲")
    department = Department.objects.create(name="综合处（演示）", kind="section")
    body = rules.canonical(_content(at))
    with transaction.atomic():
        sha256 = actions.keep(body, media_type="application/json")
    card = ApprovalCard.objects.create(
        year=at.year, serial=1, purpose="publish", title="演示", department=department,
        stages=[], step=rules.Step.RELEASED, opened_by=user, opened_at=at,
    )  # fmt: skip
    return Edition.objects.create(
        work_kind="disclosure", work_id="1", number=1, sha256=sha256, card=card, visible_from=at,
        public_id="bench2222222", title="演示", column="news", department=department,
        formed_on=at.date(), first_from=at,
    )  # fmt: skip


def render(edition: Edition, at: datetime) -> str:
    """Render the article page as the press does, its questions to the database included."""
    page = portal.article(portal.Site(at), edition)
    return render_to_string("portal/article.html", {"page": page})


def _content(at: datetime) -> dict[str, object]:
    return {
        "v": 1,
        "kind": "disclosure",
        "title": "演示",
        "column": "news",
        "summary": "演示",
        "formed_on": at.date().isoformat(),
        "document_no": "",
        "attribute": "主动公开",
        "category": 5,
        "source": {"kind": "own", "name": "", "url": ""},
        "keywords": [],
        "channels": ["局网站"],
        "demonstration": True,
        "body": [PARAGRAPH] * 20 + [TABLE],
        "correction": None,
    }
