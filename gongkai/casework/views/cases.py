"""The queue, a case's page, staff entry, who asked."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.casework import actions, case_page, queries, words
from gongkai.casework.forms import RECEIPT_RULE, RegisterForm
from gongkai.casework.queries import lists
from gongkai.casework.queries.public import fragments
from gongkai.casework.rules import Kind
from gongkai.casework.views.handling import the_case
from gongkai.people.models import PostKind
from gongkai.people.views.handling import handled
from gongkai.publishing.queries import day_of, paged

TABS = {"mine": "我的", "new": "待分办", "all": "全部", "done": "已答复"}


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List requests and letters: mine first, the first due at the top."""
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    kind, asked = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:60]
    rows = lists.queue(request.user, request.at, tab=tab, kind=kind, asked=asked)
    page = paged(rows, request.GET.get("page"))
    context = {
        "page_of": page, "lines": lists.lines(page, request.at), "tab": tab, "kind": kind, "q": asked,
        "tabs": [(key, name, key == tab) for key, name in TABS.items()],
        "kinds": [("", "申请和来信", kind not in set(Kind)),
                  *((key, name, key == kind) for key, name in words.KIND.items())],
        "office": PostKind.OFFICE in request.kinds,
    }  # fmt: skip
    return render(request, "casework/cases.html", context)


@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case."""
    page = case_page.case_page(the_case(request, pk), request.user, request.at)
    return render(request, "casework/case.html", {"page": page})


@never_cache
@require_POST
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who asked in full; that it was looked at is registered."""
    row = the_case(request, pk)
    known = actions.show_identity(case=row.pk, by=request.user, at=request.at)
    context = {"case": row, "lines": case_page.identity_lines(known)}
    return render(request, "casework/identity.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is given to who asked; posted, with a new query code, and that is registered."""
    row = the_case(request, pk)
    queries.handling_seat(row, request.user, request.at)
    code = ""
    if request.method == "POST":
        code = actions.renew_code(case=row.pk, by=request.user, at=request.at)
    return render(request, "casework/slip.html", {"case": row, "code": code})


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Enter a request or a letter that came another way; its query code is shown once."""
    form = RegisterForm(request.POST or None, request.FILES or None,
                        topics=lists.topics(request.at), today=day_of(request.at))  # fmt: skip
    made = []

    @transaction.atomic  # the case and its files, or neither
    def act(_: dict) -> None:
        row, code = actions.register_case(by=request.user, at=request.at, **form.entered())
        for role, file in form.uploads():
            data = b"".join(file.chunks())
            actions.add_file(case=row.pk, role=role, name=file.name, data=data, by=request.user,
                             at=request.at)  # fmt: skip
        made.append((row, code))

    if request.method == "POST" and handled(form, act):
        ((row, code),) = made
        is_asked = bool(fragments(form.cleaned_data))
        said = words.REGISTERED if is_asked else words.REGISTERED_ALONE
        messages.success(request, said.format(number=row.number, code=code))
        return redirect("casework:case", row.pk)
    receipts = [(words.CHANNEL[channel], rule) for channel, rule in RECEIPT_RULE.items()]
    context = {"form": form, "back": reverse("casework:cases"), "receipts": receipts,
               "law": queries.law("request.receipt", request.at)}  # fmt: skip
    return render(request, "casework/register.html", context, status=422 if form.errors else 200)
