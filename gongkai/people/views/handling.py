"""What every form page of the room does with its form."""

from collections.abc import Callable

from django import forms

from gongkai.law.refused import Refused


def handled(form: forms.Form, act: Callable[[dict], object]) -> bool:
    """Run an act with what a valid form holds. A refusal becomes the form's own error."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as no:
        form.add_error(None, str(no))
        return False
    return True
