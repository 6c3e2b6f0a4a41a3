"""All that people can ask, by command, by tap, by typing."""

from handlers import (
    admin,
    alerts,
    areas,
    assigning,
    card,
    checkin,
    enrolment,
    everyone,
    learn,
    patient,
    profile,
    reminders,
    routine,
    settings,
    therapist,
    times,
    tips,
    urgent,
    weekly,
)

PATIENT = (urgent, everyone, enrolment, checkin, weekly, areas, routine, reminders, patient, settings, times, learn)
TEAM = (alerts, therapist, card, profile, assigning, tips, admin)
SUBJECTS = (*PATIENT, *TEAM)

COMMANDS = {command.name: command for subject in SUBJECTS for command in getattr(subject, "COMMANDS", ())}
TAPS = {tap.action: tap for subject in SUBJECTS for tap in getattr(subject, "TAPS", ())}
TYPED = {typed.asking: typed for subject in SUBJECTS for typed in getattr(subject, "TYPED", ())}
