"""The import of the national bureau's 291 annual tables: how long, and whether a number is lost.

Each table is a flow of its own, read, proposed, applied and put into a draft vintage, through the
same acts as at the desk. The tables are real material (GONGKAI_CORPUS); without it nothing is
measured. A number is accounted for when it stands in the draft, or is named as a fault.
"""

import csv
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.report import CORPUS, Report
from gongkai.figures import actions, queries
from gongkai.figures.importing import values
from gongkai.figures.models import Observation, Subject
from gongkai.figures.rules import Frequency
from gongkai.people.models import User
from gongkai.register.actions import born
from tests.make import a_department, a_holder

LIMIT = 60  # seconds
AT = datetime(2015, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TABLES = CORPUS / "05_series/nbs_national_annual_1978_2014"


def measure(report: Report) -> None:
    """Import every table and count what became of its numbers."""
    files = sorted(TABLES.rglob("*.csv"))
    if not files:
        report(f"没有材料，不测量：{TABLES}")
        return
    born(demonstration=True, at=AT)
    by = a_holder(department=a_department(), since=AT.replace(year=2014),
                  confirmed_at=AT.replace(year=2014))  # fmt: skip
    subject = actions.define_subject(code="NBS", name="国家统计局年度数据", place=1, by=by, at=AT)
    actions.define_regions(rows=[("000000", "全国", "")], by=by, at=AT)
    taken, lost, faults, most = 0.0, 0, 0, 0.0
    worked = time.process_time()
    for number, path in enumerate(files, 1):
        spent, named, kept = _import(path, number, subject, by)
        taken, most = taken + spent, max(most, spent)
        faults += named
        lost += _numbers(path) - named - kept
    report(f"导入 {len(files)} 张表（{Observation.objects.count()} 个数）：{taken:.1f} 秒，"
           f"每张平均 {taken / len(files) * 1000:.0f} 毫秒，最长 {most:.2f} 秒（限 {LIMIT} 秒）")  # fmt: skip
    report(f"全部处理器时间（含核对）：{time.process_time() - worked:.1f} 秒")
    report(f"逐数核对：丢失 {lost} 个，指明不能导入 {faults} 个（限：丢失 0）")


def _import(path: Path, number: int, subject: Subject, by: User) -> tuple[float, int, int]:
    """Import a table into a flow of its own; return the seconds, the numbers named, and kept."""
    flow = actions.define_flow(
        code=f"NBS_{number:03}", subject=subject, department=a_department(), by=by, at=AT,
        name=path.stem[:120], frequency=Frequency.YEAR, demonstration=True)  # fmt: skip
    started = time.perf_counter()
    file = actions.take_file(flow=flow, name=path.name, data=path.read_bytes(), by=by, at=AT)
    for sheet in file.mapping["sheets"]:
        sheet["region"] = "000000"
        for spec in sheet["names"].values():
            spec["unit"] = spec["unit"] or "原表未注明"
    actions.correct_mapping(file=file.pk, mapping=file.mapping, by=by, at=AT)
    spent = time.perf_counter() - started
    named = len(queries.opened_file(file, 1024**2).found.faults)
    started = time.perf_counter()
    vintage = actions.import_kept(file=file.pk, by=by, at=AT, leave=True)
    spent += time.perf_counter() - started
    return spent, named, vintage.observations.filter(missing="").count()


def _numbers(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return sum(values.is_number(one) for row in list(csv.reader(lines))[1:] for one in row[1:])
