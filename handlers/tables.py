"""All that people can ask, by command, by tap, by typing."""

from handlers import (
    admin,
    alerts,
    assigning,
    calendar,
    card,
    cases,
    checkin,
    crisis,
    digest,
    drill,
    enrolment,
    everyone,
    exercises,
    follow_up,
    learn,
    measures,
    numbers,
    oncall,
    patient,
    reminders,
    settings,
    therapist,
    thresholds,
    times,
    tips,
    typed,
    urgent,
)

PATIENT = (
    urgent,
    typed,
    crisis,
    follow_up,
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
    exercises,
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
