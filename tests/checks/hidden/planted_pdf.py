"""Hiding places of a PDF: (name, rule, bytes). Letters are ASCII: the standard fonts know no others."""

import io

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from tests.checks.hidden.made import SECRET, a_line, a_page, saved
from tests.checks.hidden.planted_images import a_photo

WORD = "TOPSECRET9527"
SHOWN = a_line("Economy grew steadily in the city", y=760)


def covered() -> bytes:
    return saved(a_page(SHOWN + a_line(WORD) + "0 g 60 690 240 30 re f\n"))


def white() -> bytes:
    return saved(a_page(SHOWN + a_line(WORD, extra="1 g")))


def invisible() -> bytes:
    return saved(a_page(SHOWN + a_line(WORD, extra="3 Tr")))


def off_page() -> bytes:
    return saved(a_page(SHOWN + a_line(WORD, x=900)))


def cut_off() -> bytes:
    made = a_page(SHOWN + a_line(WORD, y=40))
    made.pages[0].obj["/CropBox"] = Array([0, 400, 595, 842])
    return saved(made)


def under_picture() -> bytes:
    made = a_page(SHOWN + a_line(WORD) + "q 300 0 0 40 60 690 cm /Im Do Q\n")
    made.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Im=a_photograph(made))
    return saved(made)


def a_photograph(made: pikepdf.Pdf, data: bytes | None = None) -> pikepdf.Object:
    return made.make_indirect(pikepdf.Stream(
        made, data or a_photo(), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode))  # fmt: skip


def a_layer() -> bytes:
    made = a_page(SHOWN + "/OC /L1 BDC " + a_line(WORD) + "EMC\n")
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
    made.pages[0].obj["/Resources"]["/Properties"] = Dictionary(L1=layer)
    made.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return saved(made)


def an_annotation(kind: str = "/Text") -> bytes:
    made = a_page(SHOWN)
    note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=Array([10, 10, 30, 30]),
                      Contents=String(SECRET), T=String("张三（演示）"))  # fmt: skip
    made.pages[0].obj["/Annots"] = Array([made.make_indirect(note)])
    return saved(made)


def an_attachment() -> bytes:
    made = a_page(SHOWN)
    made.attachments["底稿.txt"] = AttachedFileSpec(made, SECRET.encode(), filename="底稿.txt")
    return saved(made)


def a_script() -> bytes:
    made = a_page(SHOWN)
    made.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{WORD}')"))
    return saved(made)


def a_form() -> bytes:
    made = a_page(SHOWN)
    one = made.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("x"), V=String(SECRET), F=2,
        Rect=Array([10, 10, 90, 30])))  # fmt: skip
    made.pages[0].obj["/Annots"] = Array([one])
    made.Root["/AcroForm"] = Dictionary(Fields=Array([one]))
    return saved(made)


def an_author() -> bytes:
    made = a_page(SHOWN)
    made.docinfo["/Author"] = SECRET
    return saved(made)


def a_title() -> bytes:
    made = a_page(SHOWN)
    made.docinfo["/Title"] = f"Microsoft Word - {SECRET}.docx"
    return saved(made)


def a_label() -> bytes:
    made = a_page(SHOWN)
    with made.open_metadata() as held:
        held["dc:description"] = SECRET
    return saved(made)


def an_earlier_version() -> bytes:
    """Change a page and write the change behind the file, as programs that save quickly do."""
    first = saved(a_page(SHOWN + a_line(WORD)), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(first)) as read:
        number = read.pages[0].obj["/Contents"].objgen[0]
        size, root = int(read.trailer["/Size"]), read.Root.objgen[0]
    body = SHOWN.encode()
    at = len(first)
    new = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    before = int(first.rsplit(b"startxref", 1)[1].split()[0])
    return first + new + table % (number, at, size, root, before, at + len(new))


def a_spare_page() -> bytes:
    """Leave a page's content in the file that no page refers to."""
    data = saved(a_page(SHOWN), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    count = int(data[at:].split()[2])
    body = a_line(WORD).encode()
    spare = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (count, len(body), body)
    table = data[at:].replace(b"0 %d\n" % count, b"0 %d\n" % (count + 1), 1)
    table = table.replace(b"trailer", b"%010d 00000 n \ntrailer" % at, 1)
    table = table.replace(b"/Size %d" % count, b"/Size %d" % (count + 1))
    head, _, _ = table.rpartition(b"startxref")
    return data[:at] + spare + head + b"startxref\n%d\n%%%%EOF\n" % (at + len(spare))


def a_placed_photograph() -> bytes:
    made = a_page(SHOWN + "q 300 0 0 200 60 300 cm /Im Do Q\n")
    made.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Im=a_photograph(made))
    return saved(made)


def a_thumbnail() -> bytes:
    made = a_page(SHOWN)
    made.pages[0].obj["/Thumb"] = a_photograph(made)
    return saved(made)


PLACES = [
    ("under a black box", "hidden.covered", covered()),
    ("white on white", "hidden.covered", white()),
    ("invisible letters", "hidden.covered", invisible()),
    ("under a picture", "hidden.covered", under_picture()),
    ("off the page", "hidden.text", off_page()),
    ("outside the shown part", "hidden.text", cut_off()),
    ("layer that is off", "hidden.layer", a_layer()),
    ("annotation", "hidden.annotation", an_annotation()),
    ("highlight's note", "hidden.annotation", an_annotation("/Highlight")),
    ("attachment", "hidden.embedded", an_attachment()),
    ("script", "hidden.active", a_script()),
    ("hidden form value", "hidden.form", a_form()),
    ("author", "hidden.person", an_author()),
    ("title", "hidden.property", a_title()),
    ("label", "hidden.property", a_label()),
    ("earlier version", "hidden.version", an_earlier_version()),
    ("spare page", "hidden.spare", a_spare_page()),
    ("place of a photograph", "hidden.position", a_placed_photograph()),
    ("thumbnail", "hidden.thumbnail", a_thumbnail()),
    ("behind the end", "hidden.outside", saved(a_page(SHOWN)) + f"x{SECRET}".encode()),
]
# Letters of a page are not taken out one by one: the clean copy is refused, and says what to do.
REFUSED = {"under a black box", "white on white", "invisible letters", "under a picture",
           "off the page", "outside the shown part"}  # fmt: skip
SILENT = {"place of a photograph", "thumbnail", "script", "behind the end"}
