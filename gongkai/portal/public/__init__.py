"""Every public address and how it is rendered at a moment. The press asks only this package."""

from gongkai.portal.public.feeds import Files
from gongkai.portal.public.site import (
    Part,
    disclosures,
    everything,
    parts,
    render,
    touched,
)

__all__ = ["Files", "Part", "disclosures", "everything", "parts", "render", "touched"]
