"""All that people can ask, by command, by tap, by typing."""

from handlers import (
    admin,
    alerts,
    assigning,
    calendar,
    card,
    cases,
    checkin,
    digest,
    drill,
    enrolment,
    everyone,
    follow_up,
    learn,
    measures,
    numbers,
    oncall,
    patient,
    reminders,
    settings,
    sitting,
    therapist,
    thresholds,
    times,
    tips,
    travel,
    urgent,
    why,
)

PATIENT = (
    urgent,
    follow_up,
    everyone,
    enrolment,
    checkin,
    reminders,
    patient,
    sitting,
    why,
    calendar,
    settings,
    travel,
    times,
    measures,
    learn,
)
TEAM = (
    alerts,
    cases,
    oncall,
    therapist,
    card,
    assigning,
    thresholds,
    digest,
    tips,
    admin,
    numbers,
    drill,
)
SUBJECTS = (*PATIENT, *TEAM)

COMMANDS = {command.name: command for subject in SUBJECTS for command in getattr(subject, "COMMANDS", ())}
TAPS = {tap.action: tap for subject in SUBJECTS for tap in getattr(subject, "TAPS", ())}
TYPED = {typed.asking: typed for subject in SUBJECTS for typed in getattr(subject, "TYPED", ())}
