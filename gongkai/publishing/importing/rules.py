"""How an official document is written, as far as a machine can tell: numbering, captions, dates.

Law: 党政机关公文格式 (GB/T 9704-2012): 一、 （一） 1. （1）.
"""

import re
from datetime import date

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
FIRST = re.compile(r"[一二三四五六七八九十百]{1,4}、\s*(?=\S)")
SECOND = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*、?\s*(?=\S)")
THIRD = re.compile(r"[0-9０-９]{1,2}[.．、]\s*(?![0-9０-９\s])")
PART = re.compile(r"第[一二三四五六七八九十百]{1,4}(?:部分|[章编节])(?=[\s、：:]|$|[^，。；])")
ENDS = "。；;：:，,！!？?…"  # a line that ends so is a sentence, or leads on
CAPTION = re.compile(r"(?:附?续?表|表格)\s*[0-9０-９一二三四五六七八九十]")
FIGURE_CAPTION = re.compile(r"(?:附?图|图表)\s*[0-9０-９一二三四五六七八九十]")
UNIT = re.compile(r"[（(]?\s*(?:计量)?单\s*位\s*[:：]\s*(.{1,40}?)\s*[）)]?")
UNIT_AFTER = re.compile(r"(.+?)\s+[（(]?\s*((?:计量)?单位[:：]\s*.{1,20}?)\s*[）)]?")
NOTES = re.compile(
    r"(?:附?注(?:释|解)?|说明|资料来源|数据来源)\s*[:：]?(?=$|[\s0-9①-⑳])|(?:附?注释?|说明)[:：]"
)
DAY = re.compile(
    r"[（(\[]?\s*([0-9０-９]{4})\s*年\s*([0-9０-９]{1,2})\s*月\s*([0-9０-９]{1,2})\s*日\s*[）)\]]?"
)
CHINESE_DAY = re.compile(
    r"[（(]?\s*([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月"
    r"([一二三四五六七八九十]{1,3})日\s*[）)]?"
)
DOCUMENT_NO = re.compile(
    rf"[{HAN}]{{1,12}}\s*[〔\[［（(]\s*((?:19|20)\d\d)\s*[〕\]］）)]\s*(?:第\s*)?\d{{1,5}}\s*号"
)
ISSUER = re.compile(
    rf"(?:[{HAN}（）()]{{2,24}}(?:局|队|厅|部|委|委员会|办公室|办|中心|政府|院|处|科)[\s、，]*){{1,4}}"
)
FIGURE = re.compile(r"[-+−–±＋－]?\s*[0-9０-９][0-9０-９,，\s]*(?:[.．][0-9０-９]+)?\s*[%％‰]?")
YEAR = re.compile(r"(?:19|20)\d\d")
TALKING_NAME = re.compile(
    r"(?:[a-z]+:|www\.|[\\/]).*|.*\.(?:png|jpe?g|gif|bmp|emf|wmf|webp|tiff?)(?:\?.*)?"
    r"|(?:图片|图像|图|picture|image|img|chart|图表|对象|object)\s*\d*",
    re.IGNORECASE,
)
SPREAD = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ \u3000]+[{HAN}]){{1,3}}(?![ \u3000]*[{HAN}])")
_WHITE = re.compile(r"[^\S\u3000]+")  # all that Unicode calls white; the wide blank sets in Chinese
_BETWEEN = re.compile(
    rf"(?<=[{HAN}\u3000-\u303f\uff00-\uffef])\n(?=[{HAN}\u3000-\u303f\uff00-\uffef])"
)
_DIGITS = "〇一二三四五六七八九"

# What the converter is told of styles, besides what it knows.
CENTRED = "gongkai centred"
WORD_STYLES = f"""
p[style-name='{CENTRED}'] => p.centred:fresh
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
r[style-name='Strong'] => strong
strike => s
"""

HEADING = 40  # characters; a longer line is a sentence
RUN_IN = 30
CAPTION_LENGTH = 60
TITLE_LINE = 60
TABLE_CAPTION = 200  # as long as the block takes
ALT = 300
NUMBER = 60  # of a document


def squeezed(text: str) -> str:
    """Return text with each white space as a reader sees it: one blank, none where a line of
    Chinese was broken in the source, none at the ends.

    >>> squeezed(" 国内\\n生产总值　比\\txx  y ")
    '国内生产总值　比 xx y'
    """
    text = _WHITE.sub(lambda white: "\n" if "\n" in white[0] else " ", text)
    return _BETWEEN.sub("", text).replace("\n", " ").strip(" \u3000")


def joined(text: str) -> str:
    """Return a short label without the blanks that only spread its characters.

    A screen reader spells a spread word (WCAG 2 F32), and a search does not find it.

    >>> joined("#水  稻"), joined("八、金　融"), joined("竹 笋 片"), joined("城镇 农村")
    ('#水稻', '八、金融', '竹笋片', '城镇 农村')
    """
    return SPREAD.sub(lambda one: re.sub(r"[ \u3000]+", "", one[0]), text)


def level(text: str) -> int:
    """Return the level its own numbering gives a line: 1 to 3; 0 without one.

    >>> [level(one) for one in ("一、综合", "（二）农业", "3.畜牧业", "3.5%", "综合", "十、")]
    [1, 2, 3, 0, 0, 0]
    """
    if FIRST.match(text) or PART.match(text):
        return 1
    if SECOND.match(text):
        return 2
    return 3 if THIRD.match(text) else 0


def is_line(text: str, most: int = HEADING) -> bool:
    """Say whether a paragraph is a line of its own rather than a sentence."""
    return 0 < len(text) <= most and text[-1] not in ENDS and "。" not in text


def is_heading(text: str) -> bool:
    """Say whether a paragraph is a heading by its numbering (一、 or （一）) and its brevity.

    >>> is_heading("一、综合"), is_heading("（一）农业"), is_heading("一、本公报为初步统计数。")
    (True, True, False)
    """
    return level(text) in {1, 2} and is_line(text)


def run_in(text: str) -> int:
    """Return where the heading ends that a paragraph opens with; 0 where it opens with none.

    >>> run_in("（一）工业生产平稳。全市规模以上工业增加值比上年增长百分之七点四，增速平稳。")
    10
    """
    if level(text) not in {1, 2}:
        return 0
    end = text.find("。") + 1
    head, rest = text[:end], text[end:].strip()
    if not end or len(head) > RUN_IN or len(rest) < RUN_IN // 2:
        return 0
    return 0 if re.search("[，,；;：:]", head) else end


def is_unit(text: str) -> bool:
    """Say whether a line only names the unit of the table under it.

    >>> is_unit("单位：亿元"), is_unit("（单位：万元、%）"), is_unit("单位负责人：某某")
    (True, True, False)
    """
    return UNIT.fullmatch(text) is not None


def unit(text: str) -> str:
    """Return the unit a line names."""
    found = UNIT.fullmatch(text)
    named = found[1] if found else ""
    return named + "）" * (named.count("（") > named.count("）"))


def with_unit(caption: str, named: str) -> str:
    """Return a caption that ends with its unit.

    >>> with_unit("表1 人口", "万人"), with_unit("年末存贷款 单位：亿元", ""), with_unit("", "台")
    ('表1 人口（单位：万人）', '年末存贷款（单位：亿元）', '单位：台')
    """
    inside = UNIT_AFTER.fullmatch(caption)
    if inside and not named:
        return f"{inside[1]}（{inside[2]}）"
    if not named:
        return caption
    return f"{caption}（单位：{named}）" if caption else f"单位：{named}"


def day(text: str) -> date | None:
    """Return the day a line consists of.

    >>> day("（2013年3月20日）"), day("二〇一四年十二月三十一日"), day("2013年3月20日发布")
    (datetime.date(2013, 3, 20), datetime.date(2014, 12, 31), None)
    """
    if found := DAY.fullmatch(text):
        parts = [int(one) for one in found.groups()]
    elif found := CHINESE_DAY.fullmatch(text):
        year = "".join(str(_DIGITS.index(one)) for one in re.sub("[○零]", "〇", found[1]))
        parts = [int(year), _number(found[2]), _number(found[3])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def is_figure(text: str) -> bool:
    """Say whether a cell holds a figure and no name.

    >>> is_figure("1,234.5"), is_figure("-3.4%"), is_figure("1.食品"), is_figure("")
    (True, True, False, False)
    """
    return FIGURE.fullmatch(text) is not None


def says(alt: str) -> str:
    """Return a picture's own text where it says something: no address, file name or 图片 1.

    >>> says("https://example.org/a.png"), says("图片 17"), says("2016年地区生产总值及增速")
    ('', '', '2016年地区生产总值及增速')
    """
    text = squeezed(alt)
    return "" if TALKING_NAME.fullmatch(text) else text


def _number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    value = (_DIGITS.find(tens) if tens else 1) * 10 if ten else 0
    return value + (_DIGITS.find(ones) if ones else 0)
