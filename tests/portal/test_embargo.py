"""Nothing of figures that wait for their moment can be read or guessed anywhere before it."""

from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.figures.models import Vintage
from gongkai.people.models import PostKind
from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from tests.config.addresses import signed_in
from tests.figures.make import a_flow, a_vintage, given
from tests.make import NOW, a_department, a_holder
from tests.portal import road
from tests.publishing.test_data import KEY, a_data

pytestmark = pytest.mark.django_db
THEN = NOW + timedelta(hours=1)
VALUE, SECRET = "7777.77", "SECRET_Q"
CODES = ("GDP_Q", SECRET, "NOWHERE_Q")
ADDRESSES = [
    "/api/v2/config", "/api/v2/tables", "/api/v2/tables?query=SECRET",
    *(f"/api/v2/tables/{code}{rest}" for code in CODES
      for rest in ("", "/metadata", "/defaultselection", "/data?outputFormat=csv",
                   "/data?outputFormat=json-stat2", "/data?outputFormat=px")),
    *(f"/sdmx/v2/data/dataflow/*/{code}/1.0.0" for code in CODES),
    *(f"/sdmx/v1/data/{code}" for code in CODES),
    "/sdmx/v2/structure/dataflow/*/*/*", "/sdmx/v1/dataflow", "/sdmx/v2/structure/codelist/*/*/*",
    "/search/?q=SECRET", "/search/suggest/?q=SECRET",
]  # fmt: skip
READERS = count(1)
STAMPS = ("etag", "last-modified", "content-type", "content-length")


def answers(client) -> dict[str, tuple]:
    """Return what every address answers: status, headers that could tell, bytes."""
    found = {}
    for address in ADDRESSES:  # each asked by another reader: one alone would soon ask too often
        place, number = divmod(next(READERS), 250)
        answer = client.get(
            address, headers={"accept": "*/*"}, REMOTE_ADDR=f"10.{place}.{number}.1"
        )
        data = b"".join(answer) if answer.streaming else answer.content
        found[address] = (answer.status_code, [answer.get(name) for name in STAMPS], data)
    return found


def a_carrier(bureau, *vintages: Vintage, **more):
    """Return the complete card of a text that carries some vintages."""
    page = road.drafted(bureau, "数据发布", body=[a_data(one) for one in vintages])
    return road.approved(bureau, page, **more)


@pytest.fixture
def waiting(db, client):
    """Return a bureau whose next figures are signed and rendered, and what was read before."""
    bureau = road.a_bureau()
    flow = a_flow(bureau.editor)
    a_carrier(bureau, a_vintage(flow, bureau.editor, given(KEY, "2014-Q2", "1000.00")))
    press.tick(NOW)
    before = answers(client), road.tree()
    secret = a_flow(bureau.editor, code=SECRET, name="机要指标表（演示）")
    vintages = [a_vintage(flow, bureau.editor, given(KEY, "2014-Q3", VALUE)),
                a_vintage(secret, bureau.editor, given(KEY, "2014-Q3", VALUE))]  # fmt: skip
    card = a_carrier(bureau, *vintages, release_at=THEN)
    press.tick(THEN - timedelta(seconds=1))
    card.refresh_from_db()
    assert card.step == "armed"
    return bureau, card, before


def test_figures_that_wait_change_no_byte_of_any_answer(waiting, client):
    _, _, (services, tree) = waiting
    assert answers(client) == services
    assert road.tree() == tree
    assert road.written(VALUE, Path(settings.PUBLIC)) == []
    for rest in ("", "/metadata", "/data?outputFormat=csv"):
        asked = [client.get(f"/api/v2/tables/{code}{rest}") for code in (SECRET, "NOWHERE_Q")]
        assert asked[0].status_code == asked[1].status_code == 404
        assert asked[0].content.replace(SECRET.encode(), b"NOWHERE_Q") == asked[1].content


def test_figures_are_in_every_answer_from_their_moment_on(waiting, client):
    _, _, (services, _) = waiting
    press.tick(THEN)
    now = answers(client)
    for address in ("/api/v2/tables/GDP_Q/data?outputFormat=csv", "/sdmx/v1/data/GDP_Q",
                    f"/api/v2/tables/{SECRET}/data?outputFormat=json-stat2",
                    f"/sdmx/v2/data/dataflow/*/{SECRET}/1.0.0"):  # fmt: skip
        assert VALUE.encode() in now[address][2], address
        assert VALUE.encode() not in services[address][2], address
    assert road.written(VALUE, Path(settings.PUBLIC))
    assert road.disagreements() == []


def test_figures_taken_down_leave_every_answer_as_it_was(waiting, client):
    bureau, card, (services, _) = waiting
    press.tick(THEN)
    public_id = card.editions.get().public_id
    publishing.take_down_urgently(public_id=public_id, reason="演示", by=bureau.office, at=THEN)
    press.tick(THEN)
    now = answers(client)
    for address, (status, _, data) in services.items():
        if "data" in address:
            assert (now[address][0], VALUE.encode() in now[address][2]) == (status, False), address
            assert VALUE.encode() not in data
    assert road.written(VALUE, Path(settings.PUBLIC) / "current") == []
    assert road.disagreements() == []


def test_desk_shows_the_waiting_figures_to_their_section_and_signers_only(waiting):
    bureau, card, _ = waiting
    vintage = Vintage.objects.get(flow__code=SECRET)
    address = f"/desk/figures/vintages/{vintage.pk}/"
    assert VALUE in signed_in(bureau.editor).get(address).content.decode()
    stranger = a_holder(PostKind.EDITOR, a_department("别的处（演示）"))
    assert signed_in(stranger).get(address).status_code == 404
    assert VALUE in signed_in(bureau.office).get(f"/desk/cards/{card.pk}/").content.decode()
