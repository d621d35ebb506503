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
from gongkai.figures.actions.gates import confirm_consent, enter_consent, record_gate
from gongkai.figures.actions.importing import (
    correct_mapping,
    drop_file,
    import_file,
    import_kept,
    take_file,
)
from gongkai.figures.actions.road import (
    bind_vintage,
    erase_vintage,
    free_vintage,
    restore_vintage,
    take_up,
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
    "bind_vintage",
    "confirm_consent",
    "correct_mapping",
    "define_codelist",
    "define_flow",
    "define_indicator",
    "define_regions",
    "define_subject",
    "drop_file",
    "drop_vintage",
    "enter_consent",
    "erase_vintage",
    "free_vintage",
    "import_file",
    "import_kept",
    "open_vintage",
    "owner_seat",
    "put",
    "record_break",
    "record_gate",
    "restore_vintage",
    "seal",
    "take_file",
    "take_out",
    "take_up",
    "withdraw_vintage",
]
