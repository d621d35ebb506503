"""The clock of a request (答复期限): from the recorded facts to the due date, with every step told.

Facts are kept, dates are derived: the same facts and the same calendar always give the same answer,
and a new holiday notice gives a new one.
"""

from gongkai.law.clock.account import CONSULTS, Clock, Line, clock
from gongkai.law.clock.facts import Channel, Event, Fact, Party, receipt_day
from gongkai.law.clock.faults import fault
from gongkai.law.clock.letters import Petition, letter_term, petition_term
from gongkai.law.clock.reckoning import due_of

__all__ = [
    "CONSULTS",
    "Channel",
    "Clock",
    "Event",
    "Fact",
    "Line",
    "Party",
    "Petition",
    "clock",
    "due_of",
    "fault",
    "letter_term",
    "petition_term",
    "receipt_day",
]
