"""Who asked lies nowhere in the clear: in no table, no blob, no file, no log; and may be destroyed."""

import json
import logging
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongkai.casework import actions, queries
from gongkai.casework.models import CaseFile, Document, Identity
from gongkai.law.refused import Refused
from gongkai.publishing.queries import edition_faults
from gongkai.register import queries as register
from gongkai.register.models import Blob
from tests.casework.made import (
    ADDRESS,
    MONDAY,
    NAME,
    NUMBER,
    PHONE,
    a_counter,
    a_reply,
    a_request,
    a_workbook,
    fresh,
    moment,
    sent,
)

DAY = timedelta(days=1)
LATER = moment(date(2037, 1, 4))


def _everything() -> dict[str, bytes]:
    """Return all in which something of a case may lie: files, tables, the database's own files."""
    places = [path for folder in (settings.SEALED, settings.BLOBS, settings.MEDIA_ROOT)
              for path in Path(folder).rglob("*") if path.is_file()]  # fmt: skip
    found = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            name = Path(connection.settings_dict["NAME"])
            places += [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
        else:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = str(cursor.fetchall()).encode()
    return found | {str(path): path.read_bytes() for path in places}


def _holders(text: str) -> list[str]:
    """Return where a text stands, in any of the ways a program writes it."""
    spelled = (text.encode(), text.encode("unicode_escape"), text.encode("utf-16-le"))
    return [name for name, data in _everything().items() if any(one in data for one in spelled)]


def _archived(counter):
    case = a_request(counter, text=f"{NAME}申请公开用电量，联系电话{PHONE}，住{ADDRESS}。")
    actions.add_file(case=case.pk, role="attachment", name=f"{NAME}的说明.xlsx",
                     data=a_workbook(["姓名", NAME]), by=counter.office,
                     at=moment(MONDAY))  # fmt: skip
    at = moment(MONDAY + DAY)
    sent(counter, a_reply(counter, case, at), at)
    actions.show_identity(case=case.pk, by=counter.office, at=at)
    actions.archive(case=case.pk, by=counter.office, at=at)
    return fresh(case)


@pytest.mark.database
def test_nothing_of_who_asked_lies_in_the_clear_after_a_whole_case(copied_database, caplog):
    caplog.set_level(logging.DEBUG)
    case = _archived(a_counter())
    assert Identity.objects.get(case=case).keep_until == date(2036, 12, 31)
    assert _holders(case.number)
    assert CaseFile.objects.get().name == "〔申请人〕的说明.xlsx"
    for secret in (NAME, NUMBER, PHONE, ADDRESS):
        assert not _holders(secret)
        assert secret not in caplog.text


@pytest.mark.database
def test_a_destroyed_case_keeps_its_number_and_a_register_that_verifies(copied_database):
    counter = a_counter()
    case = _archived(counter)
    marker = "用电量汇总表"
    key = Identity.objects.get(case=case).wrapped_key
    assert _holders(marker)
    file, document = CaseFile.objects.get(), Document.objects.get()
    signed = document.card.works.get().sha256
    entry = actions.destroy(cases=[case.pk], reason="保管期限届满", by=counter.office, at=LATER)
    case = fresh(case)
    assert case.number.endswith("1号")
    assert (case.text, case.title, case.applicant_mark) == ("", "", "")
    assert not queries.sealed_path(file).exists()
    assert Blob.objects.get(pk=signed).erased_at
    listing = register.blob(json.loads(entry.payload.body)["snapshot"])
    assert case.number.encode() in listing
    assert NAME.encode() not in listing
    assert not _holders(marker)
    if connection.vendor == "sqlite":  # secure_delete; PostgreSQL's vacuum clears its pages
        assert not _holders(key)
    with pytest.raises(Refused) as refused:
        queries.identity_of(case)
    assert refused.value.code == "identity.destroyed"
    assert not [one for one in register.verify() if one.fatal]
    assert not list(edition_faults())


def test_a_case_is_not_destroyed_before_its_keeping_is_over(db):
    counter = a_counter()
    case = _archived(counter)
    with pytest.raises(Refused) as refused:
        actions.destroy(cases=[case.pk], reason="届满", by=counter.office,
                        at=moment(date(2036, 12, 31)))  # fmt: skip
    assert refused.value.code == "destroy.kept"
    other = a_request(counter, MONDAY + DAY)
    with pytest.raises(Refused) as refused:
        actions.destroy(cases=[other.pk], reason="届满", by=counter.office, at=LATER)
    assert refused.value.code == "destroy.kept"
    assert queries.identity_of(case)["name"] == NAME
