"""Pages of posts and people. Each form runs one action; the actions say who may."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.people import actions, queries, words
from gongkai.people.forms import AddUser, Delegate, Email, Leave, Propose, Transfer
from gongkai.people.models import PostKind
from gongkai.people.views.handling import handled
from gongkai.register.forms import EARLIEST


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def _day(text: str, at: datetime) -> tuple[date, str]:
    """Return the day asked for and what is wrong with it; today when it can't be shown."""
    today = timezone.localdate(at)
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return today, words.DAY_INVALID.format(text=text[:20])
    if day.year < EARLIEST.year:
        return today, words.DAY_INVALID.format(text=text[:20])
    return (today, words.DAY_FUTURE) if day > today else (day, "")


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show the responsibility table of today, or of any day before."""
    day, fault = _day(request.GET.get("on", ""), request.at)
    page = {"day": day, "fault": fault, "rows": queries.responsibility(day, request.at)}
    return render(request, "people/overview.html", page)


@login_required
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """List everybody with an account."""
    kinds = queries.kinds_of(request.user, request.at)
    page = {"people": queries.people(request.at), "may_add": PostKind.ADMIN in kinds}
    return render(request, "people/users.html", page)


@login_required
@require_GET
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: posts held from when to when, delegations, recent changes of powers."""
    page = queries.person_page(_found(queries.person(pk)), request.user, request.at)
    return render(request, "people/user.html", {"page": page})


@login_required
def add_user(request: HttpRequest) -> HttpResponse:
    """Add a person with an account."""
    actor = queries.acting(request.user, PostKind.ADMIN, request.at).actor(request.user)
    form, made = AddUser(request.POST or None), []

    def act(values: dict) -> None:
        more = {"by": actor, "at": request.at, "must_change_password": True}
        made.append(actions.add_user(**values, **more))

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.ADDED.format(name=made[0].name))
        return redirect("people:user", made[0].pk)
    page = {"form": form, "title": "新增人员", "verb": "新增"}
    return render(request, "people/form.html", page)


@login_required
def email(request: HttpRequest, pk: int) -> HttpResponse:
    """Set where a person is told of their work by e-mail."""
    person = _found(queries.person(pk))
    form = Email(request.POST or None, initial={"email": person.email})

    def act(values: dict) -> None:
        actions.set_email(user=person, **values, by=request.user, at=request.at)

    if request.method == "POST" and handled(form, act):
        done = words.EMAIL_DONE if form.cleaned_data["email"] else words.EMAIL_NONE
        messages.success(request, done.format(name=person.name))
        return redirect("people:user", pk)
    page = {"form": form, "title": "电子邮箱", "about": person.name, "verb": "登记"}
    return render(request, "people/form.html", page)


@login_required
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the account of somebody who left out of use."""
    person = _found(queries.person(pk))
    queries.acting(request.user, PostKind.ADMIN, request.at)
    form = Leave(request.POST or None)

    def act(values: dict) -> None:
        actions.disable_user(user=person, **values, by=request.user, at=request.at)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.USER_DISABLED.format(name=person.name))
        return redirect("people:user", pk)
    page = {"form": form, "page": queries.leaving(person, request.at)}
    return render(request, "people/disable.html", page)


@login_required
def propose_holding(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a person for a post."""
    person = _found(queries.person(pk))
    queries.acting(request.user, PostKind.ADMIN, request.at)
    form = Propose(request.POST or None, at=request.at)

    def act(values: dict) -> None:
        actions.propose_holding(user=person, **values, by=request.user, at=request.at)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.HOLDING_PROPOSED)
        return redirect("people:user", pk)
    page = {"form": form, "title": "提出任职", "about": person.name, "verb": "提交信息公开机构确认"}
    return render(request, "people/form.html", page)


@login_required
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a person to another post."""
    row = _found(queries.holding(pk))
    queries.acting(request.user, PostKind.ADMIN, request.at)
    form = Transfer(request.POST or None, at=request.at)

    def act(values: dict) -> None:
        actions.transfer(holding=row, **values, by=request.user, at=request.at)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.TRANSFERRED)
        return redirect("people:user", row.user_id)
    page = {"form": form, "title": "调岗", "about": str(row), "verb": "办理调岗"}
    return render(request, "people/form.html", page)


@login_required
@require_POST
def confirm_holding(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a proposed holding."""
    actions.confirm_holding(holding=_found(queries.holding(pk)), by=request.user, at=request.at)
    messages.success(request, words.HOLDING_CONFIRMED)
    return redirect("people:confirmations")


@login_required
@require_POST
def end_holding(request: HttpRequest, pk: int) -> HttpResponse:
    """End a holding now, or withdraw a proposal."""
    row = actions.end_holding(holding=_found(queries.holding(pk)), by=request.user, at=request.at)
    messages.success(request, words.HOLDING_ENDED)
    return redirect("people:user", row.user_id)


@login_required
def delegate(request: HttpRequest) -> HttpResponse:
    """Delegate one's own post for a time."""
    form = Delegate(request.POST or None, user=request.user, at=request.at)

    def act(values: dict) -> None:
        actions.delegate(giver=request.user, **values, by=request.user, at=request.at)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.HOLDING_ENDED)
        return redirect("people:user", request.user.pk)
    page = {"form": form, "title": "委托办理", "about": request.user.name, "verb": "确认委托"}
    return render(request, "people/form.html", page)


@login_required
@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation now."""
    row = _found(queries.delegation(pk))
    actions.end_delegation(delegation=row, by=request.user, at=request.at)
    messages.success(request, words.HOLDING_ENDED)
    return redirect("people:user", request.user.pk)


@login_required
@require_GET
def confirmations(request: HttpRequest) -> HttpResponse:
    """List what waits for the disclosure office."""
    kinds = queries.kinds_of(request.user, request.at)
    page = {
        "holdings": queries.pending_holdings(),
        "resets": queries.pending_resets(),
        "may_confirm": PostKind.OFFICE in kinds,
        "viewer": request.user,
    }
    return render(request, "people/confirmations.html", page)


@login_required
@never_cache
@require_POST
def propose_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a person's password and code be made anew; show the claim's first half, once."""
    person = _found(queries.person(pk))
    _, half = actions.propose_reset(user=person, by=request.user, at=request.at)
    page = {"name": person.name, "half": half, "part": "前段", "other": "信息公开机构"}
    return render(request, "people/half.html", page)


@login_required
@never_cache
@require_POST
def confirm_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a reset; show the claim's second half, once."""
    row = _found(queries.reset(pk))
    half = actions.confirm_reset(reset=row, by=request.user, at=request.at)
    page = {"name": row.user.name, "half": half, "part": "后段", "other": "系统管理员"}
    return render(request, "people/half.html", page)


@login_required
@require_POST
def withdraw_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a reset one proposed, or refuse it."""
    actions.withdraw_reset(reset=_found(queries.reset(pk)), by=request.user, at=request.at)
    messages.success(request, words.RESET_ENDED)
    return redirect("people:confirmations")
