"""The entry of the release calendar that comes out in the demonstration's year."""

import tomllib
from importlib.resources import files

from gongkai.config.demonstration import year as reader
from gongkai.config.demonstration.releases import Announced

YEAR = reader.load()


def test_announced_item_comes_out_at_its_hour_with_the_figures_announced():
    said = Announced({}, {}, {}).said
    item = YEAR.item(said["item"])
    text = files("gongkai.config.demonstration").joinpath("figures.toml")
    rows = tomllib.loads(text.read_text(encoding="utf-8"))["vintages"]
    out = [(row["flow"], row["periods"]) for row in rows if row["item"] == item.key]
    assert item.released_at == said["planned_at"]
    assert item.author == said["author"]
    assert [flow for flow, periods in out if said["period"] in periods] == said["flows"]


def test_entry_is_tied_after_its_item_was_drafted_and_before_it_comes_out():
    moments = [act.at for act in Announced({}, {}, {}).acts()]
    item = next(act for act in YEAR.timeline() if act.item == "gdp-2014")
    assert moments == sorted(moments)
    assert moments[-2] < item.at < moments[-1] < YEAR.item("gdp-2014").released_at
