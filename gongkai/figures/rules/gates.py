"""Who publishes first: what stands against releasing indicators another body answers for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from gongkai.figures.rules.codes import Authority

AFTER = frozenset({Authority.PROVINCE, Authority.NATION})  # published once the other body has
WITH = frozenset({Authority.SURVEY, Authority.JOINT})  # published with the other body's consent


def gate_fault(
    authorities: Iterable[str], gate: Mapping[str, Any], release: datetime
) -> tuple[str, str]:
    """Return why indicators may not be released yet: (code, authority); ("", "") when they may.

    Shape: gate as queries.gate_said returns it. Codes: none, late, consent.
    Law: 统计法实施条例第二十四条; the bureau's own order of release.

    >>> moment = datetime.fromisoformat("2014-10-21T10:00:00+08:00")
    >>> gate_fault(["bureau"], {}, moment), gate_fault(["nation"], {}, moment)
    (('', ''), ('none', 'nation'))
    >>> gate_fault(["nation"], {"released_at": "2014-10-21T10:00:00+08:00"}, moment)
    ('late', 'nation')
    """
    for one in sorted(set(authorities)):
        if one in AFTER and not gate.get("released_at"):
            return "none", one
        if one in AFTER and datetime.fromisoformat(gate["released_at"]) >= release:
            return "late", one
        if one in WITH and not gate.get("consent"):
            return "consent", one
    return "", ""
