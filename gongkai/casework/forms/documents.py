"""What is written into a document: by its kind, of a reply by its result. Its text is composed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.casework import letters, queries, words
from gongkai.casework.forms.acts import day, text
from gongkai.casework.models import Case, Document
from gongkai.casework.rules import TO_OTHERS, UNANSWERED_ENDS, Kind, Letter
from gongkai.law.outcomes import Outcome, outcome, outcomes

HELP = {
    "basis": "上面没有列出的法律、行政法规写在这里，写明名称和条款；选了上面的，可以不填。",
    "items": "逐项写明，补正只能告知一次。",
    "text": "不写来信人的姓名；送达时另行填入。",
}
WHY = {  # how it goes on from the words before it
    Letter.REASONS: "写在“明显超过合理范围：”之后，如：本年度已经提出申请62件。",
    Letter.EXTENSION: "写在“因……”之后，如：需要向市档案馆调阅原始资料。",
    Letter.DELAY: "写在“但因……”之后，如：所涉资料数量大，需要逐件核对。",
    Letter.OVERRULED: "写在“经审查，”之后，说明对公共利益的影响。",
}
COMPOSED = frozenset({"remedy"})  # the machine writes it, by the day and the kind of result
CONSULTING = frozenset({Letter.CONSULT, Letter.JOINT, Letter.AGENCY, Letter.ASSIST})
BY_DAY = {Letter.REASONS: "说明理由的期限", Letter.AGENCY: "请对方函复的日期"}  # may be left open
PARTY = {"name": "对方名称", "address": "对方地址"}
STANDARD = {"items": "按件", "pages": "按量（页）"}


def results(lapsed: str = "") -> list[tuple[str, Any]]:
    """Return the 21 results under their six groups, as the annual report counts them.

    lapsed: which of those for an applicant's silence there is by now; the other is left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for one in outcomes():
        if one.key not in UNANSWERED_ENDS or one.key == lapsed:
            found.setdefault(one.group_name, []).append((one.key, one.name))
    return list(found.items())


class ResultForm(forms.Form):
    """Choose the result of a reply first: what it must say follows from it."""

    outcome = forms.ChoiceField(label="答复结果")

    def __init__(self, *args: Any, lapsed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = results(lapsed)


class DraftForm(forms.Form):
    """Write what a document says. Its numbers, dates, law and remedies are filled in for it."""

    button = "拟稿"

    def __init__(
        self,
        *args: Any,
        case: Case,
        kind: Letter,
        outcome_key: str = "",
        at: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.kind, self.day = case, kind, case.received_on or timezone.localdate(at)
        self.result = self._result(outcome_key)
        self.heading = f"起草{words.LETTER[kind]}"
        self.fields.update(self._plan_fields(timezone.localdate(at)))
        for name in self._said():
            self.fields[name] = self._field(name)
        if self.result:
            self.heading = f"{self.heading}：{self.result}"

    def _result(self, key: str) -> Outcome | None:
        known = {one.key for one in outcomes()}
        return outcome(key) if self.kind == Letter.REPLY and key in known else None

    def _said(self) -> list[str]:
        """Return the names of what the drafter writes."""
        of_result = (
            [one for one in self.result.contents if one not in COMPOSED] if self.result else []
        )
        return [*of_result, *letters.needs(self.kind), *letters.may(self.kind)]

    def _field(self, name: str) -> forms.CharField:
        optional = name in letters.may(self.kind) and not (
            self.result and self.result.key == "other"
        )
        label = words.FIELD.get(name, name)
        known = self._of_parts().get(name, "")
        helped = WHY.get(self.kind, "") if name == "why" else HELP.get(name, "")
        if known:
            helped = words.PART_SAID.format(text=known if known.endswith("。") else f"{known}。")
        return text(label, size=5000, rows=7 if name == "text" else 4, help_text=helped,
                    required=not (optional or known or (name == "basis" and self._offered())))  # fmt: skip

    def _offered(self) -> bool:
        """Say whether laws are offered to tick in place of writing a basis."""
        return bool(self.result and self.result.offers(self.day))

    def _of_parts(self) -> dict[str, str]:
        """Return what the parts decided say already, so that nobody writes it twice."""
        return queries.from_parts(self.case, self.day) if self.result else {}

    def _plan_fields(self, today: date) -> dict[str, forms.Field]:
        """Return the fields of what the document's delivery will do."""
        if self.kind in {Letter.CORRECTION, Letter.DELAY}:
            label = "补正期限至" if self.kind == Letter.CORRECTION else "延迟至"
            return {"until": day(label, initial=today + timedelta(days=15))}
        if self.kind == Letter.EXTENSION:
            return {"days": forms.IntegerField(label="延长的工作日", min_value=1, max_value=20,
                                               initial=20)}  # fmt: skip
        if self.kind == Letter.RECORD:
            return {"result": forms.ChoiceField(label="处理结果",
                                                choices=list(words.RECORD_OUTCOME.items()))}  # fmt: skip
        label = BY_DAY.get(self.kind)
        by_day = {"until": day(label, required=False)} if label else {}
        if self.kind in CONSULTING:
            return by_day | {
                name: forms.CharField(label=label, max_length=200, required=name == "name",
                                      help_text="加密保存，只在打印时填入。")
                for name, label in PARTY.items()
            }  # fmt: skip
        if self.kind == Letter.FEE:
            return {
                "standard": forms.ChoiceField(label="计收标准", choices=list(STANDARD.items())),
                "count": forms.IntegerField(label="数量", min_value=1, max_value=100_000,
                                            help_text="按件的填本次申请的件数，按量的填页数；金额自动计算。"),
            }  # fmt: skip
        if self.result and self.result.clauses:
            clauses = [(one.key, one.name) for one in self.result.clauses]
            return {"clause": forms.ChoiceField(label=words.FIELD["clause"], choices=clauses,
                                               required=False)}  # fmt: skip
        if self._offered():
            offers = [(key, str(one)) for key, one in _named(self.result, self.day)]
            return {"laws": forms.MultipleChoiceField(label="依据的法律、行政法规", choices=offers, required=False,
                                                      widget=forms.CheckboxSelectMultiple)}  # fmt: skip
        return by_day

    def composed(self) -> dict[str, Any]:
        """Return what the action wants: the plan of the delivery, and the words."""
        given = self.cleaned_data
        plan: dict[str, Any] = {name: given[name] for name in ("until", "days", "laws", "clause", "result")
                                if given.get(name)}  # fmt: skip
        if self.kind in CONSULTING:
            plan["party"] = {name: given[name] for name in PARTY if given[name]}
        if self.kind == Letter.FEE:
            plan[given["standard"]] = given["count"]
        if self.result:
            plan["outcome"] = self.result.key
        return {"plan": plan, "fields": {name: given[name] for name in self._said()}}

    def clean(self) -> dict[str, Any]:
        """Refuse a reply without a result, and one that names no law it rests on."""
        if self.kind == Letter.REPLY and self.result is None:
            raise forms.ValidationError("请先选择答复结果。")
        given = super().clean()
        if self._offered() and not (given.get("laws") or given.get("basis")):
            self.add_error("basis", "请选择或者写明依据的法律、行政法规。")
        return given


def _named(result: Outcome, on: date) -> Iterator[tuple[str, Any]]:
    """Yield the laws offered as a basis, each with its key."""
    return zip(result.usual, result.offers(on), strict=False)


def initial_of(document: Document) -> Mapping[str, Any]:
    """Return what a document was drafted with, as its form shows it."""
    plan = document.plan.get("given", {})
    found = {**plan, **document.plan.get("fields", {})}
    for standard in STANDARD:
        if plan.get(standard):
            found |= {"standard": standard, "count": plan[standard]}
    return found


class HandInForm(forms.Form):
    """Hand a document in."""

    comment = text("拟稿说明", required=False, rows=2)


class DeliverForm(forms.Form):
    """Enter that a document was delivered."""

    heading, button = "登记送达", "登记送达"
    note = "送达才使文书生效：期限的中止、延长，办件的办结，都自送达之日起。"

    on = day("送达日期", help_text="邮寄的填签收日期，电子送达的填到达对方系统的日期。")
    way = forms.ChoiceField(label="送达方式", choices=list(words.WAY.items()))
    proof = forms.FileField(
        label="送达凭证", required=False, help_text="签收单、邮寄回执等扫描件。"
    )

    def __init__(self, *args: Any, document: Document, today: date, **kwargs: Any) -> None:
        case, is_others = document.case, document.kind in TO_OTHERS
        way = "post" if is_others else words.WAY_OF.get(case.way) or _way_back(case)
        super().__init__(*args, initial={"on": today, "way": way}, **kwargs)
        if case.way and not is_others:
            self.fields["way"].help_text = words.WAY_CHOSEN.format(way=case.way)


def _way_back(case: Case) -> str:
    """Return how a document goes to who chose no way: as a letter came, a request over the counter."""
    if case.kind != Kind.LETTER:
        return "counter"
    return "hotline" if case.channel == "hotline" else "online"
