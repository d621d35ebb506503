"""Take the demonstration year through the real road: the same actions a clerk's click calls."""

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.config.demonstration import desks, letters, releases, site, today
from gongkai.config.demonstration.counter import Counter, Today
from gongkai.config.demonstration.desks import OpenAct
from gongkai.config.demonstration.figures import Figures
from gongkai.config.demonstration.happenings import Corrected, Repealed
from gongkai.config.demonstration.replay import Act
from gongkai.config.demonstration.shapes import Item
from gongkai.config.demonstration.site import SiteAct
from gongkai.config.demonstration.year import Year, load
from gongkai.oversight import actions as oversight
from gongkai.people import actions as people
from gongkai.people.models import Department, Holding, Post, User
from gongkai.people.rules import DEMONSTRATION_PASSWORD
from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Disclosure
from gongkai.publishing.rules import Purpose
from gongkai.register.actions import append, born
from gongkai.register.rules import SYSTEM

Progress = Callable[[int, int, str], None]
REPORT, SHAPE = "report-2014", "bureau"
SLOTS = ("slot.practice", "slot.besides", "slot.problems", "slot.plans")


def _words() -> list[dict[str, str]]:
    """Return the words of the bureau's own lists."""
    text = files(__package__).joinpath("lists.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["words"]
    return found


class Replay:
    """The year being replayed: what stands for each name of the data files so far."""

    def __init__(self, year: Year, *, is_over: bool = False) -> None:
        self.year = year
        self.is_over = is_over  # long past: no column of it falls due
        self.departments: dict[str, Department] = {}
        self.posts: dict[str, Post] = {}
        self.users: dict[str, User] = {}
        self.pages: dict[str, Disclosure] = {}
        self.cards: dict[tuple[str, str], int] = {}
        self.proposed: list[Holding] = []
        self.redesign: ApprovalCard
        self.counter: Counter
        self.figures = Figures(self.departments)

    def install(self) -> None:
        """Set up the bureau as it stood on the first day."""
        at, year = self.year.since, self.year
        born(demonstration=True, at=at)
        publishing.open_desk()
        for order, row in enumerate(year.departments):
            self.departments[row.key] = people.add_department(
                name=row.name, kind=row.kind, order=order
            )
        for row in year.posts:
            self.posts[row.key] = people.add_post(
                department=self.departments[row.department], kind=row.kind, title=row.title
            )
        for row in year.users:
            self._install_user(row, at)
        for row in year.users:
            people.sync_groups(self.users[row.username], at)
        self._install_site(at)
        self.counter = Counter(self.departments, self.users)
        self.counter.install(at)
        self.figures.install(self.users, at)

    def _install_user(self, row: Any, at: datetime) -> None:
        user = people.add_user(
            username=row.username, name=row.name, password=DEMONSTRATION_PASSWORD, by=SYSTEM, at=at
        )
        self.users[row.username] = user
        for held in row.holdings:
            if held.since == at:
                people.install_holding(user=user, post=self.posts[held.post], since=at, at=at)
        people.install_device(user=user, at=at)

    def _install_site(self, at: datetime) -> None:
        office = self._first("office")
        for row in self.year.columns:
            publishing.add_column(
                key=row.key, name=row.name, parent=row.parent, by=office, at=at, kind=row.type,
                description=row.description, keywords=" ".join(row.keywords),
                fresh_days=None if self.is_over else row.fresh_days or None,
            )  # fmt: skip
        for row in self.year.duties:
            publishing.set_duty(column=row.column, step=row.step, post=self.posts[row.post],
                                since=row.since, by=office, at=at)  # fmt: skip
        self._install_counting(office, at)
        for word in _words():
            publishing.add_word(by=office, at=at, **word)
        publishing.change_profile(by=office, at=at, code=settings.SITE_CODE, **site.load().opening)
        card = publishing.approve_site(by=office, at=at)
        for kind in ("secrecy", "office", "leader"):
            signer = self._first(kind, but=office)
            card = publishing.sign(card=card.pk, by=signer, at=at, digest=card.digest)
        press.tick(at)

    def _install_counting(self, office: User, at: datetime) -> None:
        rule = self.year.counting
        oversight.set_counting(
            since=date(rule.year, 1, 1), text=rule.rule, unit=rule.unit, apart=rule.apart,
            kinds=[{"name": kind.name, "columns": list(kind.columns)} for kind in rule.kinds],
            by=office, at=at,
        )  # fmt: skip

    def _first(self, kind: str, but: User | None = None) -> User:
        """Return the first person who holds a post of a kind from the first day."""
        rows = Holding.objects.filter(post__kind=kind, until=None).order_by("pk")
        return next(row.user for row in rows if row.user != but)

    def act(self, act: Act) -> None:
        """Replay one act with its own moment."""
        handler = getattr(self, "_" + act.kind.replace(".", "_"))
        handler(act, self.users.get(act.by))

    def _card(self, act: Act) -> tuple[str, str]:
        return act.item, type(act.change).__name__

    def _signing(self, act: Act) -> dict[str, Any]:
        pk = self.cards[self._card(act)]
        return {"card": pk, "at": act.at, "digest": ApprovalCard.objects.get(pk=pk).digest}

    def _transfer_proposed(self, act: Act, by: User) -> None:
        for move in act.what.moves:
            held = Holding.objects.get(user=self.users[move.user], post=self.posts[move.leaves])
            if move.takes:
                self.proposed.append(
                    people.transfer(holding=held, post=self.posts[move.takes],
                                    since=act.what.effective, by=by, at=act.at)
                )  # fmt: skip
            else:
                people.end_holding(holding=held, until=act.what.effective, by=by, at=act.at)

    def _transfer_confirmed(self, act: Act, by: User) -> None:
        for held in self.proposed:
            people.confirm_holding(holding=held, by=by, at=act.at)
        self.proposed = []

    def _delegated(self, act: Act, by: User) -> None:
        what = act.what
        people.delegate(post=self.posts[what.post], giver=self.users[what.giver],
                        taker=self.users[what.taker], since=what.since, until=what.until,
                        reason=what.reason, by=by, at=act.at)  # fmt: skip

    def _submit(self, act: Act, by: User) -> None:
        if act.change is None:
            self._draft(act, by)
            item = self.year.item(act.item)
            card = publishing.submit(page=self.pages[act.item], by=by, at=act.at,
                                     release_at=item.released_at, comment=act.what.comment)  # fmt: skip
        elif isinstance(act.change, Corrected):
            content = act.change.after(self.year.item(act.item).content())
            page = publishing.revise(
                page=self.pages[act.item], by=by, at=act.at, body=self._body(act, content, by)
            )
            card = publishing.submit(page=page, by=by, at=act.at, comment=act.what.comment,
                                     release_at=act.change.released_at,
                                     correction=content["correction"])  # fmt: skip
        else:
            purpose = Purpose.REPEAL if isinstance(act.change, Repealed) else Purpose.EXPIRE
            card = publishing.ask_change(page=self.pages[act.item], purpose=purpose, by=by,
                                         reason=act.change.reason, at=act.at,
                                         release_at=act.change.released_at)  # fmt: skip
        self.cards[self._card(act)] = card.pk

    def _draft_report(self, item: Item, by: User, at: datetime) -> None:
        """Draw the year's report from its records; only its slots are written by people."""
        texts = [re.sub(r"<[^>]+>", "", block["html"]) for block in item.content()["body"]]
        year = self.year.since.year
        oversight.declare(year=year, values=dict(zip(SLOTS, texts, strict=True)), basis="",
                          by=by, at=at, shape=SHAPE)  # fmt: skip
        page = oversight.draft_report(year=year, column=item.column, by=by, at=at, shape=SHAPE)
        self.pages[item.key] = publishing.revise(
            page=page, by=by, at=at, keywords=" ".join(item.keywords), channels=list(item.channels)
        )

    def _draft(self, act: Act, by: User) -> None:
        item = self.year.item(act.item)
        if act.item == REPORT:
            self._draft_report(item, by, act.at)
            return
        content = item.content() if act.item in self.pages else self.year.first_content(act.item)
        fields = {
            "title": content["title"], "route": item.kind, "summary": content["summary"],
            "formed_on": item.formed_on, "document_no": content["document_no"],
            "category": content["category"], "source_kind": content["source"]["kind"],
            "source_name": content["source"]["name"], "source_url": content["source"]["url"],
            "keywords": " ".join(content["keywords"]), "channels": content["channels"],
            "demonstration": content["demonstration"],
        }  # fmt: skip
        if act.item in self.pages:
            publishing.revise(page=self.pages[act.item], by=by, at=act.at,
                              body=self._body(act, content, by), **fields)  # fmt: skip
            return
        for file in item.files:
            picture = file.media_type.startswith("image/")
            keep = publishing.keep_picture if picture else publishing.keep_attachment
            keep(name=file.name, data=file.data, title=file.name, by=by)
        self.pages[act.item] = publishing.draft(
            column=item.column, body=self._body(act, content, by), by=by, at=act.at, **fields
        )

    def _body(self, act: Act, content: Any, by: User) -> list[Any]:
        """Return a body with the figures that come out with it."""
        return [*content["body"], *self.figures.blocks(act.item, by, act.at)]

    def _sign(self, act: Act, by: User) -> None:
        publishing.sign(by=by, comment=act.what.comment, **self._signing(act))

    def _sent_back(self, act: Act, by: User) -> None:
        publishing.send_back(by=by, reason=act.what.reason, **self._signing(act))

    def _withdrawn(self, act: Act, by: User) -> None:
        card = self.cards[self._card(act)]
        publishing.withdraw(card=card, by=by, at=act.at, reason=act.what.reason)

    def _referred(self, act: Act, by: User) -> None:
        publishing.refer(by=by, **self._signing(act))

    def _paper_entered(self, act: Act, by: User) -> None:
        what = act.what
        publishing.enter_paper(signer=self.users[what.signer], signed_at=what.signed_at,
                               scan=what.scan.data, media_type=what.scan.media_type,
                               comment=what.comment, by=by, **self._signing(act))  # fmt: skip

    def _paper_confirmed(self, act: Act, by: User) -> None:
        publishing.confirm_paper(by=by, **self._signing(act))

    def _release(self, act: Act, _by: User | None) -> None:
        press.tick(act.at)

    def site_act(self, act: SiteAct) -> None:
        """Do one act of the redesign."""
        found, by = site.load(), self.users.get(act.by)
        if act.kind == "draft":
            self._redraft(found, by, act.at)
        elif act.kind == "submit":
            self.redesign = publishing.approve_site(
                by=by, at=act.at, comment=found.comment, release_at=found.released_at
            )
        elif act.kind == "sign":
            self.redesign = publishing.sign(card=self.redesign.pk, by=by, at=act.at,
                                            digest=self.redesign.digest)  # fmt: skip
        else:
            press.tick(act.at)

    def _redraft(self, found: site.Site, by: User, at: datetime) -> None:
        for key, name in found.renamed.items():
            publishing.change_column(key=key, by=by, at=at, title=name)
        for key, target in found.closed.items():
            publishing.close_column(key=key, moved_to=target, by=by, at=at)
        for key, after in found.moved.items():
            publishing.move_column(
                key=key, parent=key.rpartition("-")[0], after=after, by=by, at=at
            )
        publishing.change_profile(by=by, at=at, look=found.look, footer=found.footer)

    def open_act(self, act: OpenAct) -> None:
        """Do one act on an item that stays open."""
        item, by = act.item, self.users[act.by]
        if act.step == 0:
            self.pages[item.title] = publishing.draft(
                column=item.column, body=item.body, by=by, at=act.at, title=item.title,
                summary=item.summary, formed_on=item.formed_on, category=15,
                source_name=settings.BUREAU, demonstration=True,
            )  # fmt: skip
        elif act.step == 1:
            card = publishing.submit(page=self.pages[item.title], by=by, at=act.at,
                                     release_at=item.release_at)  # fmt: skip
            self.cards[item.title, "OpenItem"] = card.pk
        else:
            pk = self.cards[item.title, "OpenItem"]
            digest = ApprovalCard.objects.get(pk=pk).digest
            publishing.sign(card=pk, by=by, at=act.at, digest=digest)


def load_today(progress: Progress, now: datetime) -> None:
    """Load the year, and then the counter's last weeks up to a moment, which becomes the clock's."""
    replay = load_year(progress, is_over=True)
    counter = Today(replay.departments, replay.users)
    counter.topics = replay.counter.topics
    acts = today.acts(timezone.localdate(now))
    for number, act in enumerate(acts, start=1):
        counter.act(act)
        progress(number, len(acts), f"{act.at:%Y-%m-%d}")
    releases.plan(now, replay.users, replay.departments)
    with transaction.atomic():
        append("demonstration.ready", subject="register", by=SYSTEM, at=now)


def load_year(progress: Progress, *, is_over: bool = False) -> Replay:
    """Load the demonstration year into an empty database, act by act.

    is_over: nothing is left open on the desks; the year is long past.
    """
    year = load()
    replay = Replay(year, is_over=is_over)
    acts = year.timeline()
    progress(0, len(acts), "设立机构、岗位和栏目")
    replay.install()
    announced = releases.Announced(replay.users, replay.departments, replay.pages)
    # What happens beside the year's items, each list in order of time.
    beside = [
        (list(site.load().acts), replay.site_act),
        ([] if is_over else list(desks.acts()), replay.open_act),
        ([act for act in letters.acts() if act.letter.answered or not is_over],
         replay.counter.letter),
        (announced.acts(), announced.act),
    ]  # fmt: skip
    for number, act in enumerate(acts, start=1):
        for waiting, do in beside:
            while waiting and waiting[0].at <= act.at:
                do(waiting.pop(0))
        replay.act(act)
        progress(number, len(acts), f"{act.at:%Y-%m-%d}")
    if not is_over:
        releases.plan(acts[-1].at, replay.users, replay.departments)
    with transaction.atomic():
        append("demonstration.ready", subject="register", by=SYSTEM, at=acts[-1].at)
    return replay
