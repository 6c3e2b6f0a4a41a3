"""The messages about a red flag: to the patient, with the truth about who has seen it, and to the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain.message import Button, Message
from bot.domain.triage import Tier


@dataclass(frozen=True)
class Case:
    """What the messages about one incident are made of. `code` and `country` are the patient's."""

    incident_id: int
    tier: Tier
    flags: Sequence[str]
    code: str
    country: str | None
    zone: str
    opened_at: datetime
    added: Sequence[str] = ()
    """Further lines for the patient, as in 'surgery', that a rule adds."""


@dataclass(frozen=True)
class Seen:
    """Who on the team knows: 'therapist' or 'team' were written to, 'nobody' could be; or by whom, when."""

    told: str
    by: str | None = None
    at: datetime | None = None


def number_of(content: Content, country: str | None) -> str | None:
    """The ambulance's number in a country; None when the country is unknown."""
    numbers = content.numbers.get(country or "")
    return numbers[0] if numbers else None


def call(content: Content, say: Words, country: str | None) -> Html:
    """How to call an ambulance: with the number first, or with the words for an unknown country."""
    number = number_of(content, country)
    return say("urgent.call", number=number) if number else say("urgent.call_unknown")


def to_patient(content: Content, language: str, case: Case, seen: Seen) -> Message:
    """The urgent message: what to do first, then who has seen it."""
    say = content.say(language)
    if case.tier is Tier.ROUTINE:
        return _routine(content, language, case, seen)
    name = "emergency" if case.tier is Tier.EMERGENCY else "urgent"
    text = paragraphs(
        lines(
            say(f"urgent.{name}.head", call=call(content, say, case.country)),
            first_line(content, language, case.flags),
        ),
        lines(
            say(f"urgent.{name}.what", reported=tell_them(content, language, case.flags)),
            *(say(f"triage.added.{one}") for one in case.added),
        ),
        say("urgent.emergency.instead", call=call(content, say, case.country)) if name == "urgent" else None,
        lines(say("urgent.held"), _seen(say, case, seen), say("urgent.not_watched")),
    )
    return Message(text, buttons=_patient_buttons(say, case))


def _routine(content: Content, language: str, case: Case, seen: Seen) -> Message:
    """The advice to book a visit: nothing stops for it, and it says that the therapist's list has it."""
    say = content.say(language)
    text = paragraphs(
        first_line(content, language, case.flags),
        say("urgent.routine.what", call=call(content, say, case.country)),
        say("urgent.seen", name=seen.by, time=say.time(seen.at, case.zone)) if seen.by and seen.at else None,
    )
    mine = str(case.incident_id)
    booked = Button(say.label("triage.button.booked"), "routine.booked", (mine,))
    remind = Button(say.label("triage.button.remind"), "routine.remind", (mine,))
    return Message(text, buttons=((booked,), (remind,)))


def _patient_buttons(say: Words, case: Case) -> tuple[tuple[Button, ...], ...]:
    kinds = ("on_way", "being_seen", "mistake") if case.tier is Tier.EMERGENCY else ("advised", "cannot_reach", "worse")
    return tuple(
        (Button(say.label(f"urgent.button.{kind}"), "incident.says", (str(case.incident_id), kind)),) for kind in kinds
    )


def _seen(say: Words, case: Case, seen: Seen) -> Html:
    if seen.by is not None and seen.at is not None:
        return say("urgent.seen", name=seen.by, time=say.time(seen.at, case.zone))
    return say(f"urgent.told.{seen.told}", time=say.time(case.opened_at, case.zone))


def first_line(content: Content, language: str, flags: Sequence[str]) -> str | None:
    """What the message says first: the line of the gravest flag."""
    item = content.red_flags.get(flags[0]) if flags else None
    return Html(item.text(language).first_line) if item else None


def tell_them(content: Content, language: str, flags: Sequence[str]) -> str:
    """The flags as short words to say on the phone."""
    known = (content.red_flags[flag] for flag in flags if flag in content.red_flags)
    return ", ".join(item.text(language).tell_them for item in known)


def contact(content: Content, say: Words, country: str | None) -> Message | None:
    """A card that dials the ambulance with one tap; None when the country is unknown."""
    number = number_of(content, country)
    return Message(contact=(number, say.label("urgent.contact"))) if number else None


def to_team(
    content: Content, language: str, case: Case, *, says: str | None = None, seen: Seen | None = None
) -> Message:
    """The alert: the least data that lets a therapist act. No name, no free text."""
    say = content.say(language)
    acknowledged = seen is not None and seen.by is not None and seen.at is not None
    text = paragraphs(
        lines(
            say(f"alert.{case.tier.word}", code=case.code, time=say.time(case.opened_at, case.zone)),
            say("alert.flags", flags=tell_them(content, language, case.flags)),
        ),
        lines(
            say("alert.told", call=call(content, say, case.country))
            if case.tier is Tier.EMERGENCY
            else say("alert.told_urgent"),
            say("alert.held"),
            say(f"alert.says.{says}") if says else say("alert.not_confirmed"),
            say("alert.reported"),
        ),
        say("alert.acknowledged", name=seen.by, time=say.time(seen.at, case.zone))
        if acknowledged and seen and seen.at
        else None,
    )
    incident = str(case.incident_id)
    take = (
        ()
        if acknowledged
        else ((Button(say.label("alert.button.acknowledge"), "incident.acknowledge", (incident,), style="danger"),),)
    )
    return Message(text, buttons=(*take, (Button(say.label("alert.button.open"), "incident.open", (incident,)),)))
