"""A draft that says again what is public: told, with where it stands."""

import pytest

from gongkai.publishing import actions
from gongkai.publishing.models import Sketch
from tests.make import NOW, a_bureau, a_draft, a_release, a_text

pytestmark = pytest.mark.django_db
TEXT = (
    "前三季度，全市工业生产总体平稳，规模以上工业企业效益有所改善，高技术制造业增势较好；"
    "固定资产投资结构继续优化，社会领域投资增长较快；消费品市场运行平稳，网上零售保持活跃（演示）。"
)


@pytest.fixture
def bureau():
    return a_bureau()


def rules_of(draft) -> set[str]:
    return {one["rule"] for one in actions.findings_of(draft, NOW)}


def test_draft_that_repeats_a_public_text_is_told_with_its_index_number(bureau):
    a_release(bureau, a_draft(bureau, body=[a_text(TEXT)]))
    again = a_draft(bureau, title="另一个名称（演示）", body=[a_text(TEXT)])
    (found,) = [
        one for one in actions.findings_of(again, NOW) if one["rule"].startswith("sameness")
    ]
    assert found["rule"] == "sameness.published"
    assert "/info/" in found["proposal"]


def test_correction_does_not_repeat_itself(bureau):
    page = a_draft(bureau, body=[a_text(TEXT)])
    a_release(bureau, page)
    assert "sameness.published" not in rules_of(page)


def test_text_that_waits_or_was_taken_down_is_not_repeated(bureau):
    page = a_draft(bureau, body=[a_text(TEXT)])
    again = a_draft(bureau, title="另一个名称（演示）", body=[a_text(TEXT)])
    assert "sameness.published" not in rules_of(again)
    a_release(bureau, page)
    actions.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=NOW)
    assert "sameness.published" not in rules_of(again)


def test_purge_leaves_no_sketch_of_the_text(bureau):
    page = a_draft(bureau, body=[a_text(TEXT)])
    a_release(bureau, page)
    assert Sketch.objects.exists()
    actions.take_down_urgently(
        public_id=page.public_id, reason="演示", purge=True, by=bureau.office, at=NOW
    )
    assert not Sketch.objects.exists()
