"""What Wagtail's editor is told: no road to the public, one way to the card."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.panels import ObjectList

from gongkai.publishing import actions, queries
from gongkai.publishing.forms import DisclosureForm
from gongkai.publishing.models import Column, Disclosure
from gongkai.publishing.panels import DISCLOSURE

# The editor's form and panels lie above the table they edit, so the table does not name them.
Disclosure.edit_handler = ObjectList(DISCLOSURE, base_form_class=DisclosureForm)


class SubmitItem(ActionMenuItem):
    """Save the draft and go on to hand it in."""

    label = "保存并送审"
    name = "action-hand-in"
    icon_name = "check"
    order = 0

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it on disclosures only."""
        page = context.get("page")
        return context["view"] in {"create", "edit"} and not isinstance(page, Column)


@hooks.register("register_page_action_menu_item")
def submit_item() -> SubmitItem:
    """Offer 保存并送审 beside saving."""
    return SubmitItem()


@hooks.register("construct_page_action_menu")
def only_saving(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Keep saving and handing in; nothing else belongs to the editor."""
    items[:] = [item for item in items if item.name in {"action-save-draft", "action-hand-in"}]


@hooks.register("construct_main_menu")
def short_menu(request: HttpRequest, items: list[Any]) -> None:
    """Keep the page tree; everything else is on the desk."""
    items[:] = [item for item in items if item.name == "explorer"]


@hooks.register("construct_wagtail_userbar", order=100)
def no_userbar(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Keep the preview free of shortcuts."""
    items.clear()


@hooks.register("after_create_page")
def drafted(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Give a new draft to the post of its author."""
    if not isinstance(page, Disclosure):
        return None
    seat = queries.editor_seat(request.user, request.at)
    if seat is not None:
        actions.own_draft(page=page, seat=seat)
    return _next(request, page)


@hooks.register("after_edit_page")
def edited(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Void what was signed over the text as it was."""
    if not isinstance(page, Disclosure):
        return None
    card = actions.void_if_changed(page=page, by=request.user, at=request.at)
    if card is not None:
        messages.warning(request, f"内容有改动，审批卡 {card.number} 已退回采编，先前的签批作废，请重新送审。")
    return _next(request, page)


def _next(request: HttpRequest, page: Disclosure) -> HttpResponse | None:
    if "action-hand-in" in request.POST:
        return redirect("publishing:submit", pk=page.pk)
    return None
