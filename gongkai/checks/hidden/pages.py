"""The pages of a PDF (页面): their text, which of it is drawn, and which pages nobody can read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gongkai.checks import reading
from gongkai.checks.characters import plain
from gongkai.checks.findings import Finding, cut
from gongkai.checks.hidden import rules
from gongkai.checks.reading import Letter, PageInfo, Source
from gongkai.law.refused import Refused

PAGES = 500  # looked at letter by letter
MOST_PAGES = 5000
SCANNED = 0.9  # the share of a page's letters that recognised text of a scan makes up
ENDING = 64 * 1024  # bytes in which a whole file ends
Unseen = tuple[int, Letter, bool]  # its place in the file's order, and whether nothing is there


@contextmanager
def source(data: bytes) -> Iterator[Source]:
    """Open a PDF to read its pages. Raises: Refused with the codes of files."""
    if b"%%EOF" not in data[-ENDING:]:
        raise Refused("file.broken", "PDF文件不完整，没有结尾，请重新另存后再上传。")
    try:
        with reading.opened(data, page_limit=MOST_PAGES) as found:
            yield found
    except Refused as refused:
        known = {"redaction.encrypted": "file.encrypted", "redaction.large": "file.bomb"}
        code = refused.code if refused.code.startswith("file.") else known.get(refused.code, "")
        raise Refused(code or "file.broken", refused.message) from refused


def text_of(pages: Source, number: int) -> str:
    """Return the text of a page, a line of the page a line."""
    read = pages.document[number - 1].get_textpage()
    text = str(read.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "")
    read.close()
    return text.strip()


@dataclass(frozen=True)
class _Page:
    """A page as it was looked at: what of its text is drawn, and what is not."""

    info: PageInfo
    seen: str
    unseen: list[Unseen]
    is_scan: bool


def _looked(pages: Source, info: PageInfo) -> _Page:
    letters, hidden = pages.text(info.number), pages.unseen(info.number)
    gone = {index for index, _, _ in hidden}
    seen = plain("".join(one.char for index, one in enumerate(letters) if index not in gone))
    is_scan = pages.has_pictures(info.number) and len(hidden) >= SCANNED * (len(hidden) + len(seen))
    return _Page(info, seen, hidden, bool(hidden) and is_scan)


def unseen(pages: Source) -> Iterator[Finding]:
    """Find text that is drawn on no page: what overflows one and goes on on the next is seen."""
    looked = [_looked(pages, info) for info in pages.pages[:PAGES]]
    seen = "\0".join(page.seen for page in looked)
    for page in looked:
        number = page.info.number
        for run in _runs(page.unseen):
            text = "".join(line for line in _lines(run) if plain(line) not in seen)
            is_read = page.is_scan and not all(blank for _, _, blank in run)
            if len(re.findall(r"\w", text)) > 1 and not is_read:
                yield _hidden(page.info, run[0][1], text)
        if page.is_scan:
            why = "扫描页带着看不见的识别文字，可能与图像不一致。"
            yield rules.UNSEEN.finding(f"第{number}页", "", why, "请人工核对。")


def _hidden(info: PageInfo, first: Letter, text: str) -> Finding:
    is_off = first.x1 < 0 or first.y1 < 0 or first.x0 > info.width or first.y0 > info.height
    rule, why = rules.COVERED, "被图形、图片遮住，或者与底色相同、设为不可见的文字"
    if is_off:
        rule, why = rules.TEXT, "移到页面以外的文字"
    fix = "请在原稿里删去这些文字，或者把页面打印成图片，再生成PDF。"
    return rule.finding(f"第{info.number}页", cut(text), f"{why}，选中复制就能读到。", fix)


def _lines(run: list[Unseen]) -> Iterator[str]:
    line, height = "", run[0][1].middle
    for _, one, _ in run:
        if abs(one.middle - height) > max(one.y1 - one.y0, 1) / 2:
            yield line
            line, height = "", one.middle
        line += one.char
    yield line


def _runs(hidden: list[Unseen]) -> Iterator[list[Unseen]]:
    """Yield letters that follow one another, spaces between them left aside."""
    run: list[Unseen] = []
    for one in hidden:
        if run and (one[0] - run[-1][0] > 3 or one[2] != run[-1][2]):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def scans(pages: Source, visible: list[str]) -> Iterator[Finding]:
    """Find pages of pictures alone, and pages beyond those looked at letter by letter."""
    blind = [info.number for info in pages.pages
             if not visible[info.number - 1] and pages.has_pictures(info.number)]  # fmt: skip
    if blind:
        shown = "、".join(map(str, blind[:20])) + ("等" if len(blind) > 20 else "")
        why = "这些页是图像，没有文字层，机器没有审查其中的文字。"
        yield rules.SCAN.finding(f"第{shown}页", "", why, "请人工逐页核对密级标志和个人信息。")
    if len(visible) > PAGES:
        why = f"第{PAGES}页以后只读了文字，没有逐字核对是否可见。"
        yield rules.SCAN.finding(f"第{PAGES + 1}页以后", "", why, "请分成几个文件。")
