"""What is taken out of a Word document (Word 文档): changes are accepted, what nobody sees goes."""

from gongkai.checks.hidden import drawing, word
from gongkai.checks.hidden.cleaning.office import begin, crop, drop, finish, remove, unwrap
from gongkai.checks.hidden.parts import Package, Tree, child, each, is_on, local, said
from gongkai.law.refused import Refused

ADDED = ("ins", "moveTo")
TAKEN = ("del", "moveFrom")
BOUNDS = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
          "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
          "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
          "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd")  # fmt: skip
COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
SETTINGS = ("rsids", "docVars", "attachedTemplate", "mailMerge", "trackRevisions", "saveThroughXslt",
            "documentType", "linkStyles")  # fmt: skip
CHOICES = ("dropDownList", "comboBox", "ffData", "dataBinding")


def clean(package: Package) -> bytes:
    """Return the document as its pages show it."""
    begin(package)
    drop(package, package.named("word/comments"))
    drop(package, sorted(word.unused(package)))
    for story in list(word.stories(package)):
        _accept(story.root)
        remove(list(each(story.root, *COMMENTS)))
        _fields(story.root)
        _unseen(story)
        _boxes(story.root)
        remove(list(each(story.root, *CHOICES)))
        crop(package, story.part, _shared)
        _unmark(story.root)
    _notes(package)
    if "word/settings.xml" in package.parts:
        remove(list(each(package.tree("word/settings.xml"), *SETTINGS)))
    return finish(package)


def _shared() -> Refused:
    return Refused(
        "clean.meaning", "有裁剪过的图片不能自动处理，请在 Word 里“压缩图片—删除图片的剪裁区域”。"
    )


def _accept(root: Tree) -> None:
    if any(True for _ in each(root, "cellDel", "cellMerge")):
        raise Refused("clean.meaning", "表格里有删除、合并单元格的修订，请在 Word 里接受后再清理。")
    for row in list(each(root, "tr")):
        properties = child(row, "trPr")
        marks = {local(one) for one in properties} if properties is not None else set()
        hidden = child(row, "trPr", "hidden") if properties is not None else None
        if "del" in marks or (hidden is not None and is_on(hidden)):
            remove([row])
    remove(table for table in list(each(root, "tbl")) if not any(True for _ in each(table, "tr")))
    joined = [one for one in each(root, "p") if _is_joined(one)]
    remove(one for one in list(each(root, *TAKEN)) if local(one.getparent()) not in word.MARKS)
    for paragraph in joined:
        _join(paragraph)
    for one in list(each(root, *ADDED, *TAKEN)):
        if local(one.getparent()) in word.MARKS:
            remove([one])
        else:
            unwrap(one)
    remove(list(each(root, *word.LOOKS, *BOUNDS)))


def _is_joined(paragraph: Tree) -> bool:
    """Say whether the end of a paragraph was deleted, so that the next one goes on in its line."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and any(local(one) in TAKEN for one in mark)


def _join(paragraph: Tree) -> None:
    following = paragraph.getnext()
    if following is None or local(following) != "p":
        return
    at = 1 if child(following, "pPr") is not None else 0
    for one in reversed([one for one in paragraph if local(one) != "pPr"]):
        following.insert(at, one)
    remove([paragraph])


def _unseen(story: word.Story) -> None:
    for run in list(each(story.root, "r")):
        if word.words_of(run).strip() and story.why_unseen(run):
            remove(one for one in list(run) if local(one) in {"t", "delText", "sym"})
            if all(local(one) == "rPr" for one in run):
                remove([run])


def _boxes(root: Tree) -> None:
    """Take out drawings nobody sees."""
    for one in [*drawing.hidden(root), *(x for x in each(root, "anchor")
                                          if drawing.text_of(x) and drawing.is_off(x))]:  # fmt: skip
        held = next((up for up in one.iterancestors() if local(up) in {"drawing", "pict"}), one)
        around = next((up for up in held.iterancestors() if local(up) == "AlternateContent"), held)
        remove([around])


def _fields(root: Tree) -> None:
    """Turn fields whose codes tell something into their results."""
    for one, code in list(word.instructions(root)):
        if word.field_rule(code) is None:
            continue
        if local(one) == "fldSimple":
            unwrap(one)
        else:
            _unfield(root, one)


def _unfield(root: Tree, code: Tree) -> None:
    marks = list(each(root, "fldChar", "instrText"))
    at = marks.index(code)
    begin_at = max(n for n in range(at) if said(marks[n], "fldCharType") == "begin")
    depth, taken, is_code = 0, [], True
    for one in marks[begin_at:]:
        kind = said(one, "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth == (1 if kind != "end" else 0):
            taken.append(one)
            is_code = is_code and kind != "separate"
        elif is_code:
            taken.append(one)
        if depth == 0:
            break
    remove(taken)


def _notes(package: Package) -> None:
    for kind in ("footnote", "endnote"):
        part = f"word/{kind}s.xml"
        if part in package.parts:
            used = {said(one, "id") for one in each(package.tree(word.MAIN), f"{kind}Reference")}
            remove(one for one in list(each(package.tree(part), kind))
                   if said(one, "id") not in used and not said(one, "type"))  # fmt: skip


def _unmark(root: Tree) -> None:
    """Take out the numbers that tell sessions of work apart."""
    for one in root.iter():
        for key in [key for key in one.attrib if "rsid" in key.rpartition("}")[2].lower()]:
            del one.attrib[key]
