"""The register names what the rooms above enter; it may not ask them, so tests do."""

import ast
from datetime import timedelta

import pytest

from gongkai.people.models import PostKind
from gongkai.publishing.rules import Step
from gongkai.publishing.words import STEP
from gongkai.register import queries, words
from tests.house.sources import nodes, python
from tests.make import NOW
from tests.register.ledgers import an_entry

WRITERS = {"append", "_register"}


def written() -> list[ast.Call]:
    """Return every call of the rooms above that enters an act."""
    return [
        node
        for path in python("gongkai")
        if "register" not in path.parts
        for node in nodes(path)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS
    ]


def strings(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}


def test_every_verb_that_is_entered_has_a_name():
    verbs = {call.args[0].value for call in written() if isinstance(call.args[0], ast.Constant)}
    assert len(verbs) > 15
    assert verbs <= words.VERBS.keys()


def test_every_kind_of_subject_that_is_entered_has_a_name():
    kinds = {
        text.split(":")[0]
        for call in written()
        for keyword in call.keywords
        if keyword.arg == "subject"
        for text in strings(keyword.value)
        if isinstance(text, str) and ":" in text
    }
    assert len(kinds) > 4
    assert kinds <= words.SUBJECTS.keys()


def test_every_detail_that_is_entered_has_a_name():
    names = {
        key.value
        for call in written()
        for keyword in call.keywords
        if keyword.arg == "detail" and isinstance(keyword.value, ast.Dict)
        for key in keyword.value.keys
        if isinstance(key, ast.Constant)
    }
    assert len(names) > 10
    assert names <= words.DETAILS.keys()


def test_steps_and_posts_are_named_as_their_own_rooms_name_them():
    assert words.VALUES["step"] == {str(step): STEP[step] for step in Step}
    assert words.VALUES["kind"] == dict(PostKind.choices)


@pytest.mark.database
def test_entry_page_shows_codes_and_moments_as_people_read_them(demonstration):
    detail = {
        "step": "secrecy",
        "release_at": (NOW + timedelta(days=1)).isoformat(),
        "stages": [{"step": "draft", "post": "采编岗"}, {"step": "sign", "post": "局领导岗"}],
        "cards": [],
        "rule": "draft",
    }
    page = queries.entry_page(an_entry(subject="card:演示1号", detail=detail).seq)
    assert page.subject == "审批卡 演示1号"
    assert dict(page.detail) == {
        "环节": "保密审查",
        "计划发布时间": "2014-10-21 09:00",
        "流程环节": "岗位 采编岗，环节 采编；岗位 局领导岗，环节 签发",
        "审批卡": "无",
        "检查规则": "draft",
    }
