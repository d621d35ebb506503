"""What a Word document hides (Word 文档): changes, comments, unseen text, fields, boxes, settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gongkai.checks.findings import Finding, Rule, cut
from gongkai.checks.hidden import drawing, office, rules, styles
from gongkai.checks.hidden.office import WAY
from gongkai.checks.hidden.parts import Package, Tree, child, each, is_on, local, said, words

MAIN = "word/document.xml"
STORIES = {
    "word/header": "页眉", "word/footer": "页脚", "word/footnotes": "脚注", "word/endnotes": "尾注",
    "word/comments": "批注", "word/glossary/document": "文档部件库",
}  # fmt: skip
GONE = frozenset({"del", "moveFrom"})
CHANGES = {"ins": "插入", "del": "删除", "moveFrom": "移走", "moveTo": "移来"}
MARKS = frozenset({"rPr", "trPr"})  # a change here is one of a paragraph's end or a row
UNSEEN = frozenset({"delText", "instrText", "delInstrText"})
NAMED = ("docPr", "cNvPr", "shape", "imagedata", "listItem", "listEntry", "fldSimple")
SAID = ("title", "descr", "alt", "displayText", "value", "instr")  # attributes with words
BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " "}
PIECES = ("t", *UNSEEN, *BREAKS)
LOOKS = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange",
         "tcPrChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge")  # fmt: skip
LINKING = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD)\b", re.I
)
SILENT = re.compile(r"^\s*(XE|TC|SET|ASK|IF|QUOTE|PRIVATE|DOCVARIABLE|COMMENTS|MERGEFIELD|FILLIN)\b",
                    re.I)  # fmt: skip
ACTING = re.compile(r"^\s*(MACROBUTTON|PRINT)\b", re.I)
OWN_VARIABLES = ("KSO_WPS_MARK_KEY", "commondata")  # what WPS writes: which machine, which account
CHANGE_WHY = "修订痕迹随文件公开，读者打开就能看到改动前后的内容和改动的人。"
PARTS = {"word/people.xml": "批注和修订的人员名单"}


@dataclass
class Story:
    """A part with text, its paragraphs counted."""

    part: str
    place: str
    root: Tree
    styles: styles.Styles

    def __post_init__(self) -> None:
        self._why: dict[Tree, str] = {}
        self.numbers = {one: number for number, one in enumerate(each(self.root, "p"), 1)}

    def at(self, one: Tree) -> str:
        """Return the place of an element in words."""
        above = one if local(one) == "p" else next(one.iterancestors("{*}p"), None)
        number = self.numbers.get(above)
        return f"{self.place}第{number}段" if number else self.place or "正文"

    def why_unseen(self, one: Tree) -> str:
        """Return why a reader does not see an element of a run; nothing where one does."""
        run = one if local(one) == "r" else next(one.iterancestors("{*}r"), None)
        if run is None:
            return ""
        if run not in self._why:
            self._why[run] = styles.why_unseen(self.styles, run)
        return self._why[run]


def stories(package: Package) -> Iterator[Story]:
    """Yield the parts of a document that hold text, the body first."""
    known = styles.read(package)
    yield Story(MAIN, "", package.tree(MAIN), known)
    for start, label in STORIES.items():
        for number, part in enumerate(package.named(start, ".xml"), 1):
            if not re.search(r"Ext\w*\.xml$|Ids\.xml$", part):
                yield Story(part, f"{label}{number}" if "er" in label or label in {"页眉", "页脚"}
                            else label, package.tree(part), known)  # fmt: skip


def look(package: Package) -> Iterator[Finding]:
    """Find what a document hides."""
    visible = "\n".join(text for _, text in shown(package))
    blind = unused(package)
    for story in stories(package):
        if story.place == "批注":
            yield from _comments(story)
            continue
        yield from _changes(story)
        if story.part in blind or story.place == "文档部件库":
            text = words_of(story.root)
            if text and not _is_placeholder(text):
                why = "这部分内容没有任何一页显示。"
                yield rules.SPARE.finding(story.place, cut(text), why, WAY)
            continue
        yield from _unseen(story)
        yield from _fields(story)
        yield from _forms(story)
        yield from drawing.look(package, story.part, story.at)
    yield from _notes(package)
    yield from _settings(package)
    for part, label in PARTS.items():
        if part in package.parts:
            names = [said(one, "author") for one in each(package.tree(part), "person")]
            if any(names):
                why = "文件里保存着修改人的名字和账号。"
                yield rules.PERSON.finding(label, cut("、".join(names)), why, WAY)
    yield from office.look(package, visible)


def texts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield all text with its place; where some of a paragraph is unseen, the rest once more."""
    read = set()
    for story in stories(package):
        read.add(story.part)
        for paragraph in story.numbers:
            yield from _said(story, paragraph)
        loose = (one for one in each(story.root, "t", *UNSEEN) if _is_loose(one))
        yield from ((story.at(one), one.text) for one in loose)
        for one in each(story.root, *NAMED):
            yield from ((story.at(one), value) for key in SAID
                        if (value := said(one, key)).strip())  # fmt: skip
    for part in package.named("", ".xml"):
        if "settings" in part or "styles" in part or "fontTable" in part or "theme" in part:
            read.add(part)
    for one in _variables(package):
        yield "文档变量", said(one, "val")
    yield from office.rest(package, frozenset(read))


def shown(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the text a reader of the pages sees."""
    for story in stories(package):
        if story.place not in {"批注", "文档部件库"}:
            for paragraph in story.numbers:
                yield story.at(paragraph), _text(story, paragraph, only_seen=True)


def _said(story: Story, paragraph: Tree) -> Iterator[tuple[str, str]]:
    whole = _text(story, paragraph, only_seen=False)
    if whole.strip():
        seen = _text(story, paragraph, only_seen=True)
        yield story.at(paragraph), whole
        if seen.strip() and seen != whole:
            yield story.at(paragraph), seen


def _runs(paragraph: Tree) -> Iterator[Tree]:
    """Yield the runs of a paragraph that are not those of a text box in it."""
    for run in each(paragraph, "r"):
        if next(run.iterancestors("{*}p"), None) is paragraph:
            yield run


def _text(story: Story, paragraph: Tree, *, only_seen: bool) -> str:
    pieces: list[str] = []
    for one in each(paragraph, *PIECES):
        if next(one.iterancestors("{*}p"), None) is not paragraph:
            continue
        name = local(one)
        if only_seen and (name in UNSEEN or _is_gone(one) or story.why_unseen(one)):
            continue
        if name in BREAKS:
            pieces.append(BREAKS[name] if local(one.getparent()) == "r" else "")
        else:
            pieces.append(one.text or "")
    return "".join(pieces)


def words_of(one: Tree) -> str:
    """Return the text of the runs below an element."""
    return "".join(text.text or "" for text in each(one, "t", "delText"))


def _is_loose(one: Tree) -> bool:
    return bool((one.text or "").strip()) and next(one.iterancestors("{*}p"), None) is None


def _is_gone(run: Tree) -> bool:
    return any(local(one) in GONE for one in run.iterancestors())


def _is_placeholder(text: str) -> bool:
    """Say whether a text is only what programs write into empty fields."""
    return not re.sub(
        r"[\s\[\]【】]|(?:单击|点击|在此|键入)[^。\n\]]{0,40}[。]?|[A-Za-z .]", "", text
    )


def _changes(story: Story) -> Iterator[Finding]:
    for one in each(story.root, *CHANGES):
        kind, by = CHANGES[local(one)], said(one, "author")
        if local(one.getparent()) in MARKS:
            shown_as = f"{kind}段落标记或者表格行"
        elif text := words_of(one):
            shown_as = f"{kind}“{cut(text)}”"
        else:
            shown_as = f"{kind}图片、符号或者公式" if len(one) else ""
        if shown_as:
            excerpt = f"{shown_as}（{by}）" if by else shown_as
            yield rules.CHANGE.finding(story.at(one), excerpt, CHANGE_WHY, WAY)
    formats = list(each(story.root, *LOOKS))
    if formats:
        by = "、".join(dict.fromkeys(said(one, "author") for one in formats))
        why = "格式修订痕迹随文件公开，其中有修改人的名字。"
        yield rules.LOOK.finding(
            story.at(formats[0]), f"{len(formats)}处格式修订（{by}）", why, WAY
        )


def _comments(story: Story) -> Iterator[Finding]:
    for number, one in enumerate(each(story.root, "comment"), 1):
        text = f"{words_of(one)}（{said(one, 'author')}）"
        yield rules.COMMENT.finding(f"批注{number}", cut(text), "批注随文件公开。", WAY)


def _unseen(story: Story) -> Iterator[Finding]:
    for paragraph in story.numbers:
        runs = [(story.why_unseen(run), run) for run in _runs(paragraph)
                if not any(local(one) == "Fallback" for one in run.iterancestors())]  # fmt: skip
        for why, group in groupby(runs, key=lambda pair: pair[0]):
            text = "".join(words_of(run) for _, run in group)
            if why and text.strip():
                yield rules.TEXT.finding(
                    story.at(paragraph),
                    cut(text),
                    f"{why}，页面上看不到，选中或者复制就能读到。",
                    WAY,
                )


def instructions(root: Tree) -> Iterator[tuple[Tree, str]]:
    """Yield the codes of fields, those in pieces joined, with the element they begin at."""
    for one in each(root, "fldSimple"):
        yield one, said(one, "instr")
    first, code = None, ""
    for one in each(root, "fldChar", "instrText"):
        if local(one) == "instrText":
            first = one if first is None else first
            code += one.text or ""
        elif first is not None:
            yield first, code
            first, code = None, ""


def field_rule(code: str) -> Rule | None:
    """Return the rule a field's code falls under."""
    if LINKING.match(code):
        return rules.LINK
    if ACTING.match(code):
        return rules.ACTIVE
    if SILENT.match(code) and re.search(r"[\u4e00-\u9fff]|\"[^\"]{4,}\"", code):
        return rules.TEXT
    return None


def _fields(story: Story) -> Iterator[Finding]:
    for one, code in instructions(story.root):
        rule = field_rule(code)
        if rule is not None:
            why = "域代码里的内容不显示在页面上，切换域代码就能看到。"
            yield rule.finding(story.at(one), cut(code, 80), why, WAY)


def _forms(story: Story) -> Iterator[Finding]:
    for one in each(story.root, "dropDownList", "comboBox", "ddList"):
        choices = [said(item, "displayText") or said(item, "value") or said(item, "val")
                   for item in each(one, "listItem", "listEntry")]  # fmt: skip
        if any(choices):
            why = "下拉框里没有选中的内容随文件公开。"
            yield rules.FORM.finding(story.at(one), cut("、".join(choices)), why, WAY)


def unused(package: Package) -> set[str]:
    """Return the headers and footers no page shows."""
    by_id = {one.id: one.target for one in package.relations(MAIN)}
    settings = package.parts.get("word/settings.xml", b"")
    has_even = b"evenAndOddHeaders" in settings
    shown_parts = set()
    for section in each(package.tree(MAIN), "sectPr"):
        for one in each(section, "headerReference", "footerReference"):
            kind = said(one, "type", "default")
            is_first = is_on(child(section, "titlePg"))
            if kind == "default" or (kind == "first" and is_first) or (kind == "even" and has_even):
                shown_parts.add(by_id.get(said(one, "id"), ""))
    every = {*package.named("word/header", ".xml"), *package.named("word/footer", ".xml")}
    return every - shown_parts if any(True for _ in each(package.tree(MAIN), "sectPr")) else set()


def _notes(package: Package) -> Iterator[Finding]:
    for kind, label in (("footnote", "脚注"), ("endnote", "尾注")):
        part = f"word/{kind}s.xml"
        if part in package.parts:
            used = {said(one, "id") for one in each(package.tree(MAIN), f"{kind}Reference")}
            for one in each(package.tree(part), kind):
                text = words_of(one)
                if said(one, "id") not in used and text.strip() and not said(one, "type"):
                    why = "正文没有引用这条注，页面上看不到。"
                    yield rules.SPARE.finding(label, cut(text), why, WAY)


def _variables(package: Package) -> Iterator[Tree]:
    if "word/settings.xml" in package.parts:
        yield from each(package.tree("word/settings.xml"), "docVar")


def _settings(package: Package) -> Iterator[Finding]:
    for one in _variables(package):
        name, value = said(one, "name"), said(one, "val")
        is_own = name.startswith(OWN_VARIABLES)
        rule = rules.TRACE if is_own else rules.DATA
        yield rule.finding(f"文档变量“{cut(name)}”", cut(value), "文档变量不显示在页面上。", WAY)
    if "word/settings.xml" not in package.parts:
        return
    root = package.tree("word/settings.xml")
    merge = child(root, "mailMerge")
    if merge is not None:
        text = "；".join(filter(None, (said(one, "val") for one in merge)))
        yield rules.LINK.finding("邮件合并", cut(text, 80), "文件连着邮件合并的数据源。", WAY)
    count = sum(1 for _ in each(root, "rsid"))
    if count:
        why = "每次编辑留下的编号能说明几个文件是否出自同一份底稿。"
        yield rules.TRACE.finding("编辑编号", f"{count}个", why)
    if words(root):
        yield rules.DATA.finding("文档设置", cut(words(root)), "文档设置里有文字。", WAY)
