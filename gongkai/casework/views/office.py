"""What the office keeps over all cases: withheld information, disputes, topics, rates, destruction."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.casework import actions, queries, words
from gongkai.casework.forms import (
    DestroyForm,
    DisputeForm,
    RateWindowForm,
    ReviewForm,
    TopicForm,
    WithheldForm,
)
from gongkai.casework.queries import lists
from gongkai.casework.queries.figures import Rate
from gongkai.casework.views.handling import form_page, found
from gongkai.people.models import PostKind
from gongkai.people.views.handling import handled
from gongkai.publishing.queries import day_of, paged

LOOK_BACK = 365  # days over which answered requests are compared


@require_GET
def withheld(request: HttpRequest) -> HttpResponse:
    """List what is not made public, the next review first."""
    ended = request.GET.get("ended") == "1"
    page = paged(lists.withheld(ended=ended), request.GET.get("page"))
    context = {"page_of": page, "ended": ended, "office": PostKind.OFFICE in request.kinds,
               "lines": lists.withheld_lines(page, request.at),
               "law": queries.law("withheld.review", request.at)}  # fmt: skip
    return render(request, "casework/withheld.html", context)


@require_http_methods(["GET", "POST"])
def withheld_new(request: HttpRequest) -> HttpResponse:
    """Enter information that is not made public, asked for or not."""
    form = WithheldForm(request.POST or None, today=day_of(request.at))
    return _entered(request, form, actions.enter_withheld, "casework:withheld")


@require_http_methods(["GET", "POST"])
def withheld_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a review: withheld on, or made public."""
    row = found(lists.withheld_row(pk))
    form = ReviewForm(request.POST or None, today=day_of(request.at))
    return _entered(request, form, actions.review_withheld, "casework:withheld", about=row.title,
                    withheld=row.pk)  # fmt: skip


@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    """List reviews, lawsuits and complaints with their terms, the undecided first."""
    page = paged(lists.disputes(), request.GET.get("page"))
    context = {"page_of": page, "lines": lists.dispute_lines(page, request.at),
               "office": PostKind.OFFICE in request.kinds}  # fmt: skip
    return render(request, "casework/disputes.html", context)


@require_http_methods(["GET", "POST"])
def dispute_new(request: HttpRequest) -> HttpResponse:
    """Enter a review, a lawsuit or a complaint over no case of ours."""
    form = DisputeForm(request.POST or None, case=None, today=day_of(request.at))
    return _entered(request, form, actions.open_dispute, "casework:disputes", case=None)


@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """List what several applicants asked for and were given: it may be for everybody (第四十四条)."""
    since = day_of(request.at) - timedelta(days=LOOK_BACK)
    context = {"groups": queries.candidates(since), "since": since,
               "law": queries.law("request.convert", request.at)}  # fmt: skip
    return render(request, "casework/candidates.html", context)


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics of letters and their terms."""
    context = {"topics": lists.topics(request.at), "office": PostKind.OFFICE in request.kinds}
    return render(request, "casework/topics.html", context)


@require_http_methods(["GET", "POST"])
def topic_new(request: HttpRequest) -> HttpResponse:
    """Set a topic; one of the same name ends, and letters received before keep its term."""
    form = TopicForm(request.POST or None)
    return _entered(request, form, actions.set_topic, "casework:topics")


@require_POST
def topic_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a topic from now on."""
    row = found(lists.topic(pk))
    actions.end_topic(topic=row.pk, by=request.user, at=request.at)
    messages.success(request, f"已停用：{row.name}。")
    return redirect("casework:topics")


@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    """Show how many letters were answered in time: of how many, until when, which not yet."""
    today = day_of(request.at)
    window = {"first": date(today.year, 1, 1), "last": today, "cutoff": today}
    form = RateWindowForm(request.GET if "first" in request.GET else None, initial=window)
    if form.is_bound and form.is_valid():
        window = form.cleaned_data
    rate, opened = queries.letter_rate(**window), request.GET.get("open", "")
    named = {"received": "收到", "handled": "截止日前办结", "on_time": "其中按期", "late": "其中逾期",
             "unanswered": "截止日尚未答复", "converted": "转为依申请公开"}  # fmt: skip
    context = {
        "form": form, "rate": rate, "opened": opened if opened in named else "",
        "heading": named.get(opened, ""), "cases": lists.rate_cases(rate, opened),
        "numbers": [(key, name, _count(rate, key)) for key, name in named.items()],
        "warnings": queries.letter_warnings(today),
    }  # fmt: skip
    return render(request, "casework/rates.html", context)


def _count(rate: Rate, key: str) -> int:
    value = getattr(rate, key)
    return value if isinstance(value, int) else len(value)


@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """List what was entered on a later day than its own, since the beginning of last year."""
    today = day_of(request.at)
    first = date(today.year - 1, 1, 1)
    rows = paged(queries.late_facts(first, today), request.GET.get("page"))
    return render(request, "casework/late.html", {"rows": rows, "first": first})


@require_http_methods(["GET", "POST"])
def destruction(request: HttpRequest) -> HttpResponse:
    """List whose keeping time is over; destroy what was checked one by one."""
    rows = lists.keepable(request.at)
    form = DestroyForm(request.POST or None, cases=rows)

    def act(values: dict[str, Any]) -> None:
        cases = [row.pk for row in values["cases"]]
        actions.destroy(cases=cases, reason=values["reason"], by=request.user, at=request.at)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.DESTROYED_NOW)
        return redirect("casework:destruction")
    context = {"form": form, "rows": rows, "boxes": list(zip(form["cases"], rows, strict=True)),
               "lists": queries.destructions()}  # fmt: skip
    return render(request, "casework/destruction.html", context, status=422 if form.errors else 200)


def _entered(
    request: HttpRequest, form: forms.Form, verb: Any, back: str, about: str = "", **more: Any
) -> HttpResponse:
    """Run a form's one action and go back to its list, or show the form again."""

    def act(values: dict[str, Any]) -> None:
        verb(by=request.user, at=request.at, **more, **values)

    if request.method == "POST" and handled(form, act):
        messages.success(request, form.done)
        return redirect(back)
    return form_page(request, form, back=reverse(back), about=about)
