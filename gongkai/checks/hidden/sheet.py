"""What a workbook hides (工作簿): sheets, rows, cells, names, caches, links, strings left behind."""

import re
from collections.abc import Iterator

from gongkai.checks.findings import Finding, Rule, cut
from gongkai.checks.hidden import book, chart, drawing, office, rules
from gongkai.checks.hidden.book import Book, Cell, Sheet
from gongkai.checks.hidden.office import WAY
from gongkai.checks.hidden.parts import Package, Tree, child, each, local, said, words

PARTS = {
    "xl/comments": (rules.COMMENT, "批注", "批注随文件公开。"),
    "xl/threadedComments/": (rules.COMMENT, "批注会话", "批注随文件公开。"),
    "xl/persons/": (rules.PERSON, "人员名单", "文件里保存着批注人的名字和账号。"),
    "xl/externalLinks/": (rules.LINK, "外部链接", "文件里存着别的工作簿的路径和数据。"),
    "xl/connections": (rules.LINK, "数据连接", "文件里存着数据源的地址、账号或者查询语句。"),
    "xl/queryTables/": (rules.LINK, "外部查询", "文件里存着外部查询。"),
    "xl/model/": (rules.CACHE, "数据模型", "数据模型里存着表格没有显示的明细。"),
    "xl/revisions/": (rules.VERSION, "修订记录", "共享工作簿留着改动前的内容和改动人。"),
    "xl/slicerCaches/": (rules.CACHE, "切片器", "切片器里存着筛选掉的项目。"),
    "xl/timelineCaches/": (rules.CACHE, "日程表", "日程表里存着筛选掉的项目。"),
    "xl/dialogsheets/": (rules.ACTIVE, "对话框", "工作簿里有对话框和控件。"),
    "xl/xmlMaps": (rules.DATA, "XML映射", "文件里有XML映射。"),
    "xl/customData/": (rules.DATA, "自定义数据", "自定义数据不显示在页面上。"),
    "xl/customProperty/": (rules.DATA, "自定义数据", "自定义数据不显示在页面上。"),
}
PIVOTS = "xl/pivotCache/"
CACHE_WHY = "数据透视表的缓存里存着全部源数据，双击就能还原明细。"
_SUM = re.compile(r"[\d.,+\-*/() ]+")
_OUTER = re.compile(r"\[\d+\]|\[[^\]]+\.xls\w?\]", re.IGNORECASE)
_HAN = re.compile(r"\"[^\"]*[\u4e00-\u9fff][^\"]*\"")
FAR_ROWS, FAR_COLUMNS = 2_000, 200  # empty rows or columns between a cell and the rest


def look(package: Package) -> Iterator[Finding]:
    """Find what a workbook hides."""
    read = book.read(package)
    seen: list[str] = []
    used: set[int] = set()
    for sheet in read.sheets:
        yield from _sheet(read, sheet, seen, used)
    yield from _strings(package, used)
    yield from _book(package, read)
    yield from _names(package)
    yield from _caches(package)
    numbers = {one for one in seen if chart.is_number(one)}
    yield from chart.look(package, numbers)
    for part in package.named("xl/drawings/drawing", ".xml"):
        place = f"绘图{part.rsplit('/', 1)[-1]}"
        yield from drawing.look(package, part, drawing.always(place))
        yield from _shapes(package, part, place)
        seen += [one.text or "" for one in each(package.tree(part), "t")]
    seen += [sheet.name for sheet in read.sheets if sheet.state == "visible"]
    yield from office.look(package, "\n".join(seen))


def texts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield all text with its place: cells, names of sheets, and every other part."""
    read = book.read(package)
    used: set[int] = set()
    for sheet in read.sheets:
        yield from _cells(read, sheet, used)
    for number, text in enumerate(read.strings):
        if number not in used and text:
            yield "没有单元格引用的字符串", text
    yield from _names_and_looks(package)
    done = {sheet.part for sheet in read.sheets} | {book.MAIN}
    done |= {
        part
        for part in package.named("xl/", ".xml")
        if "/theme" in part or "styles" in part or "sharedStrings" in part
    }
    yield from office.rest(package, frozenset(done))


def _cells(read: Book, sheet: Sheet, used: set[int]) -> Iterator[tuple[str, str]]:
    place = f"工作表“{sheet.name}”"
    yield place, sheet.name
    for cell in read.cells(sheet):
        used.add(cell.shared)
        if cell.value:
            yield f"{place}{cell.ref}", cell.value
        if '"' in cell.formula:
            yield f"{place}{cell.ref}的公式", cell.formula
    yield from ((place, text) for text in _around(sheet.root))


def _names_and_looks(package: Package) -> Iterator[tuple[str, str]]:
    for one in each(package.tree(book.MAIN), "definedName"):
        yield f"名称“{said(one, 'name')}”", f"{said(one, 'name')} {one.text or ''}"
    for one in each(package.tree(book.MAIN), "absPath", "fileSharing"):
        yield from (("工作簿设置", value) for value in one.attrib.values())
    for part in package.named("xl/sharedStrings", ".xml"):
        if phonetic := "".join(words(one) for one in each(package.tree(part), "rPh")):
            yield "注音", phonetic
    for part in package.named("xl/styles", ".xml"):
        formats = (said(one, "formatCode") for one in each(package.tree(part), "numFmt"))
        yield from (("数字格式", one) for one in formats if re.search(r"[\u4e00-\u9fff]{3,}", one))


def _around(root: Tree) -> Iterator[str]:
    """Yield what a sheet says outside its cells: headers, prompts, messages, scenarios, links."""
    for one in root:
        name = local(one)
        if name in {"headerFooter"}:
            yield from filter(
                None, (re.sub(r"&(?:\"[^\"]*\"|[A-Z]|\d+)", "", words(x)) for x in one)
            )
        elif name in {"dataValidations", "scenarios", "hyperlinks", "protectedRanges"}:
            for inner in one.iter():
                yield from (
                    value
                    for key, value in inner.attrib.items()
                    if len(value) > 1 and key not in {"sqref", "ref", "type", "operator"}
                )
                if inner.text and inner.text.strip():
                    yield inner.text


def _sheet(read: Book, sheet: Sheet, seen: list[str], used: set[int]) -> Iterator[Finding]:
    place = f"工作表“{sheet.name}”"
    cells = list(read.cells(sheet))
    used |= {cell.shared for cell in cells}
    if sheet.state == "visible":
        yield from _lines(place, sheet, cells)
        yield from _shown_cells(read, sheet, cells, seen)
        yield from _far(place, cells)
        yield from _inside_sheet(place, sheet.root)
        yield from _conditions(read, sheet)
        yield from _covered(read, sheet, cells)
    elif cells:
        label = "深度隐藏" if sheet.state == "veryHidden" else "隐藏"
        why = f"{label}的工作表随文件公开，读者可以取消隐藏。"
        yield rules.SHEET.finding(place, _sample(cells), why, WAY)


def is_in_line(sheet: Sheet, cell: Cell) -> bool:
    """Say whether a cell lies in a row or a column that is not shown."""
    return cell.row in sheet.hidden_rows or (
        bool(sheet.hidden_columns) and sheet.hides_column(cell.column)
    )


def _shown_cells(read: Book, sheet: Sheet, cells: list[Cell], seen: list[str]) -> Iterator[Finding]:
    place = f"工作表“{sheet.name}”"
    for cell in cells:
        if is_in_line(sheet, cell):
            continue
        why = read.why_unseen(sheet, cell)
        if not why:
            seen.append(cell.value)
        elif cell.value.strip():
            told = f"{why}。隐藏的内容随文件公开，点选单元格就能看到。"
            yield rules.CELL.finding(f"{place}{cell.ref}", cut(cell.value), told, WAY)
        yield from _formula(place, cell)


def _lines(place: str, sheet: Sheet, cells: list[Cell]) -> Iterator[Finding]:
    held: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.row in sheet.hidden_rows:
            held.setdefault(f"第{cell.row}行", []).append(cell)
        elif is_in_line(sheet, cell):
            held.setdefault(f"{book.letters(cell.column)}列", []).append(cell)
    for label, inside in held.items():
        why = "隐藏的行、列随文件公开，读者可以取消隐藏。"
        yield rules.LINE.finding(f"{place}{label}", _sample(inside), why, WAY)


def _sample(cells: list[Cell]) -> str:
    return cut("、".join(cell.value for cell in cells[:12] if cell.value), 60)


def _formula(place: str, cell: Cell) -> Iterator[Finding]:
    formula = cell.formula
    if len(formula) < 2:
        return
    if _OUTER.search(formula) and "!" in formula:
        yield rules.LINK.finding(f"{place}{cell.ref}", cut(formula), "公式引用了别的工作簿。", WAY)
    elif _SUM.fullmatch(formula) and re.search(r"\d\s*[-+*/]\s*\d", formula):
        why = "公式里写着计算用的原始数字，点选单元格就能看到。"
        yield rules.FORMULA.finding(f"{place}{cell.ref}", cut(formula), why, "请只保留结果。")
    elif _HAN.search(formula):
        why = "公式里写着没有显示的文字。"
        yield rules.FORMULA.finding(f"{place}{cell.ref}", cut(formula), why, "请只保留结果。")


def _far(place: str, cells: list[Cell]) -> Iterator[Finding]:
    """Find cells far away from the rest, where nobody scrolls."""
    for label, key, gap in (("行", 0, FAR_ROWS), ("列", 1, FAR_COLUMNS)):
        lines = sorted({(cell.row, cell.column)[key] for cell in cells})
        start = next((b for a, b in zip([0, *lines], lines, strict=False) if b - a > gap), None)
        if start is not None and (len(lines) > 1 or start > gap):
            far = [cell for cell in cells if (cell.row, cell.column)[key] >= start]
            why = f"离表格主体很远的{label}里有内容，一般看不到。"
            yield rules.CELL.finding(f"{place}{far[0].ref}", _sample(far), why, WAY)


def _inside_sheet(place: str, root: Tree) -> Iterator[Finding]:
    for one in each(root, "scenario"):
        values = "、".join(said(x, "val") for x in each(one, "inputCells"))
        text = f"{said(one, 'name')}：{values}"
        why = "方案里存着另一组没有显示的数值。"
        yield rules.VERSION.finding(f"{place}方案", cut(text), why, WAY)
    if child(root, "customSheetViews") is not None:
        yield rules.TRACE.finding(place, "自定义视图", "文件里存着别的视图。")
    for one in each(root, "dataValidation"):
        prompt = f"{said(one, 'promptTitle')}{said(one, 'prompt')}{said(one, 'error')}"
        inline = words(child(one, "formula1")) if child(one, "formula1") is not None else ""
        if prompt or inline.startswith('"'):
            why = "下拉选项和输入提示随文件公开。"
            shown = cut(f"{prompt}{inline}")
            yield rules.FORM.finding(f"{place}{said(one, 'sqref')}", shown, why, WAY)


def _conditions(read: Book, sheet: Sheet) -> Iterator[Finding]:
    silent = book.silent_formats(read.package)
    for area in each(sheet.root, "conditionalFormatting"):
        for rule in each(area, "cfRule"):
            blind = any(said(one, "showValue") in {"0", "false"} for one in rule)
            if blind or said(rule, "dxfId") in silent:
                place = f"工作表“{sheet.name}”{said(area, 'sqref')}"
                why = "条件格式让满足条件的内容不显示，点选单元格就能看到。"
                yield rules.CONDITION.finding(
                    place, "条件格式", why, "请核对，不公开的请删去内容。"
                )


def _covered(read: Book, sheet: Sheet, cells: list[Cell]) -> Iterator[Finding]:
    """Find cells that lie wholly under a picture or a filled shape."""
    for relation in read.package.relations(sheet.part):
        if relation.kind != "drawing" or relation.target not in read.package.parts:
            continue
        for anchor in each(read.package.tree(relation.target), "twoCellAnchor"):
            box = _box(anchor)
            under = [cell for cell in cells if box and cell.value and _is_under(cell, box)]
            if under:
                why = "单元格被图形、图片盖住，移开就能看到。"
                fix = "请删去要遮盖的内容，不要用图形盖住。"
                place = f"工作表“{sheet.name}”{under[0].ref}"
                yield rules.COVERED.finding(place, _sample(under), why, fix)


def _box(anchor: Tree) -> book.Area | None:
    """Return what a picture or a filled shape covers, in rows and columns counted from nought."""
    shape = child(anchor, "sp")
    if child(anchor, "pic") is None and (shape is None or not drawing.is_filled(shape)):
        return None
    ends = [child(anchor, end, name) for end in ("from", "to") for name in ("row", "col")]
    top, left, bottom, right = (int(one.text or 0) if one is not None else 0 for one in ends)
    return top, left, bottom, right


def _is_under(cell: Cell, box: book.Area) -> bool:
    top, left, bottom, right = box
    return top < cell.row - 1 < bottom and left < cell.column - 1 < right


def _strings(package: Package, used: set[int]) -> Iterator[Finding]:
    for part in package.named("xl/sharedStrings", ".xml"):
        for number, one in enumerate(each(package.tree(part), "si")):
            text = book.string_of(one)
            if number not in used and text.strip():
                why = "没有单元格引用这段文字，可能是删去的内容。"
                yield rules.SPARE.finding("字符串表", cut(text), why, WAY)
            phonetic = "".join(words(x) for x in each(one, "rPh"))
            if phonetic.strip():
                yield rules.TEXT.finding("注音", cut(phonetic), "注音文字不显示在页面上。", WAY)


def _book(package: Package, read: Book) -> Iterator[Finding]:
    root = package.tree(book.MAIN)
    if all(sheet.state != "visible" for sheet in read.sheets) and read.sheets:
        yield rules.SHEET.finding("工作簿", "", "所有工作表都隐藏着。", "请取消隐藏后再核对。")
    for one in each(root, "workbookView"):
        if said(one, "visibility") in {"hidden", "veryHidden"}:
            yield rules.SHEET.finding("工作簿窗口", "", "工作簿的窗口是隐藏的。", WAY)
    for one in each(root, "absPath"):
        why = "文件里写着保存它的文件夹，可能透露人名和机器名。"
        yield rules.PATH.finding("保存位置", cut(said(one, "url"), 80), why, WAY)
    for one in each(root, "fileSharing"):
        if said(one, "userName"):
            yield rules.PERSON.finding("共享设置", said(one, "userName"), "写着使用人的名字。", WAY)
    for part, (rule, label, why) in known_parts(package):
        yield rule.finding(f"{label}{part.rsplit('/', 1)[-1]}", _shown(package, part), why, WAY)


def known_parts(package: Package) -> Iterator[tuple[str, tuple[Rule, str, str]]]:
    """Yield the parts that are never shown on a sheet, with the rule they fall under."""
    for start, told in PARTS.items():
        yield from (
            (part, told) for part in package.named(start) if not part.endswith((".rels", ".vml"))
        )


def _shown(package: Package, part: str) -> str:
    if not part.endswith(".xml"):
        return part
    told = []
    for one in package.tree(part).iter():
        if local(one):
            told += [one.text or ""]
            told += [
                value for key, value in one.attrib.items() if len(value) > 3 and "}" not in key
            ]
    return cut("；".join(x.strip() for x in told if x.strip()), 60)


def _names(package: Package) -> Iterator[Finding]:
    for one in each(package.tree(book.MAIN), "definedName"):
        name, text = said(one, "name"), one.text or ""
        if name.startswith("_xlnm"):
            continue
        if said(one, "hidden") in {"1", "true"}:
            why = "隐藏的名称不出现在名称管理器里。"
            yield rules.NAME.finding(f"名称“{name}”", cut(text), why, WAY)
        elif "!" not in text or _OUTER.search(text):
            why = "名称里存着没有显示的内容或者外部链接。"
            yield rules.NAME.finding(f"名称“{name}”", cut(text), why, WAY)
        elif said(one, "comment"):
            yield rules.NAME.finding(
                f"名称“{name}”", cut(said(one, "comment")), "名称有备注。", WAY
            )


def _caches(package: Package) -> Iterator[Finding]:
    for part in package.named(PIVOTS, ".xml"):
        values = [said(one, "v") for one in each(package.tree(part), "s", "n", "d", "b", "e")]
        if values:
            label = part.rsplit("/", 1)[-1]
            yield rules.CACHE.finding(f"透视表缓存{label}", cut("、".join(values)), CACHE_WHY, WAY)


def _shapes(package: Package, part: str, place: str) -> Iterator[Finding]:
    """Find shapes of no size that hold text."""
    for one in each(package.tree(part), "sp"):
        text, size = drawing.text_of(one), next(each(one, "ext"), None)
        if text and size is not None and "0" in (said(size, "cx"), said(size, "cy")):
            yield rules.TEXT.finding(place, cut(text), "图形没有大小，页面上看不到。", WAY)
