"""What may be done to figures."""

from gongkai.figures.actions.definitions import (
    define_codelist,
    define_flow,
    define_indicator,
    define_regions,
    define_subject,
    owner_seat,
    record_break,
)
from gongkai.figures.actions.vintages import (
    begin_vintage,
    drop_vintage,
    open_vintage,
    put,
    seal,
    take_out,
    withdraw_vintage,
)

__all__ = [
    "begin_vintage",
    "define_codelist",
    "define_flow",
    "define_indicator",
    "define_regions",
    "define_subject",
    "drop_vintage",
    "open_vintage",
    "owner_seat",
    "put",
    "record_break",
    "seal",
    "take_out",
    "withdraw_vintage",
]
