"""Hiding places of a workbook: (name, rule, bytes)."""

import io

from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.checks.hidden.made import (
    OFFICE,
    SECRET,
    SHOWN,
    a_book,
    a_picture,
    a_written_book,
    surgery,
)

MS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = f"{OFFICE}/relationships"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def a_sheet(state):
    def act(book):
        book.create_sheet("底稿").append([SECRET])
        book["底稿"].sheet_state = state

    return a_book(act)


def a_cell(**look):
    def act(book):
        cell = book.active["B5"]
        cell.value = look.pop("value", SECRET)
        for key, value in look.items():
            setattr(cell, key, value)

    return a_book(act)


def a_row(**look):
    def act(book):
        book.active["A7"] = SECRET
        for key, value in look.items():
            setattr(book.active.row_dimensions[7], key, value)

    return a_book(act)


def a_column(**look):
    def act(book):
        book.active["D2"] = SECRET
        for key, value in look.items():
            setattr(book.active.column_dimensions["D"], key, value)

    return a_book(act)


def a_name(text, hidden):
    def act(book):
        book.defined_names["底数"] = DefinedName("底数", attr_text=text, hidden=hidden)

    return a_book(act)


def covered(book):
    book.active["A5"], book.active["B5"] = "合计", SECRET
    return book


def a_merged():
    """Cover a cell by a merged one, as programs other than Excel leave it."""
    return surgery(a_book(covered), {SHEET: lambda text: text.replace(
        "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A5:C5"/></mergeCells>')})  # fmt: skip


def a_comment(book):
    book.active["B2"].comment = Comment(SECRET, "张三（演示）")


def choices(book):
    rule = DataValidation("list", formula1=f'"{SECRET},乙"', showDropDown=False)
    rule.add("B2")
    book.active.add_data_validation(rule)


def a_part(name, root, kind, *, kinds="application/xml", source=BOOK, change=None):
    target = name.removeprefix("xl/") if source == BOOK else f"../{name.removeprefix('xl/')}"
    return surgery(a_book(), change, {name: root}, [(source, kind, target)], {name: kinds})


def after(mark, markup):
    return lambda text: text.replace(mark, mark + markup, 1)


def before(mark, markup):
    return lambda text: text.replace(mark, markup + mark, 1)


def a_pivot():
    records = (
        f'<pivotCacheRecords xmlns="{S}"><r><s v="{SECRET}"/><n v="95.27"/></r></pivotCacheRecords>'
    )
    definition = (
        f'<pivotCacheDefinition xmlns="{S}" xmlns:r="{R}" r:id="rId1"><cacheFields count="1">'
        f'<cacheField name="名"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{R}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/>'
        "</Relationships>"
    )
    entry = f'<pivotCaches><pivotCache xmlns:r="{R}" cacheId="1" r:id="rIdX1"/></pivotCaches>'
    return surgery(
        a_book(), {BOOK: before("</workbook>", entry)},
        {"xl/pivotCache/pivotCacheDefinition1.xml": definition,
         "xl/pivotCache/pivotCacheRecords1.xml": records,
         "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": rels},
        [(BOOK, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")],
        {"xl/pivotCache/pivotCacheDefinition1.xml": f"{MS}.pivotCacheDefinition+xml",
         "xl/pivotCache/pivotCacheRecords1.xml": f"{MS}.pivotCacheRecords+xml"},
    )  # fmt: skip


def an_outer_link():
    link = (
        f'<externalLink xmlns="{S}"><externalBook><sheetNames><sheetName val="{SECRET}"/></sheetNames>'
        f'<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{SECRET}</v></cell>'
        f"</row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    entry = (
        f'<externalReferences><externalReference xmlns:r="{R}" r:id="rIdX1"/></externalReferences>'
    )
    return a_part("xl/externalLinks/externalLink1.xml", link, "externalLink",
                  kinds=f"{MS}.externalLink+xml",
                  change={BOOK: after("</sheets>", entry)})  # fmt: skip


def a_plain_book():
    return a_written_book(lambda book, sheet: None)


def a_left_string():
    """Leave a string in the table that no cell refers to, as an edit by another program does."""
    return surgery(
        a_plain_book(), {"xl/sharedStrings.xml": before("</sst>", f"<si><t>{SECRET}</t></si>")}
    )


def a_reading():
    reading = f'<rPh sb="0" eb="1"><t>{SECRET}</t></rPh></si>'
    return surgery(
        a_plain_book(), {"xl/sharedStrings.xml": lambda text: text.replace("</si>", reading, 1)}
    )


def a_chart(book, sheet):
    hidden = book.add_worksheet("底稿")
    hidden.write_column(0, 0, [95.27, 95.28])
    hidden.hide()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=底稿!$A$1:$A$2", "values_data": [95.27, 95.28]})
    sheet.insert_chart("D4", chart)


def a_text_box(book, sheet):
    sheet.insert_textbox("D4", SECRET)


def a_hidden_box():
    return surgery(a_written_book(a_text_box), {
        "xl/drawings/drawing1.xml": lambda text: text.replace("<xdr:cNvPr ", '<xdr:cNvPr hidden="1" ')})  # fmt: skip


def far_away(book):
    book.active["A1040000"] = SECRET


def an_inline_sum(book):
    book.active["B5"] = "=95270+27"


def a_condition(book):
    book.active["B5"] = SECRET
    gone = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode=";;;"))
    book.active.conditional_formatting.add(
        "B5", Rule(type="expression", dxf=gone, formula=["TRUE"])
    )


def a_cover(book):
    book.active["D5"] = SECRET
    picture = Image(io.BytesIO(a_picture(size=(400, 300))))
    start, end = AnchorMarker(col=1, row=2), AnchorMarker(col=6, row=9)
    picture.anchor = TwoCellAnchor(_from=start, to=end)
    book.active.add_image(picture)


SCENARIO = f'<scenarios><scenario name="{SECRET}" count="1"><inputCells r="B2" val="95.27"/></scenario></scenarios>'
WINDOW = '<workbookView visibility="hidden" '
ABS = (
    '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" '
    f'url="C:\\Users\\zhangsan\\{SECRET}\\"/>'
)
CONNECTION = (
    f'<connections xmlns="{S}"><connection id="1" name="{SECRET}" type="1"><dbPr connection="DSN=统计库;'
    f'UID=演示" command="select {SECRET}"/></connection></connections>'
)
PEOPLE = f'<personList xmlns="{S}"><person displayName="{SECRET}" id="1"/></personList>'
THREAD = (
    f'<ThreadedComments xmlns="{S}"><threadedComment ref="B2" id="1"><text>{SECRET}</text>'
    "</threadedComment></ThreadedComments>"
)
REVISION = f'<revisions xmlns="{S}"><rcc rId="1" sId="1"><oc r="B2" t="inlineStr"><is><t>{SECRET}</t></is></oc></rcc></revisions>'  # noqa: E501 (one element)
WHITE = Font(color="FFFFFFFF")
BLUE = PatternFill("solid", fgColor="FF1F3864")

PLACES = [
    ("hidden sheet", "hidden.sheet", a_sheet("hidden")),
    ("very hidden sheet", "hidden.sheet", a_sheet("veryHidden")),
    ("hidden row", "hidden.line", a_row(hidden=True)),
    ("row without height", "hidden.line", a_row(height=0.1)),
    ("hidden column", "hidden.line", a_column(hidden=True)),
    ("column without width", "hidden.line", a_column(width=0.01)),
    ("silent number format", "hidden.cell", a_cell(number_format=";;;")),
    ("number shown as a mark", "hidden.cell", a_cell(value=95.27, number_format='"×"')),
    ("white cell", "hidden.cell", a_cell(font=WHITE)),
    ("cell of its ground's colour", "hidden.cell", a_cell(font=Font(color="FF1F3864"), fill=BLUE)),
    ("tiny cell", "hidden.cell", a_cell(font=Font(sz=1))),
    ("covered by a merged cell", "hidden.cell", a_merged()),
    ("far away", "hidden.cell", a_book(far_away)),
    ("comment", "hidden.comment", a_book(a_comment)),
    ("threaded comment", "hidden.comment", a_part(
        "xl/threadedComments/threadedComment1.xml", THREAD, "threadedComment", source=SHEET)),
    ("persons", "hidden.person", a_part("xl/persons/person.xml", PEOPLE, "person")),
    ("hidden name", "hidden.name", a_name(f'"{SECRET}"', True)),
    ("name with a text", "hidden.name", a_name(f'"{SECRET}"', False)),
    ("pivot cache", "hidden.cache", a_pivot()),
    ("external link", "hidden.link", an_outer_link()),
    ("connection", "hidden.link", a_part("xl/connections.xml", CONNECTION, "connections",
                                         kinds=f"{MS}.connections+xml")),
    ("string left behind", "hidden.spare", a_left_string()),
    ("reading of a string", "hidden.text", a_reading()),
    ("sum of originals", "hidden.formula", a_book(an_inline_sum)),
    ("scenario", "hidden.version", surgery(a_book(), {SHEET: after("</sheetData>", SCENARIO)})),
    ("choices", "hidden.form", a_book(choices)),
    ("chart of a hidden sheet", "hidden.cache", a_written_book(a_chart)),
    ("hidden text box", "hidden.text", a_hidden_box()),
    ("hidden window", "hidden.sheet", surgery(
        a_book(), {BOOK: lambda text: text.replace('visibility="visible"', 'visibility="hidden"')})),
    ("folder", "hidden.path", surgery(a_book(), {BOOK: before("<sheets>", ABS)})),
    ("revisions", "hidden.version", a_part("xl/revisions/revisionLog1.xml", REVISION, "revisionLog")),
    ("custom data", "hidden.data", surgery(
        a_book(), None, {"customXml/item1.xml": f"<x>{SECRET}</x>"},
        [("", f"{R}/customXml", "customXml/item1.xml")], {"customXml/item1.xml": "application/xml"})),
    ("printer", "hidden.printer", a_part("xl/printerSettings/printerSettings1.bin",
                                         SECRET.encode("utf-16-le"), "printerSettings", source=SHEET)),
    ("conditional format", "hidden.condition", a_book(a_condition)),
    ("under a picture", "hidden.covered", a_book(a_cover)),
    ("document inside", "hidden.embedded", a_part("xl/embeddings/内.xlsx", a_sheet("visible"), "package",
                                                  source=SHEET)),
]  # fmt: skip
# What only a person can decide: the clean copy is refused.
REFUSED = {"chart of a hidden sheet", "sum of originals", "far away", "conditional format",
           "under a picture"}  # fmt: skip
SILENT = {"number shown as a mark", "chart of a hidden sheet", "sum of originals", "hidden window"}
assert SHOWN
