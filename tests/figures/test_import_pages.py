"""The import at the desk over HTTP: a file, its mapping corrected, a draft vintage, what to check."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from gongkai.figures.models import ImportFile, Vintage
from tests.config.addresses import signed_in
from tests.figures.make import a_flow, a_keeper, a_vintage, given
from tests.make import a_department, a_holder

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<(?:input|textarea|select)[^>]*name="([^"]+)"[^>]*>')
TABLE = "时期,地区生产总值（亿元）,第一产业\n2014年一季度,1000.5,-\n2014年二季度,2100,210"


@pytest.fixture
def keeper():
    """Return an editor of the section that keeps figures."""
    return a_keeper()


@pytest.fixture
def laid(keeper):
    """Return the browser of an editor who has laid a table on the desk, and the file."""
    flow = a_flow(keeper)
    client = signed_in(keeper)
    answer = client.post(reverse("figures:import_new"), {
        "flow": flow.code, "file": SimpleUploadedFile("季度.csv", TABLE.encode("gb18030"))})  # fmt: skip
    assert answer.status_code == 302
    return client, ImportFile.objects.get()


def form_of(file: ImportFile, **changes) -> dict[str, str]:
    """Return what the form of a sheet holds, as a browser would send it."""
    one = file.mapping["sheets"][0]
    typed = {"map": "1", "use": "on", "first": one["head"][0] + 1, "last": one["head"][1],
             "end": one["body"][1], "period": "", "region": one["region"], "blank": "",
             "status": "P", "relations": "\n".join(file.mapping["identities"])}  # fmt: skip
    typed |= {f"label_{letter}": role for letter, role in one["labels"].items()}
    for place, spec in enumerate(one["names"].values()):
        typed |= {f"name_{place}_{part}": spec[part] for part in (
            "code", "name", "unit", "decimals", "comparison", "span", "price")}  # fmt: skip
        typed[f"name_{place}_use"] = "on"
    return typed | changes


def test_page_marks_each_cell_in_words_and_links_to_what_is_wrong(laid):
    client, file = laid
    page = client.get(reverse("figures:import_file", args=[file.pk])).content.decode()
    assert '<td id="C2">- <span class="tag block">有误</span></td>' in page
    assert 'href="?sheet=0&amp;row=0#C2"' in page
    assert "没有地区" in page
    assert len(FIELD.findall(page)) > 20


def test_corrected_mapping_is_read_again_and_goes_into_a_draft(laid):
    client, file = laid
    address = reverse("figures:import_file", args=[file.pk])
    typed = form_of(file, region="130100", mark_0="L", name_1_code="VA1", name_1_unit="亿元")
    assert client.post(address, typed).status_code == 302
    file.refresh_from_db()
    assert file.mapping["sheets"][0]["names"]["第一产业"]["code"] == "VA1"
    answer = client.post(address, {"into": "1", "title": "二季度", "kind": "first", "reason": ""})
    row = Vintage.objects.get()
    assert answer.headers["Location"] == reverse("figures:import_checks", args=[row.pk])
    rows = row.observations.values_list("series__key", "period", "missing", "status")
    assert sorted(rows) == [
        ("GDP.130100", "2014-Q1", "", "P"), ("GDP.130100", "2014-Q2", "", "P"),
        ("VA1.130100", "2014-Q1", "L", "P"), ("VA1.130100", "2014-Q2", "", "P")]  # fmt: skip
    page = client.get(answer.headers["Location"]).content.decode()
    assert "季度.csv" in page
    assert "平衡关系都成立" in page


def test_what_is_wrong_keeps_what_was_typed_and_writes_nothing(laid):
    client, file = laid
    address = reverse("figures:import_file", args=[file.pk])
    page = client.post(address, form_of(file, relations="GDP 大约 X", region="130100"))
    assert "GDP 大约 X" in page.content.decode()
    assert "不能识别" in page.content.decode()
    page = client.post(address, form_of(file, first="9"))
    assert "对应没有保存" in page.content.decode()
    page = client.post(address, {"into": "1", "title": "二季度", "kind": "first"})
    assert "没有写入任何数据" in page.content.decode()
    assert not Vintage.objects.exists()


def test_file_that_cannot_be_read_is_refused_beside_its_field(keeper):
    flow = a_flow(keeper)
    client = signed_in(keeper)
    page = client.post(reverse("figures:import_new"), {
        "flow": flow.code, "file": SimpleUploadedFile("图.pdf", b"%PDF-1.4")})  # fmt: skip
    assert "不能导入" in page.content.decode()
    assert not ImportFile.objects.exists()


def test_file_is_seen_and_given_up_only_by_its_section(laid):
    client, file = laid
    stranger = signed_in(a_holder(department=a_department("他处（演示）")))
    for name in ("import_file", "import_drop"):
        assert stranger.post(reverse(f"figures:{name}", args=[file.pk])).status_code == 404
    assert client.post(reverse("figures:import_drop", args=[file.pk])).status_code == 302
    assert not ImportFile.objects.exists()


def test_preview_shows_the_value_that_is_kept_beside_what_the_cell_says(keeper):
    flow, client = a_flow(keeper), signed_in(keeper)
    table = '时期,地区生产总值（亿元）\n2014年一季度,"1,000.50"\n2014年二季度,2100'
    client.post(reverse("figures:import_new"), {
        "flow": flow.code, "file": SimpleUploadedFile("季度.csv", table.encode())})  # fmt: skip
    file = ImportFile.objects.get()
    file.mapping["sheets"][0]["region"] = "130100"
    file.save()
    page = client.get(reverse("figures:import_file", args=[file.pk])).content.decode()
    assert '<td id="B2">1,000.50 → 1000.50' in page
    assert '<td id="B3">2100</td>' in page


def a_book(*sheets: str) -> bytes:
    """Return a workbook with a table on each sheet."""
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for line in TABLE.replace(",-", ",100.5").splitlines():
            sheet.append([float(one) if re.fullmatch(r"[\d.]+", one) else one
                          for one in line.split(",")])  # fmt: skip
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def lay(client, flow, data: bytes, name: str = "季度.xlsx") -> ImportFile:
    file = SimpleUploadedFile(name, data)
    assert client.post(reverse("figures:import_new"), {"flow": flow.code, "file": file}).url
    return ImportFile.objects.latest("pk")


def test_sheets_are_chosen_and_a_region_is_given_for_all_at_once(keeper):
    flow, client = a_flow(keeper), signed_in(keeper)
    file = lay(client, flow, a_book("正表", "过程稿"))
    address = reverse("figures:import_file", args=[file.pk])
    assert "选择要导入的表" in client.get(address).content.decode()
    answer = client.post(address, {"sheets_of": "1", "sheets": ["0"], "region": "130100",
                                   "status": "R"})  # fmt: skip
    assert answer.status_code == 302
    first, second = ImportFile.objects.get().mapping["sheets"]
    assert (first["use"], second["use"]) == (True, False)
    assert first["region"] == second["region"] == "130100"
    assert first["status"] == "R"


def test_region_nobody_knows_is_refused_and_stays_typed(keeper):
    client = signed_in(keeper)
    file = lay(client, a_flow(keeper), a_book("一", "二"))
    answer = client.post(reverse("figures:import_file", args=[file.pk]),
                         {"sheets_of": "1", "sheets": ["0"], "region": "999999"})  # fmt: skip
    page = answer.content.decode()
    assert "没有代码为“999999”的地区" in page
    assert 'value="999999"' in page


def test_page_says_that_the_same_file_went_into_a_vintage_before(laid, keeper):
    client, file = laid
    assert (
        "已导入过"
        not in client.get(reverse("figures:import_file", args=[file.pk])).content.decode()
    )
    vintage = a_vintage(file.flow, keeper, given("GDP.130100", "2013-Q1", "1.00"))
    ImportFile.objects.create(flow=file.flow, name="上月.csv", sha256=file.sha256, content=b"",
                              made_by=keeper, made_at=file.made_at, vintage=vintage)  # fmt: skip
    assert "已导入过" in client.get(reverse("figures:import_file", args=[file.pk])).content.decode()


def test_period_that_has_not_ended_is_named_with_its_cell(keeper):
    flow, client = a_flow(keeper), signed_in(keeper)
    table = TABLE.replace("2014年二季度", "2199年二季度").encode("gb18030")
    file = lay(client, flow, table, "季度.csv")
    client.post(reverse("figures:import_file", args=[file.pk]), form_of(file, region="130100"))
    page = client.get(reverse("figures:import_file", args=[file.pk])).content.decode()
    assert "2199-Q2还没有结束" in page
