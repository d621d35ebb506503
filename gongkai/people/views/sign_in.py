"""Signing in and out, being locked out, passwords. Waits go by the wall clock."""

from base64 import b32encode
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.law.refused import Refused
from gongkai.people import actions, queries, rules, words
from gongkai.people.forms import Claim, NewPassword, Rebind, SignIn
from gongkai.people.views.handling import handled


@method_decorator(sensitive_post_parameters("password", "code"), name="dispatch")
class Login(LoginView):
    """The sign-in page. A demonstration shows its accounts there; a real database never does."""

    authentication_form = SignIn
    template_name = "people/login.html"

    def form_valid(self, form: SignIn) -> HttpResponse:
        """Register who signed in, then open the session."""
        actions.sign_in(user=form.get_user(), at=self.request.at)
        return super().form_valid(form)

    def get_default_redirect_url(self) -> str:
        """Send whoever still has the password they were given to choose their own."""
        if queries.in_recovery(self.request.user):
            return reverse("people:rebind")
        if self.request.user.must_change_password:
            return reverse("people:password")
        return super().get_default_redirect_url()

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add the demonstration's accounts; in a real database there are none."""
        accounts = queries.demonstration_accounts()
        shown = {"accounts": accounts, "password": rules.DEMONSTRATION_PASSWORD} if accounts else {}
        return super().get_context_data(**more, **shown)


class Logout(LogoutView):
    """Sign out, by POST only, back to the sign-in page."""

    next_page = reverse_lazy("people:login")


@never_cache
def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """Answer a locked-out user name, whether it exists or not, with the time to wait."""
    username = (credentials or {}).get("username") or ""
    if getattr(request, "axes_failures_since_start", None) is not None:  # this failure locked it
        actions.lock_out(username=username, at=request.at)
    wall = timezone.now()
    ends = queries.lock_ends(username, wall) or wall + (get_cool_off() or timedelta())
    minutes = rules.minutes_left(ends, wall)
    page = render(request, "people/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


class Password(PasswordChangeView):
    """Change one's own password; its rules stand beside the field."""

    form_class = NewPassword
    template_name = "people/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the request, by which a wrong password is counted."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: NewPassword) -> HttpResponse:
        """Set the password and keep this session; all others of the person end."""
        user = self.request.user
        actions.change_password(user=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, words.CHANGED)
        return HttpResponseRedirect(reverse("people:user", args=[user.pk]))


@never_cache
@sensitive_post_parameters("first", "second", "password", "again")
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Take up a confirmed reset: choose a password, see the new code secret once."""
    form, made = Claim(request.POST or None), []

    def act(values: dict) -> None:
        values.pop("again")
        made.append(actions.claim_reset(**values, at=request.at))

    if request.method == "POST" and handled(form, act):
        return _bound(request, *made[0])
    return render(request, "people/claim.html", {"form": form})


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def rebind(request: HttpRequest) -> HttpResponse:
    """Bind a new code device, after signing in with a recovery code; this session ends."""
    form, made = Rebind(request.POST or None, request=request), []

    def act(_: dict) -> None:
        made.append(actions.rebind(user=request.user, at=request.at))

    if request.method == "POST" and handled(form, act):
        logout(request)
        return _bound(request, *made[0])
    return render(request, "people/rebind.html", {"form": form})


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Give new recovery codes, shown once, to who signed in with a one-time code."""
    if not request.user.is_verified():
        raise Refused("people.no_code", words.CODE_FIRST)
    form, made = Rebind(request.POST or None, request=request), []

    def act(_: dict) -> None:
        made.append(actions.give_recovery_codes(user=request.user, at=request.at))

    if request.method == "POST" and handled(form, act):
        return render(request, "people/recovery.html", {"codes": made[0]})
    left = queries.recovery_left(request.user)
    return render(request, "people/recovery.html", {"form": form, "left": left})


def _bound(request: HttpRequest, device: TOTPDevice, codes: list[str]) -> HttpResponse:
    """Show a new device's secret and recovery codes, once."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    page = {
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "address": device.config_url,
        "codes": codes,
    }
    return render(request, "people/secret.html", page)
