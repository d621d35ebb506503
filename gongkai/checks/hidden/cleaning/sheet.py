"""What is taken out of a workbook (工作簿): formulas become their results, what nobody sees goes."""

from gongkai.checks.hidden import book, chart, drawing, sheet
from gongkai.checks.hidden.book import Book, Cell, Sheet
from gongkai.checks.hidden.cleaning.office import begin, drop, finish, remove
from gongkai.checks.hidden.parts import Package, Tree, each, local, said
from gongkai.law.refused import Refused

OUTSIDE = ("scenarios", "customSheetViews", "legacyDrawing", "controls", "oleObjects", "customPr",
           "customProperties", "webPublishItems", "cellWatches")  # fmt: skip
WORKBOOK = ("externalReferences", "pivotCaches", "customWorkbookViews", "fileSharing", "absPath",
            "fileRecoveryPr", "webPublishing", "functionGroups", "smartTagPr", "fileVersion")  # fmt: skip
NEVER = ("xl/pivot", "xl/slicer", "xl/timeline", "xl/calcChain", "xl/drawings/vmlDrawing",
         "xl/metadata")  # fmt: skip
SLICERS = ("slicer", "slicerCache", "timeline", "slicerList", "timelineRefs", "slicerCaches")


def clean(package: Package) -> bytes:
    """Return the workbook as its sheets show it: values, no formulas, nothing hidden."""
    begin(package)
    read = book.read(package)
    if not any(one.state == "visible" for one in read.sheets):
        raise Refused("clean.meaning", "所有工作表都隐藏着，请先确定要公开哪几张。")
    _refuse_drawn(package, read)
    used: set[int] = set()
    for one in read.sheets:
        if one.state == "visible":
            _sheet(read, one, used)
    _without_sheets(package, read)
    _names(package)
    drop(package, [part for part, _ in sheet.known_parts(package)])
    drop(package, [one for start in NEVER for one in package.named(start)])
    remove(list(each(package.tree(book.MAIN), *WORKBOOK)))
    for one in each(package.tree(book.MAIN), "workbookView"):
        for key in ("visibility", "activeTab", "firstSheet"):
            one.attrib.pop(key, None)
    _beside(package, used)
    return finish(package)


def _beside(package: Package, used: set[int]) -> None:
    for part in package.named("xl/sharedStrings", ".xml"):
        _strings(package.tree(part), used)
    for part in package.named("xl/drawings/drawing", ".xml"):
        _shapes(package.tree(part))
    for part in package.named("xl/tables/", ".xml"):
        _table(package.tree(part))


def _refuse_drawn(package: Package, read: Book) -> None:
    """Refuse charts that draw what no sheet shows: what to give is for a person to say."""
    seen = {cell.value for one in read.sheets if one.state == "visible" for cell in read.cells(one)
            if not sheet.is_in_line(one, cell) and not read.why_unseen(one, cell)}  # fmt: skip
    if any(True for _ in chart.look(package, {one for one in seen if chart.is_number(one)})):
        raise Refused(
            "clean.meaning", "图表用了表格没有显示的数据，请把图表换成图片，或者显示这些数据。"
        )


def _sheet(read: Book, one: Sheet, used: set[int]) -> None:
    for cell in list(read.cells(one)):
        if sheet.is_in_line(one, cell) or read.why_unseen(one, cell):
            _empty(cell)
            continue
        if cell.formula and not cell.value and cell.element.get("t") != "str":
            raise Refused(
                "clean.meaning",
                f"“{one.name}”的{cell.ref}是公式，文件里没有存下结果，请用表格软件打开、计算并保存。",
            )
        if cell.element.get("vm"):
            raise Refused(
                "clean.meaning", f"“{one.name}”的{cell.ref}里放着图片，请改为浮动图片再清理。"
            )
        remove(x for x in list(cell.element) if local(x) == "f")
        cell.element.attrib.pop("cm", None)
        used.add(cell.shared)
    remove(x for x in list(one.root) if local(x) in OUTSIDE)
    for rule in list(each(one.root, "dataValidation")):
        remove([rule])
    remove(x for x in list(each(one.root, "dataValidations")) if not len(x))
    for extension in list(each(one.root, "ext")):
        if any(local(x) in {*SLICERS, "dataValidations"} for x in extension.iter()):
            remove([extension])
    remove(x for x in list(each(one.root, "extLst")) if not len(x))


def _empty(cell: Cell) -> None:
    remove(list(cell.element))
    for key in ("t", "cm", "vm"):
        cell.element.attrib.pop(key, None)


def _without_sheets(package: Package, read: Book) -> None:
    """Take hidden sheets out; names are counted anew."""
    root = package.tree(book.MAIN)
    entries = list(each(root, "sheet"))
    gone = [n for n, one in enumerate(entries) if said(one, "state", "visible") != "visible"]
    names = {said(entries[n], "name") for n in gone}
    kept = [n for n in range(len(entries)) if n not in gone]
    remove(entries[n] for n in gone)
    for one in list(each(root, "definedName")):
        own = said(one, "localSheetId")
        if own.isdigit() and int(own) in gone:
            remove([one])
        elif own.isdigit() and int(own) in kept:
            one.set("localSheetId", str(kept.index(int(own))))
        if any(name in (one.text or "") for name in names):
            remove([one])
    drop(package, [one.part for one in read.sheets if one.state != "visible"])


def _names(package: Package) -> None:
    root = package.tree(book.MAIN)
    for one in list(each(root, "definedName")):
        if not said(one, "name").startswith("_xlnm.") or said(one, "hidden") in {"1", "true"}:
            remove([one])
    remove(x for x in list(each(root, "definedNames")) if not len(x))


def _strings(root: Tree, used: set[int]) -> None:
    """Empty the strings no cell shows; the others keep their numbers."""
    for number, one in enumerate(each(root, "si")):
        if number not in used:
            for inner in list(one):
                one.remove(inner)
            one.append(one.makeelement(one.tag.replace("}si", "}t")))
        remove(x for x in list(one) if local(x) in {"rPh", "phoneticPr"})


def _shapes(root: Tree) -> None:
    for one in list(drawing.hidden(root)):
        anchor = next((up for up in one.iterancestors() if local(up).endswith("Anchor")), one)
        remove([anchor])
    for one in list(each(root, "sp")):
        size = next(each(one, "ext"), None)
        if size is not None and "0" in (said(size, "cx"), said(size, "cy")):
            remove([next(up for up in one.iterancestors() if local(up).endswith("Anchor"))])
    for one in list(each(root, *SLICERS)):
        anchor = next((up for up in one.iterancestors() if local(up).endswith("Anchor")), one)
        remove([anchor])


def _table(root: Tree) -> None:
    root.attrib.pop("tableType", None)
    root.attrib.pop("comment", None)
    root.attrib.pop("connectionId", None)
    for one in each(root, "tableColumn"):
        one.attrib.pop("queryTableFieldId", None)
    remove(list(each(root, "calculatedColumnFormula", "totalsRowFormula", "xmlColumnPr")))
