"""The bureau's own telephone numbers, once released, are no personal data."""

from datetime import timedelta

from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries, rules
from gongkai.publishing.rules import Step
from tests.make import NOW, a_card, a_draft, a_holder, a_signed, a_text, released

OWN, FOREIGN = "13800138000", "13900139000"
LATER = NOW + timedelta(minutes=5)


def warned(card) -> list[str]:
    return [one["words"] for one in card.findings if one["rule"] == "personal.mobile"]


def test_numbers_of_the_released_profile_raise_no_warning_and_others_do(bureau):
    text = a_text(f"咨询电话{OWN}，转{FOREIGN}（演示）。")
    before = a_card(bureau, a_draft(bureau, body=[text], title="咨询电话（演示）"))
    assert warned(before) == ["138****8000", "139****9000"]
    actions.change_profile(
        name="演示局", code="1301000000", look="pine", by=bureau.office, at=NOW,
        guide=dict.fromkeys(rules.GUIDE, "演示内容") | {"phone": f"0311-86680000、{OWN}"},
        footer={"phone": "0311-12345678"},
    )  # fmt: skip
    card = actions.approve_site(by=bureau.office, at=NOW)
    assert queries.published_numbers(LATER) == []
    released(a_signed(bureau, card, signers={Step.OFFICE: a_holder(PostKind.OFFICE)}))
    assert queries.published_numbers(LATER) == ["0311-12345678", "0311-86680000", OWN]
    after = a_card(bureau, a_draft(bureau, body=[text], title="咨询（演示）", at=LATER), at=LATER)
    assert warned(after) == ["139****9000"]
