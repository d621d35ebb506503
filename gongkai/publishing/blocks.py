"""The blocks a body is made of. What each becomes when it is hashed stands in content.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.functional import cached_property
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ChooserBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from gongkai.figures.models import Series, Vintage

FEATURES = ["bold", "italic", "ol", "ul", "superscript", "subscript", "link", "figure"]
TABLE_OPTIONS = {
    "minSpareRows": 0,
    "startRows": 3,
    "startCols": 4,
    "renderer": "text",
    "autoColumnSize": False,
    "contextMenu": {
        "items": {
            "row_above": {"name": "上方插入一行"},
            "row_below": {"name": "下方插入一行"},
            "col_left": {"name": "左侧插入一列"},
            "col_right": {"name": "右侧插入一列"},
            "remove_row": {"name": "删除所选行"},
            "remove_col": {"name": "删除所选列"},
            "undo": {"name": "撤销"},
            "redo": {"name": "恢复"},
        }
    },
    "language": "en-US",  # the only one the grid carries; its words are the names above
}
TABLE_HELP = (
    "可从电子表格整块粘贴：先点左上角第一格。第一行是表头，第一列是各行名称。"
    "增删行列请在格内按右键。"
)


class GridBlock(TableBlock):
    """The cells of a table, edited in place."""

    def __init__(self, **given: Any) -> None:
        super().__init__(table_options=TABLE_OPTIONS, help_text=TABLE_HELP, **given)

    def value_from_form(self, value: str) -> Any:
        """Return what was typed, without the empty rows and columns the grid began with."""
        found = super().value_from_form(value)
        if found and found.get("data"):
            found["data"] = _filled(found["data"])
        return found


def _filled(rows: list[list[Any]]) -> list[list[Any]]:
    """Return cells up to the last row and the last column in which something stands."""
    high = max((n for n, row in enumerate(rows, 1) if any(row)), default=1)
    wide = max((n for row in rows for n, cell in enumerate(row, 1) if cell), default=1)
    return [row[:wide] for row in rows[:high]]


class PastedBlock(TextBlock):
    """Cells pasted from a spreadsheet: an empty first cell is a tab, and stays."""

    @cached_property
    def field(self) -> Field:
        """Return the field, which strips nothing."""
        field = super().field
        field.strip = False
        return field


class TableBlockWithNote(StructBlock):
    """A table as pasted from a spreadsheet; the first row is the head, the first column names."""

    caption = CharBlock(label="表题（含单位）", max_length=200)
    table = GridBlock(label="表格")
    note = TextBlock(label="表注", required=False)

    class Meta:
        label = "表格"
        icon = "table"


class ImageBlock(StructBlock):
    """A picture with what it says in words."""

    image = ImageChooserBlock(label="图片")
    alt = CharBlock(label="替代文字（读屏时念出）", max_length=300)
    caption = CharBlock(label="图题", required=False, max_length=200)

    class Meta:
        label = "图片"
        icon = "image"


class ChartBlock(StructBlock):
    """A chart drawn from the figures pasted under it."""

    title = CharBlock(label="图题", max_length=200)
    form = ChoiceBlock(label="形式", choices=[("line", "折线图"), ("bar", "柱形图")])
    unit = CharBlock(label="单位", max_length=40)
    data = PastedBlock(
        label="数据",
        help_text="从电子表格粘贴：第一行是各系列名称，第一列是时间或分类；缺数留空，不要填 0。",
    )
    alt = CharBlock(label="替代文字", max_length=300)

    class Meta:
        label = "统计图"
        icon = "order"


class AttachmentBlock(StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label="文件")
    title = CharBlock(label="附件名称", required=False, max_length=200)

    class Meta:
        label = "附件"
        icon = "doc-full"


class VintageChooser(BaseChooser):
    """Choose a vintage: opened, or a draft of one's own section. Its addresses: hooks.py."""

    model = Vintage
    chooser_modal_url_name = "vintages:choose"
    choose_one_text = "选择数据版次"
    choose_another_text = "换一个数据版次"
    show_edit_link = False
    icon = "order"


class SeriesChooser(BaseChooser):
    """Choose a series by a search over names."""

    model = Series
    chooser_modal_url_name = "series:choose"
    choose_one_text = "选择序列"
    choose_another_text = "换一个序列"
    show_edit_link = False
    icon = "pick"

    def get_display_title(self, instance: Series) -> str:
        """Return a series' name: a key alone says little."""
        return name_of(instance)


def name_of(series: Series) -> str:
    """Return what a series is called where one is chosen."""
    return f"{series.indicator.name}　{series.region.name}　{series.key}（{series.flow.name}）"


class VintageBlock(ChooserBlock):
    """A vintage of figures."""

    target_model = Vintage
    widget = VintageChooser()


class SeriesBlock(ChooserBlock):
    """A series of figures."""

    target_model = Series
    widget = SeriesChooser()


class DataBlock(StructBlock):
    """A vintage of figures: with this disclosure it is signed, and opened to the second."""

    vintage = VintageBlock(label="数据版次")
    title = CharBlock(label="标题", max_length=200)
    form = ChoiceBlock(
        label="显示为", default="table",
        choices=[("table", "数据表"), ("line", "折线图和数据表"), ("bar", "柱形图和数据表"),
                 ("share", "比重堆积柱形图和数据表"), ("index", "指数折线图（标出基期100）和数据表")],
        help_text="比重合计不是100%的、单位不是“…=100”的，改按折线图（只有一期的按柱形图）画出。",
    )  # fmt: skip
    series = ListBlock(SeriesBlock(label="序列"), label="只显示这些序列", min_num=0, default=[],
                       help_text="不选即全部显示。不显示的数据也随本件公布。")  # fmt: skip
    periods = IntegerBlock(label="只显示最近几期", required=False, min_value=1, max_value=600,
                           help_text="不填即全部显示。")  # fmt: skip

    class Meta:
        label = "数据"
        icon = "order"


QUOTED, TYPED = ("of",), ("indicator", "period", "value", "unit")


class FigureBlock(StructBlock):
    """A figure quoted with its unit, period and source: from a series, or typed."""

    series = SeriesBlock(
        label="序列", required=False,
        help_text="选了序列，下面各项在保存时照数据填写，数据修订后提醒更正。",
    )  # fmt: skip
    of = CharBlock(label="引用哪一期", required=False, max_length=8,
                   help_text="选了序列的填，如 2014-09、2014-Q3、2014")  # fmt: skip
    indicator = CharBlock(label="指标", required=False, max_length=120)
    period = CharBlock(label="时期", required=False, max_length=40,
                       help_text="如 2014年9月、2014年1—9月")  # fmt: skip
    value = CharBlock(label="数值", required=False, max_length=40)
    unit = CharBlock(label="单位", required=False, max_length=40)
    note = CharBlock(label="口径、状态", required=False, max_length=120)
    vintage = CharBlock(label="所引版次的校验值（自动填写）", required=False, max_length=64)

    def clean(self, value: Any) -> Any:
        """Refuse a typed figure that is not whole; one of a series is filled from the data."""
        found = super().clean(value)
        if found["series"] is None:
            found["of"] = found["vintage"] = ""
        needed = QUOTED if found["series"] is not None else TYPED
        empty = [name for name in needed if not found[name]]
        if empty:
            error = ValidationError(
                "请填写本项：选了序列的填引用哪一期，没有选的填指标、时期、数值和单位。"
            )
            raise StructBlockValidationError(dict.fromkeys(empty, error))
        return found

    class Meta:
        label = "引用指标"
        icon = "pick"


class BodyBlock(StreamBlock):
    """The body of a disclosure."""

    heading = CharBlock(label="小标题", icon="title", max_length=120)
    text = RichTextBlock(label="正文", icon="pilcrow", features=FEATURES)
    table = TableBlockWithNote()
    image = ImageBlock()
    chart = ChartBlock()
    data = DataBlock()
    figure = FigureBlock()
    attachment = AttachmentBlock()
