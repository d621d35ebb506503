"""Documents of a case: their text, what goes with them, and what law finds missing."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags

from gongkai.casework import letters, words
from gongkai.casework.models import Case, CaseFile, Document, Part
from gongkai.casework.queries.case import calendar, clock_of, facts, law, standing_facts
from gongkai.casework.rules import CONFIRMED_BY_BOTH, KIND_OF, OPEN, SUPPLIED, Kind, Letter, Own
from gongkai.law.clock import CONSULTS, Channel, Event, Fact, Party, due_of
from gongkai.law.clock.facts import NEW_REGULATION
from gongkai.law.outcomes import Lack, content, missing, outcome, outcomes
from gongkai.law.remedies import Remedy, remedy, remedy_faults

LAPSED = {"correcting": "uncorrected", "paying": "unpaid"}  # by the state of the clock
PRINTED = re.compile(words.PRINTED)
EFFECT = ("event", "what", "days", "until", "pair", "detail")  # what of a plan moves the case
OPINION_DAYS = 15  # 条例 (2019) 第三十二、三十四条
ONCE = frozenset({Letter.CORRECTION, Letter.REASONS, Letter.FEE, Letter.REPLY, *KIND_OF})


def compose(document: Document, case: Case, at: datetime) -> dict[str, Any]:
    """Return a document's canonical content; it names nobody who asked."""
    plan, fields = document.plan, document.plan.get("fields", {})
    received = case.received_on or timezone.localdate(case.arrived_at)
    known = _known(document, case, received, at)
    files, told = [], None
    if document.kind == Letter.REPLY:
        result = outcome(plan["what"])
        fields = _with_parts(case, fields, received)
        lines = letters.reply(result, known, fields, received, plan.get("laws", ()),
                              plan.get("clause", ""))  # fmt: skip
        told = remedy(
            result.key, timezone.localdate(at), organ=settings.REVIEW_ORGAN,
            channel=settings.REVIEW_URL, withheld_part=withholds(case),
        )  # fmt: skip
        files = [
            {"name": one.name, "sha256": one.sha256, "size": one.size} for one in files_given(case)
        ]
    else:
        lines = letters.paragraphs(document.kind, known, fields, received)
    if document.kind == Letter.RECORD:  # 第五十一条: as of a reply that refuses nothing asked for
        told = remedy("granted", timezone.localdate(at), organ=settings.REVIEW_ORGAN,
                      channel=settings.REVIEW_URL)  # fmt: skip
    effect = effect_of(document)
    return {
        "v": 2, "kind": "document", "title": letters.title(document.kind),
        "number": document.number, "case": case.number,
        "about": [{"name": words.ABOUT[name], "value": known[name]}
                  for name in ("case", "received", "asked") if known[name]] + _told(effect),
        "effect": effect,
        "body": plan.get("body") or [{"type": "text", "html": letters.html(lines)}],
        "files": files, "remedy": told.text if told else "",
        "remedy_law": _versions(told) if told else [],
    }  # fmt: skip


def _versions(told: Remedy) -> list[dict[str, str]]:
    """Return what a remedy stands on: each article, and since when its text is in force."""
    return [{"law": str(one), "since": one.since.isoformat()} for one in told.articles]


def effect_of(document: Document) -> dict[str, Any]:
    """Return what a document's delivery enters, as it is signed: nothing else may be entered."""
    return {name: document.plan[name] for name in EFFECT if document.plan.get(name)}


def _told(effect: dict[str, Any]) -> list[dict[str, str]]:
    """Return the same for those who sign."""
    what = str(effect.get("what", ""))
    named = {
        **words.LETTER_OUTCOME,
        **words.RECORD_OUTCOME,
        **words.PARTY,
        **{one.key: one.name for one in outcomes()},
    }
    told = {
        "party" if what in words.PARTY else "result": named.get(what, what),
        "days": f"{effect['days']}个工作日" if effect.get("days") else "",
        "until": _said_day(effect["until"]) if effect.get("until") else "",
        "amount": f"{effect['detail']['amount']}元" if effect.get("detail") else "",
    }
    return [{"name": words.ABOUT[name], "value": value} for name, value in told.items() if value]


def _known(document: Document, case: Case, received: date, at: datetime) -> dict[str, str]:
    plan, detail = document.plan, document.plan.get("detail", {})
    until = plan.get("until")
    return {
        "case": case.number, "asked": case.title, "bureau": settings.BUREAU,
        "you": words.YOU.get(case.applicant, words.YOU_ALL), "result": str(plan.get("what", "")),
        "way": case.channel, "by_day": words.BY_DAY.format(day=_said_day(until)) if until else "",
        "arrived": words.day(timezone.localdate(case.arrived_at)),
        "received": words.day(received) if case.received_on else "",
        "until": _said_day(until) if until else "",
        "days": str(plan.get("days", "")), "due": _due(document, case, at),
        "amount": str(detail.get("amount", "")), "lines": str(detail.get("lines", "")),
        "standard": str(detail.get("standard", "")),
    }  # fmt: skip


def _said_day(day: str) -> str:
    return words.day(date.fromisoformat(day))


def _due(document: Document, case: Case, at: datetime) -> str:
    """Say the due date as an extension will make it when it is delivered today, or what it waits for."""
    if document.kind != Letter.EXTENSION:
        return ""
    due = _extended(document, case, at)
    form = words.EXTENDED_SO_FAR if _is_provisional(document, case, at) else words.EXTENDED_TO
    return form.format(day=words.day(due)) if due else words.EXTENDED_OPEN


def _extended(document: Document, case: Case, at: datetime) -> date | None:
    today = timezone.localdate(at)
    more = Fact(event=Event.EXTENDED, on=today, days=document.plan["days"])
    return due_of([*facts(case), more], today=today, calendar=calendar())


def _is_provisional(document: Document, case: Case, at: datetime) -> bool:
    """Say whether a document prints a day counted over a year whose holidays are not published."""
    if document.kind != Letter.EXTENSION:
        return False
    due, since = _extended(document, case, at), case.received_on or timezone.localdate(at)
    return due is not None and bool(calendar().provisional_years(since, due))


def redated(at: datetime) -> list[tuple[Document, date, date]]:
    """Return delivered letters of open cases whose printed due date is no longer what is counted.

    Shape: the letter, the day it prints, the day that is counted now. A notice of holidays entered
    later moves it: the applicant was told another day.
    """
    rows = Document.objects.filter(kind=Letter.EXTENSION, case__stage__in=OPEN)
    rows = rows.exclude(delivered_on=None).select_related("case__department")
    found, days, today = [], calendar(), timezone.localdate(at)
    for row in rows:
        told = PRINTED.search(_written(row))
        known = standing_facts(row.case)
        until = [n for n, one in enumerate(known, start=1)
                 if one.document_id == row.pk and one.event == Event.EXTENDED]  # fmt: skip
        if told and until:
            due = due_of(facts(row.case, known[: until[0]]), today=today, calendar=days)
            printed = date(*map(int, told.groups()))
            if due and due != printed:
                found.append((row, printed, due))
    return found


def from_parts(case: Case, received: date) -> dict[str, str]:
    """Return what the parts decided say in a reply, by field: what is given; why the rest is not."""
    parts = list(Part.objects.filter(case=case))
    given = "；".join(part.name for part in parts if part.decision == "give")
    refused = [_refused(part, received) for part in parts if part.decision != "give"]
    kept = "\n".join(refused if len(refused) < 2 else ["", *refused])  # several: a paragraph each
    others = "\n".join(_refused(part, received) for part in parts if part.decision == "not_ours")
    found = {"material": given, "withheld_reasons": kept, "reasons": kept, "not_ours": others}
    return {name: text for name, text in found.items() if text}


def _refused(part: Part, received: date) -> str:
    """Return why a part is not given, with the article of its own ground."""
    if part.decision == "withhold":
        rests_on, form = outcome(part.ground).articles(received)[:1], words.PART_WITHHELD
    else:
        rests_on, form = outcome("not_held").articles(received, "not_ours")[:1], words.PART_NOT_OURS
    reason = part.reason.strip().rstrip("。；")
    return form.format(name=part.name, law=letters.said(rests_on),
                       reason=f"{reason}。" if reason else "")  # fmt: skip


def _with_parts(case: Case, fields: Mapping[str, str], received: date) -> dict[str, str]:
    """Return what a reply says: what its parts say, and after that what its drafter adds."""
    more = {name: "\n".join(filter(None, (text, fields.get(name, "").strip())))
            for name, text in from_parts(case, received).items()}  # fmt: skip
    return {**fields, **more}


def withholds(case: Case) -> bool:
    """Say whether some part of what was asked is withheld."""
    return Part.objects.filter(case=case, decision="withhold").exists()


def receipt_waits(case: Case) -> str:
    """Say why the delivery of a receipt cannot settle the day of receipt; "" when it can, or need not.

    Law: 条例第三十一条: post is signed for, or confirmed on the day it came.
    """
    if case.received_on or case.channel in CONFIRMED_BY_BOTH:
        return ""
    return words.RECEIPT_FIRST.format(channel=case.get_channel_display(),
                                      rule=words.RECEIPT_RULE[Channel(case.channel)])  # fmt: skip


def files_given(case: Case) -> list[CaseFile]:
    """Return the files that go with a reply: redacted ones, or whole ones with nothing withheld."""
    parts = list(Part.objects.filter(case=case).select_related("given", "material"))
    cut = {part.material_id for part in parts if part.decision != "give"}
    found: dict[int, CaseFile] = {}
    for part in parts:
        if part.decision != "give":
            continue
        file = part.given or (part.material if part.material_id not in cut else None)
        if file is not None:
            found[file.pk] = file
    return list(found.values())


def document_lacks(document: Document, case: Case, at: datetime) -> list[Lack]:
    """Return what a document lacks before it may be handed in."""
    if document.kind == Letter.REPLY:
        found = _reply_lacks(document, case, at)
    else:
        fields = document.plan.get("fields", {})
        found = [Lack("letter.field", words.FIELD_LACKS.format(name=words.FIELD[name]), None)
                 for name in letters.needs(document.kind) if not fields.get(name, "").strip()]  # fmt: skip
    if case.kind != Kind.LETTER:
        found += _outdated(document, case, at)
    if _is_provisional(document, case, at):
        found.append(Lack("date.provisional", words.PROVISIONAL, None))
    return found


def _written(document: Document) -> str:
    """Return the text of a document's body."""
    blocks = (block.get("html", block.get("text", "")) for block in document.content["body"])
    return "\n".join(strip_tags(one) for one in blocks)


def _outdated(document: Document, case: Case, at: datetime) -> list[Lack]:
    text = f"{_written(document)}\n{document.content['remedy']}"
    received = case.received_on or timezone.localdate(case.arrived_at)
    return list(letters.outdated(text, received, timezone.localdate(at)))


def _reply_lacks(document: Document, case: Case, at: datetime) -> list[Lack]:
    result, rows = outcome(document.plan["what"]), standing_facts(case)
    received = case.received_on or timezone.localdate(at)
    fields = _with_parts(case, document.plan.get("fields", {}), received)
    said = {name for name, text in fields.items() if text.strip()}
    if document.plan.get("laws"):
        said.add("basis")
    if document.content["remedy"]:
        said.add("remedy")
    lacks = list(missing(result, events=_events(rows, at), contents=said, on=received,
                         clause=document.plan.get("clause", "")))  # fmt: skip
    lacks += remedy_faults(document.content["remedy"], result.key, timezone.localdate(at),
                           organ=settings.REVIEW_ORGAN, withheld_part=withholds(case),
                           body=_written(document))  # fmt: skip
    lacks += _part_lacks(case, result.key, received)
    lacks += _party_lacks(case, result.key, rows, at)
    if result.key == "repeated":
        lacks += _earlier_lacks(case, fields.get("earlier_reply", ""), received)
    if result.key == "other" and not fields.get("note", "").strip():
        lacks.append(Lack("reply.note", words.FIELD_LACKS.format(name=words.FIELD["note"]), None))
    return lacks


def _events(rows: list[Any], at: datetime) -> list[str]:
    """Return what happened, and that nobody gave the reasons asked for by the day named."""
    today = timezone.localdate(at)
    lapsed = any(row.event == Own.REASONS_ASKED and row.until and row.until < today for row in rows)
    return [*(row.event for row in rows), *(["reasons_lapsed"] if lapsed else [])]


def _part_lacks(case: Case, key: str, received: date) -> list[Lack]:
    """Return where the parts decided and the result contradict each other, or give no reason."""
    parts = list(Part.objects.filter(case=case))
    kinds = {part.decision for part in parts}
    found = [Lack("part.reason", words.PART_REASON.format(name=part.name),
                  law("reply.partial", received))
             for part in parts if part.decision == "withhold"
             and not (part.ground and part.reason.strip())]  # fmt: skip
    if key == "partial" and not {"give", "withhold"} <= kinds:
        found.append(Lack("part.partial", words.PART_BOTH, law("reply.partial", received)))
    if parts and ((key == "granted" and "withhold" in kinds)
                  or (key not in SUPPLIED and "give" in kinds)):  # fmt: skip
        found.append(Lack("part.outcome", words.PART_OUTCOME, law("reply.partial", received)))
    cut = {part.material_id for part in parts if part.decision == "withhold" and part.material_id}
    for part in parts:
        if part.decision == "give" and part.material_id in cut and part.given_id is None:
            found.append(Lack("part.redact", words.PART_REDACT.format(name=part.name),
                              law("reply.partial", received)))  # fmt: skip
    return found


def _party_lacks(case: Case, key: str, rows: list[Any], at: datetime) -> list[Lack]:
    """Return what is owed to those consulted before their information is given, or withheld for them.

    Law: 条例第十五条, 第三十二至三十四条; of a third party's refusal only a sound one binds, since 2019.
    """
    day = case.received_on or timezone.localdate(at)
    asked = {row.pair: row for row in rows if row.event == Event.CONSULTED}
    ended = {row.pair: row for row in rows if row.event == Event.CONSULT_ENDED}
    waiting = [one for pair, one in asked.items() if pair not in ended and _runs(one, day, at)]
    if key == "third_party":
        return _withheld_lacks(asked, ended, waiting, day)
    if key not in SUPPLIED:
        return []
    found = [
        Lack("consult.open", words.CONSULT_OPEN.format(party=words.PARTY[party]),
             law(CONSULTS[party], day))
        for party in dict.fromkeys(Party(one.what) for one in waiting)
    ]  # fmt: skip
    binding = {"refuse"} if day >= NEW_REGULATION else {"refuse", "unsound"}
    refused = {pair for pair, row in ended.items() if row.what in binding
               and asked[pair].what == Party.THIRD_PARTY and _gives(case, key, pair)}  # fmt: skip
    article = law("consult.third_party", day)
    if refused and not any(row.event == Own.EXEMPTED for row in rows):
        found.append(Lack("consult.refused", words.CONSULT_REFUSED, article))
    told = {one.plan.get("pair") for one in case.documents.filter(kind=Letter.OVERRULED)
            if one.delivered_on}  # fmt: skip
    if refused - told:
        found.append(Lack("consult.untold", words.CONSULT_UNTOLD, article))
    return found


def _withheld_lacks(
    asked: dict[str, Any], ended: dict[str, Any], waiting: list[Any], day: date
) -> list[Lack]:
    """Return why something may not be withheld for a third party: it may still answer, or agreed."""
    third = [pair for pair, row in asked.items() if row.what == Party.THIRD_PARTY]
    if any(row.what == Party.THIRD_PARTY for row in waiting):
        return [Lack("consult.open", words.CONSULT_WAITS, law("consult.third_party", day))]
    if third and all(pair in ended and ended[pair].what == "agree" for pair in third):
        return [Lack("consult.agreed", words.CONSULT_AGREED, law("secrecy.third_party", day))]
    return []


def _gives(case: Case, key: str, pair: str) -> bool:
    """Say whether a reply gives what a third party was asked about.

    By the parts that name it; where none does, a part withheld for a third party stands for it.
    """
    parts = list(Part.objects.filter(case=case))
    named = [part for part in parts if part.party == pair]
    if named:
        return any(part.decision == "give" for part in named)
    return key == "granted" or not any(
        part.decision == "withhold" and part.ground == "third_party" and not part.party
        for part in parts
    )


def _runs(row: Any, received: date, at: datetime) -> bool:
    """Say whether a consultation's time still runs; only that of 2019 ends without an answer."""
    if row.what == Party.AGENCY or received < NEW_REGULATION:
        return True
    last = calendar().add_working_days(row.on, OPINION_DAYS)
    return timezone.localdate(at) <= (min(last, row.until) if row.until else last)


def _earlier_lacks(case: Case, number: str, received: date) -> list[Lack]:
    earlier = (
        Document.objects.filter(
            number=number.strip(), kind=Letter.REPLY, case__applicant_mark=case.applicant_mark
        )
        .exclude(case=case)
        .exclude(delivered_on=None)
    )
    if case.applicant_mark and earlier.exists():
        return []
    return [Lack("reply.earlier", words.EARLIER_LACKS, law("reply.repeated", received))]


def reply_fields(key: str) -> tuple[tuple[str, str], ...]:
    """Return what a reply with a result must say, as (code, text), but what the system writes."""
    return tuple((code, content(code).text) for code in outcome(key).contents if code != "remedy")


def lapsed(case: Case, today: date) -> str:
    """Return the result of an applicant's silence a request may end with by now; "" with none."""
    clock = clock_of(case, today=today)
    return LAPSED.get(clock.state, "") if clock.lapse and today > clock.lapse else ""
