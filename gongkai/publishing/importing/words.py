"""What an import says to its author: one sentence a kind of thing to look at. 导入情况."""

from collections.abc import Iterable

from gongkai.publishing.importing.source import Note

NOTES = {
    "untitled": "没有认出标题，暂用文件名作名称，请改正。",
    "deleted": "有{count}处已删除的修订，没有导入。",
    "inserted": "有{count}处插入的修订，按已接受导入。请在原稿中处理完全部修订后再核对一遍。",
    "comment": "有{count}条批注，没有导入。",
    "hidden": "有{count}处隐藏文字，没有导入。原稿如作为附件公开，隐藏文字会随之泄露，请先在原稿中删除。",
    "footnote": "有{count}处脚注或尾注，正文留有序号，注文移到文末。",
    "margins": "页眉页脚里有文字，没有导入。",
    "chart": "有{count}个用图表工具画的统计图没有导入（{place}）。请在原稿中把它另存为图片后补上，或用“统计图”重画。",
    "diagram": "有{count}个流程图或智能图形没有导入（{place}），请另存为图片后补上。",
    "object": "有{count}个嵌入的对象没有导入（{place}），请另存为附件或图片后补上。",
    "chunk": "有{count}处从别的文件嵌入的内容没有导入（{place}），请在原稿中粘贴为文字后重新导入，或在草稿中补上。",
    "symbol": "有{count}个特殊字体的符号没有导入，请对照原稿补上。",
    "formula": "有{count}处公式没有导入（{place}），请对照原稿补上。",
    "box": "有{count}个文本框，文字已接在所在段落之后（{place}），请核对先后次序。",
    "struck": "有{count}处带删除线的文字，按普通文字导入，请核对是否应当删去。",
    "picture": "有{count}张图片没有导入：{place}。",
    "alt": "有{count}张图片没有替代文字，送审前要逐张写明图片说了什么。",
    "in_cell": "{place}的单元格里有图片，已移到表后。",
    "merged": "{place}有合并单元格，已拆开：名称在各行重复，数值只写一次。请对照原稿核对。",
    "headless": "{place}的第一行像数据，不像表头，请核对并补上表头。",
    "narrow": "{place}只有一列，可能只用于排版，不需要的请改为正文。",
    "uncaptioned": "{place}没有认出表题，请补上。",
    "long_caption": "{place}的表题过长，已截短，请核对。",
    "long_alt": "{place}的替代文字过长，已截短，请核对。",
    "title_sup": "名称里的上标（如注释序号）没有导入，请核对。",
}
PICTURE_FAULT = {
    "missing": "{place}的图片“{name}”不在文件里（系统不到网上取图）",
    "vector": "{place}的图片是 {name} 格式，浏览器不能显示，请另存为 PNG",
    "broken": "{place}的图片“{name}”无法读取",
    "large": "{place}的图片“{name}”过大",
}
START = "文首"
NUMBERED_PICTURE = "{stem}-图{number:02}.{extension}"
MORE = "等"
SHOWN = 6  # places named in one sentence


def sentences(notes: Iterable[Note]) -> list[str]:
    """Return notes as sentences, one a kind, in the order of NOTES."""
    counts: dict[str, int] = {}
    places: dict[str, list[str]] = {}
    for note in notes:
        counts[note.code] = counts.get(note.code, 0) + note.count
        place = note.place or START
        if place not in places.setdefault(note.code, []):
            places[note.code].append(place)
    return [
        NOTES[code].format(count=counts[code], place=_listed(places[code]))
        for code in NOTES
        if code in counts
    ]


def _listed(places: list[str]) -> str:
    return "、".join(places[:SHOWN]) + (MORE if len(places) > SHOWN else "")
