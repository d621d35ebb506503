from datetime import date

import pytest

from gongkai.checks import personal
from gongkai.checks.findings import Severity
from gongkai.checks.known import Known
from gongkai.checks.personal.tables import listed

ON = Known(date(2026, 3, 1), "石家庄市")


def rules(text: str) -> list[str]:
    return [one.rule for one in personal.told("正文第1段", text, ON)]


@pytest.mark.parametrize(
    "text",
    [
        "患者张三，确诊肺结核。",
        "低保户李小红，患有糖尿病多年。",
        "王五，男，1970年生，肢体残疾，三级残疾。",
        "学生赵敏，9岁，就读于演示小学。",
        "申请人：欧阳小红，信仰佛教。",
        "救助对象：陈大力，系特困人员。",
        "刘芳女士因白血病住院。",
        "户主孙国庆为建档立卡户。",
    ],
)
def test_condition_beside_a_name_blocks_and_the_name_is_hidden(text: str) -> None:
    (one,) = personal.told("正文第1段", text, ON)
    assert (one.rule, one.severity, one.waiver) == ("personal.sensitive", Severity.BLOCK, "office")
    assert "×" in one.words
    assert not any(
        name in one.excerpt
        for name in ("张三", "李小红", "王五", "赵敏", "欧阳小红", "陈大力", "刘芳", "孙国庆")
    )


@pytest.mark.parametrize(
    "text",
    [
        "全市城乡低保对象12.3万人，特困人员1.2万人，残疾人两项补贴惠及8万人。",
        "市长张三到福利院看望孤儿和残疾儿童。",
        "患者张某某，确诊肺结核。",
        "残疾人就业保障金申报，联系人：张三，电话见附件。",
        "居民高血压、糖尿病患者规范管理率达到65%。",
        "学生营养改善计划覆盖农村义务教育学生。",
        "王明，男，汉族，1970年3月生，大学学历，中共党员。",
        "患者满意度达到95%，职工基本医疗保险参保人数增加。",
        "低保金发放咨询联系人：张三，服务热线12345。",
        "居民时有反映幼儿园不足。",
    ],
)
def test_prose_about_people_at_large_and_officials_passes(text: str) -> None:
    assert rules(text) == []


def test_home_down_to_the_door_beside_a_name_blocks_and_an_office_does_not() -> None:
    assert rules("申请人：张三，家住石家庄市长安区中山东路216号3号楼2单元501室。") == [
        "personal.home"
    ]
    assert rules("张三，男，长安区中山东路216号3号楼2单元501室。") == ["personal.address"]
    assert rules("办公地址：长安区中山东路216号3号楼501室，联系人：张三。") == []
    assert rules("全市建成3号楼2单元501室样板间。") == []


HEAD = ["序号", "姓名", "身份证号", "残疾类别"]
PEOPLE = [["1", "张三", "略", "肢体"], ["2", "李四", "略", "视力"], ["3", "王小五", "略", "听力"]]


def test_list_of_persons_with_a_sensitive_column_blocks() -> None:
    (one,) = listed("表1", [HEAD, *PEOPLE])
    assert (one.rule, one.severity, one.waiver) == (
        *("personal.sensitive_list", Severity.BLOCK),
        "office",
    )
    (one,) = listed("表1", [row[:3] for row in [HEAD, *PEOPLE]])
    assert (one.rule, one.severity) == ("personal.list", Severity.WARN)
    assert "张三" not in one.excerpt + one.why


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "职务"], ["张三", "局长"], ["李四", "副局长"], ["王五", "副局长"]],
        [["姓名", "办公电话"], ["张三", "0311"], ["李四", "0311"], ["王五", "0311"]],
        [["姓名", "电话"], ["张某", "1"], ["李某", "2"], ["王某", "3"]],
        [["指标", "联系电话"], ["生产总值", "1"], ["人口", "2"], ["投资", "3"]],
        [["姓名", "残疾类别"], ["张三", "肢体"]],
        [["残疾类别", "人数"], ["肢体", "1"], ["视力", "2"], ["听力", "3"]],
    ],
)
def test_tables_of_offices_and_of_counts_are_no_list_of_persons(rows) -> None:
    assert list(listed("表1", rows)) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称", "工业总产值（万元）"], ["演示机械有限公司", "12345.6"]],
        [["法人单位代码", "营业收入"], ["91110000802100433B", "1,234"]],
        [["一、", ""], ["统一社会信用代码", "从业人员数"], ["91110000802100433B", "56"]],
        [["单位详细名称", "地址", "利润总额"], ["演示纺织厂", "长安区", "-12"]],
    ],
)
def test_single_respondents_beside_what_they_reported_block(rows) -> None:
    (one,) = listed("表1", rows)
    assert (one.rule, one.severity, one.waiver) == (
        *("personal.respondent", Severity.BLOCK),
        "figures",
    )


@pytest.mark.parametrize(
    ("rows", "about"),
    [
        ([["行业", "工业总产值"], ["纺织业", "12345.6"]], ""),
        ([["单位名称", "营业收入"], ["合计", "12"]], ""),
        ([["企业名称", "统一社会信用代码"], ["演示有限公司", "91110000802100433B"]], ""),
        ([["单位名称", "资产总计"], ["演示有限公司", "12"]], "2025年部门预算"),
        ([["企业类型", "企业单位数", "营业收入"], ["有限责任公司", "12", "5"]], ""),
        ([["单位名称", "财政拨款收入"], ["演示统计局", "12"]], ""),
    ],
)
def test_aggregates_and_budgets_are_no_single_respondents(rows, about: str) -> None:
    assert list(listed("表1", rows, about)) == []


def test_list_in_a_file_is_found_by_its_cells_and_by_its_paragraphs() -> None:
    lines = [HEAD, *PEOPLE]
    cells = [
        (f"工作表“名单”{'ABCD'[column]}{row}", text)
        for row, line in enumerate(lines, start=3) for column, text in enumerate(line)
    ]  # fmt: skip
    assert [(one.rule, one.place) for one in personal.pieces(cells)] == [
        ("personal.sensitive_list", "工作表“名单”")
    ]
    loose = [("第1段", text) for line in lines for text in line]
    assert [one.rule for one in personal.pieces([("第1段", "名单"), *loose])] == [
        "personal.sensitive_list"
    ]
