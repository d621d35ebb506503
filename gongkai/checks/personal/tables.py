"""Tables that list persons or single respondents (名单、台账): their heads, held against their cells."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gongkai.checks.findings import Finding, cut
from gongkai.checks.known import Known
from gongkai.checks.personal import rules
from gongkai.checks.personal.marks import digits, plain
from gongkai.checks.personal.numbers import is_credit_code, is_old_identity_number
from gongkai.checks.personal.people import is_name

SEVERAL = 3  # rows from which a table is a list
HEADS = 4  # rows in which heads are looked for

_NAME = re.compile(
    r"(?:户主|学生|患者|病人|儿童|申请人|参保人|领取人|补贴对象|救助对象|被保险人|残疾人|监护人|人员|受益人|持卡人"
    r"|农户|保障对象|本人|死者|考生|职工)?(?:姓名|名字)|户主|患者|申请人|领取人|持卡人|救助对象|联系人|农户"
)
_TOLD = re.compile(
    r".*(?:身份证|证件号|身份号码|公民身份|手机|移动电话|家庭电话|本人电话|联系电话|联系方式|电话|家庭(?:住)?址|住址"
    r"|家庭地址|出生(?:日期|年月|地)|户籍|微信|QQ号?|车牌).*",
    re.I,
)
_SENSITIVE = re.compile(
    r".*(?:残疾|病种|疾病|病情|诊断|患病|健康状况|病史|手术|血型|宗教|信仰|指纹|人脸|银行(?:账|帐)?号|银行卡|卡号|账号|帐号|开户"
    r"|存折|低保|特困|五保|贫困(?:户)?(?:属性|类型|原因)|致贫|贫困原因|困难(?:类型|原因)|救助(?:类别|原因)|困境|孤儿|监护人|行程|轨迹"
    r"|矫正|服刑|前科|就读学校|年级|班级).*"
)
_UNIT = re.compile(
    r"(?:调查|填报|统计|法人|产业活动|报表)?(?:单位|企业|公司|个体户|经营单位)(?:详细)?名称|(?:样本|调查)(?:企业|户|单位)|企业|户主姓名"
)
_CODE = re.compile(
    r"(?:统一)?社会信用代码|(?:法人)?单位代码|组织机构代码|调查(?:单位|户)(?:编码|代码)|企业代码|样本编码"
)
_REPORTED = re.compile(
    r".*(?:(?:主营业务|营业)(?:总)?(?:收入|成本|利润)|(?:工业)?(?:总产值|销售产值)|工业增加值|利润总额|应交增值税"
    r"|(?:资产|负债)(?:总计|合计)|(?:期末)?(?:从业|用工)人(?:员|数)|平均用工|应付职工薪酬|工资总额|劳动报酬|商品销售额|零售额"
    r"|(?:完成|计划总)投资|能源消费|综合能耗|用电量|产品产量|存货|产成品|研发(?:费用|支出|经费)|订货额|竣工面积|销售面积"
    r"|家庭(?:总|可支配)?收入|消费支出|播种面积).*"
)
_PUBLIC = re.compile(r"预算|决算|拨款|采购|中标|招标|处罚|名录|补助资金|奖补|信用评价|上市公司")
_NUMBER = re.compile(r"\s*-?[0-9][0-9, ]*(?:\.[0-9]+)?%?\s*")
_PLACE = re.compile(r"(工作表“.*”|.*)?(?<![A-Z])([A-Z]{1,3})([1-9][0-9]{0,6})")

Row = Sequence[str]


def content(given: Mapping[str, Any], _known: Known) -> Iterator[Finding]:
    """Find lists of persons and of single respondents among the tables of a content."""
    number = 0
    for block in given.get("body") or []:
        if block.get("type") == "table":
            number += 1
            lines = [*(block.get("head") or []), *(block.get("rows") or [])]
            rows = [["" if one is None else str(one) for one in row] for row in lines]
            about = f"{given.get('title') or ''}{block.get('caption') or ''}"
            yield from listed(f"表{number}", rows, about)


def pieces(given: Sequence[tuple[str, str]], about: str = "") -> Iterator[Finding]:
    """Find the same in a file, from its pieces of text with their places (工作表“甲”C7)."""
    for place, rows in grids(given):
        yield from listed(place, rows, about)
    yield from _loose([text for place, text in given if not _PLACE.fullmatch(place)], about)


def grids(given: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the sheets of a file and their rows, from its pieces of text with their places."""
    sheets: dict[str, dict[int, dict[int, str]]] = {}
    for place, text in given:
        if found := _PLACE.fullmatch(place):
            row = sheets.setdefault(found[1] or "", {}).setdefault(int(found[3]), {})
            row[_column(found[2])] = text
    for place, lines in sheets.items():
        yield place, [_filled(lines[number]) for number in sorted(lines)]


def listed(place: str, rows: Sequence[Row], about: str = "") -> Iterator[Finding]:
    """Judge a table by its heads and by what stands under them."""
    for at, head in enumerate(rows[:HEADS]):
        heads = [_bare(one) for one in head]
        below = rows[at + 1 :]
        found = [*_persons(place, heads, below), *_respondents(place, heads, below, about)]
        if found:
            yield from found
            return


def _persons(place: str, heads: Row, below: Sequence[Row]) -> Iterator[Finding]:
    column = next((at for at, one in enumerate(heads) if _NAME.fullmatch(one)), None)
    if column is None:
        return
    names = [row[column] for row in below if column < len(row) and is_name(row[column])]
    if len(names) < SEVERAL or 2 * len(names) < len(below):
        return
    held = [at for at, one in enumerate(heads) if at != column and _has(below, at)]
    grave = [heads[at] for at in held if _SENSITIVE.fullmatch(heads[at])]
    told = [heads[at] for at in held if _TOLD.fullmatch(heads[at]) and "办公" not in heads[at]]
    old = any(is_old_identity_number(digits(plain(one))) for row in below for one in row)
    if grave:
        why = f"名单里姓名（{len(names)}行）旁边有“{'”“'.join(grave)}”，属于敏感个人信息。"
        way = "删去这些列；依法必须公示的，由局办公室说明依据后放行。"
        yield rules.SENSITIVE_LIST.finding(place, cut("、".join(filter(None, heads))), why, way)
    elif told or old:
        why = f"这是一张个人名单：姓名（{len(names)}行）旁边有“{'”“'.join(told) or '证件号码'}”。"
        way = "请核对有无公开的依据；能不列的列删去，号码遮去中间几位。"
        yield rules.LIST.finding(place, cut("、".join(filter(None, heads))), why, way)


def _respondents(place: str, heads: Row, below: Sequence[Row], about: str) -> Iterator[Finding]:
    units = [at for at, one in enumerate(heads) if _UNIT.fullmatch(one) or _CODE.fullmatch(one)]
    values = [at for at, one in enumerate(heads) if _REPORTED.fullmatch(one)]
    codes = any(is_credit_code(plain(one).strip()) for row in below for one in row)
    if not values or not (units or codes) or _PUBLIC.search(about + "".join(heads)):
        return
    if any(_is_reported(row, units, values) for row in below):
        names = "、".join(heads[at] for at in units) or "统一社会信用代码"
        why = (
            f"表里逐个列出调查对象（{names}）和它的“{heads[values[0]]}”，能够识别单个统计调查对象。"
        )
        way = "单个调查对象的资料不得公开，请删去，改发汇总数据；不是统计调查取得的，由核数人说明来源后放行。"
        yield rules.RESPONDENT.finding(place, cut("、".join(filter(None, heads))), why, way)


def _is_reported(row: Row, units: Sequence[int], values: Sequence[int]) -> bool:
    who = any(at < len(row) and _is_single(row[at]) for at in units) or not units
    return who and any(at < len(row) and _NUMBER.fullmatch(row[at]) for at in values)


def _is_single(cell: str) -> bool:
    """Say whether a cell names one unit, not a total, an industry or a kind of them."""
    bare = _bare(cell)
    if is_credit_code(plain(cell).strip()) or re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", bare):
        return True
    return bool(_ENTERPRISE.search(bare)) or is_name(bare)


_ENTERPRISE = re.compile(
    r"(?:公司|集团|厂|店|商场|超市|酒店|宾馆|合作社|银行|医院|农场|矿|经营部|工作室|商行|门市部|研究院|事务所)(?:[（(].{1,10}[）)])?$"
)


def _has(below: Sequence[Row], column: int) -> bool:
    return any(column < len(row) and row[column].strip() for row in below)


def _bare(head: str) -> str:
    """Return a head without spaces, remarks and units."""
    return re.sub(r"[\s*：:]|[（(][^）)]*[）)]", "", plain(head))


def _column(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1


def _filled(cells: Mapping[int, str]) -> list[str]:
    width = min(max(cells) + 1, 200)
    return [cells.get(at, "") for at in range(width)]


def _loose(texts: Sequence[str], about: str) -> Iterator[Finding]:
    """Judge the cells of a document's table, which come one after another: names at equal steps."""
    heads = [at for at, one in enumerate(texts) if len(one) < 20
             and (_NAME.fullmatch(_bare(one)) or _UNIT.fullmatch(_bare(one)))]  # fmt: skip
    for at in heads:
        steps: Counter[int] = Counter()
        for width in range(2, 16):
            column = texts[at + width :: width][:SEVERAL]
            if len(column) == SEVERAL and all(is_name(one) or _is_single(one) for one in column):
                steps[width] = 1
        if steps:
            width = min(steps)
            start = max((back for back in range(min(width, at + 1))
                         if all(_is_head(one) for one in texts[at - back : at])), default=0)  # fmt: skip
            chunks = texts[at - start :]
            rows = [chunks[one : one + width] for one in range(0, min(len(chunks), 400), width)]
            yield from _until_broken(rows, start, about)
            return


def _until_broken(rows: list[Sequence[str]], column: int, about: str) -> Iterator[Finding]:
    kept = rows[:1]
    for row in rows[1:]:
        if len(row) <= column or not (is_name(row[column]) or _is_single(row[column])):
            break
        kept.append(row)
    yield from listed("", kept, about)


def _is_head(text: str) -> bool:
    bare = _bare(text)
    return bare in {"序号", "编号", "乡镇", "村", "县区", "地区"} or any(
        pattern.fullmatch(bare) for pattern in (_NAME, _TOLD, _SENSITIVE, _UNIT, _CODE, _REPORTED)
    )
