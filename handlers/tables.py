"""All that people can ask, by command, by tap, by typing."""

from handlers import (
    admin,
    alerts,
    assigning,
    card,
    cases,
    checkin,
    drill,
    enrolment,
    everyone,
    follow_up,
    learn,
    numbers,
    oncall,
    patient,
    reminders,
    settings,
    therapist,
    times,
    tips,
    urgent,
)

PATIENT = (urgent, follow_up, everyone, enrolment, checkin, reminders, patient, settings, times, learn)
TEAM = (alerts, cases, oncall, therapist, card, assigning, tips, admin, numbers, drill)
SUBJECTS = (*PATIENT, *TEAM)

COMMANDS = {command.name: command for subject in SUBJECTS for command in getattr(subject, "COMMANDS", ())}
TAPS = {tap.action: tap for subject in SUBJECTS for tap in getattr(subject, "TAPS", ())}
TYPED = {typed.asking: typed for subject in SUBJECTS for typed in getattr(subject, "TYPED", ())}
