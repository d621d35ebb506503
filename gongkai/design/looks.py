"""The main colours a site may choose from: each passes AA on paper and keeps vermilion for seals."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """A main colour: its name and the three tokens that carry it."""

    name: str
    brand: str
    brand_deep: str
    brand_soft: str


LOOKS = {
    "azurite": Look("石青", "#12506b", "#0b3a50", "#e4eef3"),
    "indigo": Look("黛蓝", "#34466b", "#232f4a", "#e8ebf3"),
    "pine": Look("松绿", "#22594a", "#153d32", "#e3efea"),
    "umber": Look("赭石", "#74451d", "#523013", "#f3ebe3"),
}
DEFAULT = "azurite"
