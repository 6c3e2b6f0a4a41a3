"""All that people can ask, by command, by tap, by typing."""

from handlers import (
    admin,
    alerts,
    assigning,
    audit,
    calendar,
    card,
    checkin,
    digest,
    enrolment,
    everyone,
    learn,
    measures,
    patient,
    reminders,
    settings,
    status,
    therapist,
    thresholds,
    times,
    tips,
    urgent,
)

PATIENT = (
    urgent,
    everyone,
    enrolment,
    checkin,
    reminders,
    patient,
    calendar,
    settings,
    times,
    measures,
    learn,
)
TEAM = (
    alerts,
    therapist,
    card,
    assigning,
    thresholds,
    digest,
    tips,
    admin,
    audit,
    status,
)
SUBJECTS = (*PATIENT, *TEAM)

COMMANDS = {command.name: command for subject in SUBJECTS for command in getattr(subject, "COMMANDS", ())}
TAPS = {tap.action: tap for subject in SUBJECTS for tap in getattr(subject, "TAPS", ())}
TYPED = {typed.asking: typed for subject in SUBJECTS for typed in getattr(subject, "TYPED", ())}
