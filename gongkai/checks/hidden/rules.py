"""What may be hidden in a file (隐藏内容): one rule a way of hiding."""

from gongkai.checks.findings import Rule, Severity

SOURCE = "《政府信息公开条例》第十七条 公开前审查"
BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE


def _hidden(name: str, severity: Severity = BLOCK) -> Rule:
    """Return a rule; what blocks may be let pass by who examines secrecy: there are harmless cases."""
    waiver = "secrecy" if severity is BLOCK else ""
    return Rule(f"hidden.{name}", "1", severity, SOURCE, waiver)


CHANGE = _hidden("change")  # tracked insertions, deletions, moves
LOOK = _hidden("look", WARN)  # tracked changes of form
COMMENT = _hidden("comment")
TEXT = _hidden("text")  # text made invisible
SHEET = _hidden("sheet")
LINE = _hidden("line")  # rows and columns
CELL = _hidden("cell")
NAME = _hidden("name")
CACHE = _hidden("cache")  # pivot caches, charts, queries' results: data behind what is shown
LINK = _hidden("link")  # to other files, templates, data sources
FORMULA = _hidden("formula", WARN)
EMBEDDED = _hidden("embedded")
VERSION = _hidden("version")  # earlier versions kept inside
NOTES = _hidden("notes")  # speaker notes
SLIDE = _hidden("slide")
FORM = _hidden("form", WARN)  # choices and values of forms
DATA = _hidden("data")  # custom data, document variables
LAYER = _hidden("layer")
ANNOTATION = _hidden("annotation")
ACTIVE = _hidden("active")  # scripts and acts
COVERED = _hidden("covered")  # under a box, a picture, or another shape
UNSEEN = _hidden("unseen", NOTE)  # a layer of recognised text over a scan
OVER = _hidden("over", WARN)  # a filled shape floats over text: a box drawn over it hides nothing
CONDITION = _hidden("condition", WARN)  # hidden by a conditional format
SPARE = _hidden("spare")  # parts no page refers to
OUTSIDE = _hidden("outside")  # bytes before, between and behind the parts
ALTERNATE = _hidden("alternate")
PERSON = _hidden("person", WARN)  # author, company, who last saved
PROPERTY = _hidden("property", WARN)  # titles, keywords, other properties
PATH = _hidden("path", WARN)
PRINTER = _hidden("printer", WARN)
THUMBNAIL = _hidden("thumbnail", WARN)
POSITION = _hidden("position")  # GPS
CAMERA = _hidden("camera", WARN)
CROPPED = _hidden("cropped", WARN)
SCAN = _hidden("scan", WARN)  # pages no program can read
PICTURE = _hidden("picture", NOTE)  # nobody but a person can read a picture
TRACE = _hidden("trace", NOTE)  # numbers that tell sessions of work apart
DEPTH = Rule("hidden.depth", "1", BLOCK, SOURCE)  # files in files too deep or too many

RULES = (
    *(CHANGE, LOOK, COMMENT, TEXT, SHEET, LINE, CELL, NAME, CACHE, LINK, FORMULA, EMBEDDED),
    *(
        VERSION,
        NOTES,
        SLIDE,
        FORM,
        DATA,
        LAYER,
        ANNOTATION,
        ACTIVE,
        COVERED,
        OVER,
        CONDITION,
        UNSEEN,
        SPARE,
    ),
    *(OUTSIDE, ALTERNATE, PERSON, PROPERTY, PATH, PRINTER, THUMBNAIL, POSITION, CAMERA),
    *(CROPPED, SCAN, PICTURE, TRACE, DEPTH),
)
