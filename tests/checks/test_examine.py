import base64
import hashlib
import inspect
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from gongkai.checks import files
from gongkai.checks.examine import FILE_RULES, RULES, VERSIONS, Piece, examine, texts
from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known
from gongkai.checks.sweep import MOST

ON = date(2014, 10, 20)
IDENTITY = "11010519491231002X"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)


def a_content(*body: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    content = {
        "v": 1,
        "kind": "disclosure",
        "title": "2014年前三季度全市经济运行情况（演示）",
        "column": "data",
        "summary": "前三季度全市主要经济指标及其说明（演示）。",
        "formed_on": "2014-10-16",
        "document_no": "石统〔2014〕63号",
        "attribute": "主动公开",
        "category": 4,
        "source": {"kind": "own", "name": "石家庄市统计局", "url": ""},
        "keywords": ["统计数据"],
        "channels": ["政府网站"],
        "demonstration": True,
        "body": list(body) or [a_text("前三季度，全市经济平稳运行（演示）。")],
        "correction": None,
    }
    return content | changes


def a_text(*paragraphs: str) -> dict[str, Any]:
    return {"type": "text", "html": "".join(f"<p>{text}</p>" for text in paragraphs)}


def a_table(*rows: list[str], head: str = "指标 数值") -> dict[str, Any]:
    return {
        "type": "table",
        "caption": "主要指标",
        "head": [head.split()],
        "rows": list(rows),
        "note": "",
    }


def a_file(data: bytes, name: str, kind: str = "attachment", **more: Any) -> dict[str, Any]:
    sha256 = hashlib.sha256(data).hexdigest()
    return {"type": kind, "sha256": sha256, "name": name, "title": "附件", "size": len(data)} | more


def a_docx(*paragraphs: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        lines = "".join(f"<w:p><w:t>{text}</w:t></w:p>" for text in paragraphs)
        archive.writestr("word/document.xml", f'<w:d xmlns:w="w">{lines}</w:d>')
    return out.getvalue()


def found(content: Mapping[str, Any], *data: bytes, **more: Any) -> list[Finding]:
    given = {hashlib.sha256(one).hexdigest(): one for one in data}
    return examine(content, given, Known(ON, **more))


def where(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.rule, one.place) for one in findings]


def test_content_in_order_has_no_findings() -> None:
    content = a_content(
        {"type": "heading", "text": "一、综合"},
        a_text("前三季度，全市经济平稳运行。", "咨询电话：0311-86687114。"),
        a_table(["生产总值", "3900.5"], ["居民消费价格", "101.8"]),
        {
            "type": "figure",
            "indicator": "生产总值",
            "period": "2014Q3",
            "value": "1",
            "unit": "亿元",
        },
        {
            "type": "chart",
            "title": "生产总值",
            "alt": "逐季上升",
            "labels": ["一季度"],
            "series": [{"name": "演示", "values": ["1.0"]}],
        },
        a_file(PNG, "图.png", "image", alt="生产总值逐季上升"),
        a_file(a_docx("附件正文"), "说明.docx"),
    )
    assert found(content, PNG, a_docx("附件正文")) == []


@pytest.mark.parametrize(
    ("block", "rule", "place"),
    [
        (a_text("第一段", "机密★10年"), "secrecy.mark", "正文第2段"),
        (a_text("<strong>秘</strong><em>密</em>★"), "secrecy.mark", "正文第1段"),
        (a_text("&#8238;翻转"), "characters.unseen", "正文第1段"),
        (a_text("见<!-- 机密★ -->文"), "secrecy.mark", "正文第1段"),
        (a_table(["人口", "1"], ["备注", IDENTITY]), "personal.identity", "表1第2行第2格"),
        (a_table(["人口", "1"], head="指标 2014年05月"), "wording.date", "表1表头第1行第2格"),
        (a_text('<img src="1.png" alt="机密★">'), "secrecy.mark", "正文第1段"),
        ({"type": "heading", "text": "内部资料"}, "secrecy.mark", "第1个标题"),
        (a_text("账号6222021234567890128"), "personal.bank_card", "正文第1段"),
        (a_text("电话13800138000"), "personal.mobile", "正文第1段"),
        (a_text('<a href="mailto:a@example.gov.cn">来信</a>'), "personal.mail", "正文第1段"),
        (a_text("石统（2014）063号"), "wording.document_no", "正文第1段"),
        (a_text("石家\ufffd庄"), "characters.lost", "正文第1段"),
        ({"type": "video"}, "body.block", "正文"),
        ({"type": "chart", "title": "机密★", "alt": "升"}, "secrecy.mark", "统计图1标题"),
        ({"type": "figure", "note": "绝密"}, "secrecy.mark", "指标1注"),
    ],
)
def test_finding_names_its_rule_and_place(block: dict[str, Any], rule: str, place: str) -> None:
    assert (rule, place) in where(found(a_content(block, a_text())))


@pytest.mark.parametrize(
    ("changes", "rule", "place"),
    [
        ({"title": ""}, "metadata.title", "名称"),
        ({"title": "机密★公报"}, "secrecy.mark", "名称"),
        ({"summary": ""}, "metadata.missing", "内容概述"),
        ({"summary": "述" * 101}, "metadata.summary", "内容概述"),
        ({"formed_on": ""}, "metadata.missing", "生成日期"),
        ({"formed_on": "2014-02-30"}, "metadata.wrong", "生成日期"),
        ({"formed_on": "2014-10-21"}, "metadata.wrong", "生成日期"),
        ({"column": ""}, "metadata.missing", "栏目"),
        ({"category": 0}, "metadata.missing", "主动公开类别"),
        ({"category": 16}, "metadata.wrong", "主动公开类别"),
        ({"attribute": "依申请公开"}, "metadata.wrong", "公开属性"),
        ({"channels": []}, "metadata.missing", "公开渠道"),
        ({"source": {"kind": "own", "name": ""}}, "metadata.missing", "来源"),
        ({"source": {"kind": "repost", "name": "省统计局", "url": ""}}, "metadata.wrong", "来源"),
        ({"document_no": "石统[2014]63号"}, "wording.document_no", "发文字号"),
        ({"keywords": [IDENTITY]}, "personal.identity", "关键词"),
        ({"body": []}, "body.empty", "正文"),
        ({"correction": {"what": "数值", "why": ""}}, "metadata.missing", "更正说明"),
        ({"correction": {"what": "机密★", "why": "误"}}, "secrecy.mark", "更正内容"),
    ],
)
def test_metadata_is_examined(changes: dict[str, Any], rule: str, place: str) -> None:
    assert where(found(a_content(**changes))) == [(rule, place)]


def test_information_formed_today_is_in_order() -> None:
    assert found(a_content(formed_on=ON.isoformat())) == []


def test_missing_metadata_cites_the_article_of_the_day() -> None:
    (one,) = examine(a_content(summary=""), {}, Known(date(2026, 6, 1)))
    assert "第十二条" in one.why
    (one,) = examine(a_content(summary=""), {}, Known(ON))
    assert "第十九条（待核）" in one.why


def test_published_number_of_the_office_is_no_finding() -> None:
    content = a_content(a_text("电话13800138000"))
    assert found(content, switchboards=frozenset({"138 0013 8000"})) == []


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (["第一行", "秘密★10年"], "secrecy.mark"),
        (["内部资料 注意保存"], "secrecy.mark"),
        ([IDENTITY], "personal.identity"),
        (["6222021234567890128"], "personal.bank_card"),
        (["13800138000"], "personal.mobile"),
    ],
)
def test_attachment_is_read(lines: list[str], rule: str) -> None:
    data = a_docx(*lines)
    findings = found(a_content(a_text("见附件。"), a_file(data, "说明.docx")), data)
    assert where(findings) == [(rule, f"附件《说明.docx》第{len(lines)}段")]


@pytest.mark.parametrize(
    "picture",
    ['<w:docPr descr="秘密★"/>', '<w:cNvPr title="秘密★"/>', '<w:shape alt="秘密★"/>'],
)
def test_what_a_picture_in_an_attachment_says_is_read(picture: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:d xmlns:w="w"><w:p>{picture}</w:p></w:d>')
    data = out.getvalue()
    findings = found(a_content(a_text("见附件。"), a_file(data, "说明.docx")), data)
    assert where(findings) == [("secrecy.mark", "附件《说明.docx》第1段")]


def test_texts_that_are_no_disclosure_are_read_by_the_rules_of_text_alone() -> None:
    given = [Piece("栏目", "机密★"), Piece("页脚", "电话13800138000"), Piece("页脚", "")]
    assert where(texts(given, Known(ON))) == [("secrecy.mark", "栏目"), ("personal.mobile", "页脚")]
    assert "13800138000" not in str(texts(given, Known(ON)))
    assert where(texts(given, Known(ON, switchboards=frozenset({"13800138000"})))) == [
        ("secrecy.mark", "栏目")
    ]


def test_many_findings_in_one_attachment_are_counted() -> None:
    data = a_docx(*(f"138001{number:05d}" for number in range(30)))
    findings = found(a_content(a_text("见附件。"), a_file(data, "名单.docx")), data)
    assert len(findings) == MOST + 1
    assert findings[-1].excerpt == f"另有{30 - MOST}处"


@pytest.mark.parametrize(
    ("name", "data", "kind", "rule"),
    [
        ("公报.docx", b"MZ" + bytes(40), "attachment", "file.kind"),
        ("公报.pdf", PNG, "attachment", "file.name"),
        ("公报.pdf", b"", "attachment", "file.empty"),
        ("公报.pdf", b"%PDF-1.7\n/Encrypt 3 0 R", "attachment", "file.encrypted"),
        ("公报.pdf", b"%PDF-1.7\n%%EOF", "attachment", "file.broken"),
        ("公报.docx", a_docx("图"), "image", "file.image"),
    ],
)
def test_file_that_cannot_go_out_is_a_finding(name: str, data: bytes, kind: str, rule: str) -> None:
    block = a_file(data, name, kind, alt="生产总值逐季上升")
    (one,) = found(a_content(a_text("见附件。"), block), data)
    assert one.rule == rule
    assert name in one.place


def test_file_not_given_or_changed_blocks() -> None:
    block = a_file(PNG, "图.png", "image", alt="生产总值逐季上升")
    content = a_content(a_text("见图。"), block)
    assert where(found(content)) == [("file.missing", "图片《图.png》")]
    changed = examine(content, {block["sha256"]: PNG + b"1"}, Known(ON))
    assert where(changed) == [("file.hash", "图片《图.png》")]


def test_personal_data_never_stands_in_a_finding() -> None:
    text = f"{IDENTITY} 6222021234567890128 13800138000"
    findings = found(a_content(a_text(f"{text}\u202e秘密★"), a_table([text], ["1", "2"])))
    assert {one.rule for one in findings} == {
        *("personal.identity", "personal.bank_card", "personal.mobile"),
        *("secrecy.mark", "characters.unseen", "table.ragged"),
    }
    for one in findings:
        for number in text.split():
            assert number not in f"{one.excerpt}{one.why}{one.proposal}"


def test_number_torn_by_an_excerpt_is_not_shown() -> None:
    table = a_table(["文" * 25 + IDENTITY], ["1", "2"])
    findings = [one for one in found(a_content(table)) if one.rule == "table.ragged"]
    assert findings
    assert not any(IDENTITY[:8] in one.excerpt for one in findings)


def test_every_rule_has_a_name_of_its_own_a_version_and_a_source() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == len(VERSIONS)
    assert all(rule.version and rule.source for rule in RULES)
    assert VERSIONS["secrecy.mark"] == "2"
    assert {rule.severity for rule in RULES} == set(Severity)


def test_every_refusal_of_a_file_has_a_rule() -> None:
    codes = set(re.findall(r'"(file\.\w+)"', inspect.getsource(files)))
    assert codes == set(FILE_RULES)
