"""Plain functions that take a text down the whole road, in a bureau made for the test."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from gongkai.config.demonstration.made import bars
from gongkai.config.verification import everything
from gongkai.people.models import PostKind, User
from gongkai.portal import actions as press
from gongkai.portal import generations
from gongkai.portal.queries import address_of
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Disclosure, Edition
from gongkai.publishing.rules import Step
from gongkai.register.actions import born
from gongkai.register.models import Entry
from tests.make import NOW, a_holder

LINK = re.compile(r'(?:href|src)="(/[^"#?]*)"')
REVIEW = (PostKind.HEAD, PostKind.SECRECY, PostKind.OFFICE, PostKind.LEADER)


@dataclass(frozen=True)
class Bureau:
    """One holder of every post the road needs; a second one in the office."""

    editor: User
    office: User
    keeper: User
    signers: dict[PostKind, User]


def a_bureau(at: datetime = NOW, *, demonstration: bool = True) -> Bureau:
    """Return a bureau with one column, released: a public site stands."""
    born(demonstration=demonstration, at=at)
    publishing.open_desk()
    held = {kind: a_holder(kind) for kind in (PostKind.EDITOR, *REVIEW)}
    bureau = Bureau(held[PostKind.EDITOR], held[PostKind.OFFICE], a_holder(PostKind.OFFICE), held)
    publishing.add_column(key="news", name="统计动态", parent="", by=bureau.keeper, at=at)
    card = publishing.approve_site(by=bureau.keeper, at=at)
    _sign(bureau, card, at, REVIEW[1:])
    press.tick(at)
    return bureau


def drafted(bureau: Bureau, title: str, at: datetime = NOW, **fields: object) -> Disclosure:
    """Return a draft with one paragraph."""
    values = {
        "column": "news",
        "body": [{"type": "text", "html": f"<p>{title}的正文（演示）。</p>"}],
        "formed_on": date(2014, 10, 13),
        "summary": f"{title}（演示）",
        "source_name": "演示局",
        "demonstration": True,
    } | fields
    if any(block["type"] == "data" for block in values.get("body", ())):
        values.setdefault("route", "data")  # figures are checked by a second person
    return publishing.draft(title=title, by=bureau.editor, at=at, **values)


def a_picture(bureau: Bureau, *values: int) -> tuple[dict[str, object], bytes]:
    """Return the block of a picture that was uploaded, and its bytes."""
    data = bars("a.png", values).data
    row = publishing.keep_picture(name="a.png", data=data, title="演示图", by=bureau.editor)
    block = {"type": "image", "sha256": row.sha256, "name": "a.png", "alt": "演示图", "caption": "",
             "width": row.width, "height": row.height, "media_type": row.media_type}  # fmt: skip
    return block, data


def approved(
    bureau: Bureau, page: Disclosure, at: datetime = NOW, release_at: datetime | None = None,
    **more: object,
) -> ApprovalCard:  # fmt: skip
    """Return the complete card of a draft: handed in and signed by all."""
    card = publishing.submit(page=page, by=bureau.editor, at=at, release_at=release_at, **more)
    if card.step == Step.FIGURES:
        second = a_holder(PostKind.EDITOR)
        card = publishing.sign(card=card.pk, by=second, at=at, digest=card.digest)
    return _sign(bureau, card, at, REVIEW)


def asked(
    bureau: Bureau, page: Disclosure, purpose: str, at: datetime, release_at: datetime | None = None
) -> ApprovalCard:
    """Return the complete card of a change to what is public."""
    card = publishing.ask_change(page=page, purpose=purpose, reason="演示原因", by=bureau.editor,
                                 at=at, release_at=release_at)  # fmt: skip
    return _sign(bureau, card, at, REVIEW)


def released(bureau: Bureau, title: str, at: datetime = NOW, **fields: object) -> Disclosure:
    """Return a disclosure the public reads."""
    page = drafted(bureau, title, at, **fields)
    approved(bureau, page, at)
    press.tick(at)
    return page


def _sign(bureau: Bureau, card: ApprovalCard, at: datetime, kinds: object) -> ApprovalCard:
    for kind in kinds:
        card = publishing.sign(card=card.pk, by=bureau.signers[kind], at=at, digest=card.digest)
    return card


def path_of(page: Disclosure, suffix: str = ".html") -> str:
    """Return the path of a disclosure's page inside the public tree."""
    edition = Edition.objects.filter(public_id=page.public_id).order_by("number").first()
    return address_of(edition)[1:].removesuffix(".html") + suffix


def public(path: str) -> str | None:
    """Return what the public reads at a path; None where there is nothing."""
    try:
        return (Path(settings.PUBLIC) / "current" / path).read_text()
    except FileNotFoundError:
        return None


def tree() -> dict[str, bytes]:
    """Return every public file with its bytes."""
    folder = Path(settings.PUBLIC)
    shown = generations.current(folder)
    files = (path for path, _ in generations.walk(folder, shown))
    return {path: (folder / "current" / path).read_bytes() for path in files}


APART = (
    "/static/",
    "/api/",
    "/sdmx/",
    "/calendar/",
    "/desk/",
    "/search/",
    "/request/",
    "/mailbox/",
)  # answered, not written


def dead_links() -> set[tuple[str, str]]:
    """Return the internal links of public pages that lead nowhere: (page, address)."""
    files = tree()
    found = set()
    for path, data in files.items():
        for address in LINK.findall(data.decode(errors="ignore")) if path.endswith(".html") else ():
            name = address[1:] + ("index.html" if address.endswith("/") else "")
            if name not in files and not address.startswith(APART):
                found.add((path, address))
    return found


def written(text: str | bytes, *folders: Path) -> list[str]:
    """Return the files under folders whose name or bytes hold something, hidden ones too.

    What goes away while it is looked for holds nothing any more.
    """
    found, data = [], text.encode() if isinstance(text, str) else text
    for folder in folders:
        for place, below, files in os.walk(folder):
            for path in (Path(place) / name for name in (*below, *files)):
                with contextlib.suppress(FileNotFoundError):
                    if data in path.name.encode() or (path.is_file() and data in path.read_bytes()):
                        found.append(str(path.relative_to(folder)))
    return found


def entered(verb: str, **fields: object) -> int:
    """Return how often the register entered an act."""
    return Entry.objects.filter(verb=verb, **fields).count()


def disagreements() -> list[str]:
    """Return what `gongkai verify` would name; the desk's own files are not collected here."""
    found = (one for one in everything() if one.fatal and one.kind != "static")
    return [f"{one.subject} {one.message}" for one in found]


def out(bureau: Bureau, at: datetime, release_at: datetime | None = None) -> ApprovalCard:
    """Return the complete card of the site as it is drafted: its columns, its profile."""
    card = publishing.approve_site(by=bureau.keeper, at=at, release_at=release_at)
    return _sign(bureau, card, at, REVIEW[1:])


def _database(folder: Path) -> dict[str, str]:
    """Let other processes on a data folder find the database of a test; return their settings."""
    one = connection.settings_dict
    if connection.vendor == "sqlite":
        (folder / "gongkai.sqlite3").symlink_to(one["NAME"])
        return {}
    who = f"{quote(one['USER'])}:{quote(one['PASSWORD'])}"
    return {"DATABASE_URL": f"postgresql://{who}@{one['HOST']}:{one['PORT']}/{one['NAME']}"}


@contextmanager
def running(folder: Path, *words: str) -> Iterator[list[subprocess.Popen]]:
    """Run some of the system's own processes on the folders and the database of a test."""
    connection.close()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    own = {"GONGKAI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    own |= _database(folder)
    static = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(static, env=kept | own, check=True)
    line = [sys.executable, "-m", "gongkai.config.cli"]
    kinds = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    started = [subprocess.Popen([*line, word], env=kept | own, **kinds) for word in words]
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        said = [process.communicate(timeout=20)[0] for process in started]
    assert [(process.returncode, text) for process, text in zip(started, said, strict=True)] == [
        (0, "") for _ in words
    ]


def in_a_child(work: Callable[[], object]) -> int:
    """Run something in a process of its own and return its status; 0 when it came to an end."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work()
            connection.close()
            os._exit(0)
        finally:
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
