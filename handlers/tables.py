"""All that people can ask, by command, by tap, by typing."""

from handlers import (
    admin,
    alerts,
    assigning,
    card,
    checkin,
    enrolment,
    everyone,
    learn,
    patient,
    reminders,
    settings,
    sitting,
    therapist,
    times,
    tips,
    travel,
    urgent,
    why,
)

PATIENT = (urgent, everyone, enrolment, checkin, reminders, patient, sitting, why, settings, travel, times, learn)
TEAM = (alerts, therapist, card, assigning, tips, admin)
SUBJECTS = (*PATIENT, *TEAM)

COMMANDS = {command.name: command for subject in SUBJECTS for command in getattr(subject, "COMMANDS", ())}
TAPS = {tap.action: tap for subject in SUBJECTS for tap in getattr(subject, "TAPS", ())}
TYPED = {typed.asking: typed for subject in SUBJECTS for typed in getattr(subject, "TYPED", ())}
