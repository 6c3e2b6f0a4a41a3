"""Which moments a plan's line names, on the patient's own calendar and as instants."""

from bot.domain.recurrence.absence import Off, absence
from bot.domain.recurrence.days import EVERY_DAY
from bot.domain.recurrence.moments import Moment, instants, moments
from bot.domain.recurrence.reading import RuleError
from bot.domain.recurrence.rule import NUDGES_A_DAY, Rule

__all__ = ["EVERY_DAY", "NUDGES_A_DAY", "Moment", "Off", "Rule", "RuleError", "absence", "instants", "moments"]
