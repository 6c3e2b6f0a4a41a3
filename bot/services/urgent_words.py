"""The messages about a red flag: to the patient, with the truth about who has seen it, and to the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain import followups
from bot.domain.message import Button, Message
from bot.domain.triage import Tier
from bot.services import crisis_words

UNLISTED = ("emergency", "self_harm")
"""What is only ever found in typed words, and so is no row of the red flags."""


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
    typed: bool = False
    contradictory: bool = False
    added: Sequence[str] = ()
    """Further lines for the patient, as in 'surgery', that a rule adds."""


@dataclass(frozen=True)
class Seen:
    """Who on the team knows: 'therapist' or 'team' are being written to, 'nobody' could be; 'newer' where a message
    further down says it, so that this one need not be kept true, and 'elsewhere' where an older one does.

    `at` alone is when the first alert arrived; with `by`, when that person acknowledged. `late`: a deadline has
    passed and nobody has.
    """

    told: str
    by: str | None = None
    at: datetime | None = None
    late: bool = False


NEWER, ELSEWHERE = Seen("newer"), Seen("elsewhere")


def asking(content: Content, language: str, case: Case, number: int, *, seen: Seen | None = None) -> Message:
    """'Did you get care?'; with the urgent words before it where somebody has to hear them again: then `seen` is who
    knows. `number` is the question's.
    """
    say = content.say(language)
    outcomes = followups.outcomes(case.tier.word)
    taps = [Button(say.label(f"followup.button.{one}"), "followup.says", (str(number), one)) for one in outcomes]
    before = Html(to_patient(content, language, case, seen).text) if seen is not None else None
    question = say(f"followup.ask.{case.tier.word}", call=call(content, say, case.country))
    return Message(paragraphs(before, question), tuple((tap,) for tap in taps))


def number_of(content: Content, country: str | None) -> str | None:
    """The place of the ambulance's number in a country; None when the country is unknown.

    The number itself is put there as the message leaves: the clinic may have confirmed another one since.
    """
    return content.numbers.place_for(country) if country and country in content.numbers else None


def call(content: Content, say: Words, country: str | None) -> Html:
    """How to call an ambulance: with the number first, or with the words for an unknown country."""
    number = number_of(content, country)
    return say("urgent.call", number=number) if number else say("urgent.call_unknown")


def to_patient(content: Content, language: str, case: Case, seen: Seen) -> Message:
    """The urgent message: what to do first, then who has seen it."""
    say = content.say(language)
    if case.tier is Tier.CRISIS:
        return _crisis(content, say, case, seen)
    if case.tier is Tier.ROUTINE:
        return _routine(content, language, case, seen)
    name = "emergency" if case.tier is Tier.EMERGENCY else "urgent"
    text = paragraphs(
        lines(
            say(f"urgent.{name}.head", call=call(content, say, case.country)),
            first_line(content, language, case.flags, case.tier),
        ),
        lines(
            where(content, say, case.country) if name == "urgent" else None,
            say(f"urgent.{name}.what", reported=tell_them(content, language, case.flags)),
            *(say(f"triage.added.{one}") for one in case.added),
        ),
        say("urgent.emergency.instead", call=call(content, say, case.country)) if name == "urgent" else None,
        lines(say("urgent.held"), _seen(content, say, case, seen), say("urgent.not_watched")),
    )
    return Message(text, buttons=_patient_buttons(say, case))


def _crisis(content: Content, say: Words, case: Case, seen: Seen) -> Message:
    told = "nobody" if seen.told == "nobody" else "team"
    words = crisis_words.text(content, say, call=call(content, say, case.country), country=case.country, told=told)
    known = _seen(content, say, case, seen) if seen.by or seen.late else None
    return Message(paragraphs(words, known), buttons=crisis_words.buttons(say, case.incident_id))


def _routine(content: Content, language: str, case: Case, seen: Seen) -> Message:
    """The advice to book a visit: nothing stops for it, and it says that the therapist's list has it."""
    say = content.say(language)
    text = paragraphs(
        first_line(content, language, case.flags, case.tier),
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


def _seen(content: Content, say: Words, case: Case, seen: Seen) -> Html | None:
    """The truth about who has seen it, in one line; none where another message says it already."""
    if seen.told == ELSEWHERE.told:
        return None
    if seen.told == NEWER.told:
        return say("urgent.told.newer")
    if seen.by is not None and seen.at is not None:
        return say("urgent.seen", name=seen.by, time=say.time(seen.at, case.zone))
    if seen.told == "nobody":
        return say("urgent.told.nobody", time=say.time(case.opened_at, case.zone))
    if seen.late:
        name = "urgent" if case.tier is Tier.URGENT else "emergency"
        return say(f"urgent.late.{name}", call=call(content, say, case.country))
    if seen.at is not None:
        return say(f"urgent.sent.{seen.told}", time=say.time(seen.at, case.zone))
    return say(f"urgent.told.{seen.told}", time=say.time(case.opened_at, case.zone))


def first_line(content: Content, language: str, flags: Sequence[str], tier: Tier) -> Html | None:
    """What the message says first: the line of the gravest flag. That line speaks for its own tier, so what a rule has
    raised above it has another.
    """
    item = content.red_flags.get(flags[0]) if flags else None
    if item is None:
        return None
    if Tier.named(item.data.tier) < tier and tier in (Tier.URGENT, Tier.EMERGENCY):
        return content.say(language)(f"urgent.{tier.word}.raised")
    return Html(item.text(language).first_line)


def where(content: Content, say: Words, country: str | None) -> Html:
    """Whom to call for advice today: with the country's line, where there is one."""
    line = content.advice_lines.get(country or "")
    if line is None:
        return say("urgent.urgent.where")
    return say("urgent.urgent.where_line", line=line.name if line.is_its_number else f"{line.name}, {line.number}")


def tell_them(content: Content, language: str, flags: Sequence[str]) -> str:
    """The flags as short words to say on the phone."""
    say = content.say(language)
    known = (content.red_flags[flag].text(language).tell_them for flag in flags if flag in content.red_flags)
    unlisted = (
        say.label(f"typed.about.{flag}") for flag in flags if flag in UNLISTED and flag not in content.red_flags
    )
    return ", ".join((*known, *unlisted))


def contact(content: Content, say: Words, country: str | None) -> Message | None:
    """A card that dials the ambulance with one tap; None when the country is unknown."""
    number = number_of(content, country)
    return Message(contact=(number, say.label("urgent.contact"))) if number else None


def to_team(
    content: Content,
    language: str,
    case: Case,
    *,
    says: str | None = None,
    seen: Seen | None = None,
    labels: Sequence[str] = (),
    closed: bool = False,
) -> Message:
    """The alert: the least data that lets a therapist act. No name, no free text.

    `labels` are the lines of `alert.label` that hold: as in 'unconfirmed', 'lost'.
    """
    say = content.say(language)
    acknowledged = seen is not None and seen.by is not None and seen.at is not None
    text = paragraphs(
        lines(
            say(f"alert.{case.tier.word}", code=case.code, time=say.time(case.opened_at, case.zone)),
            say("alert.flags", flags=tell_them(content, language, case.flags)) if case.flags else None,
            *(say(f"alert.label.{label}") for label in labels),
        ),
        lines(
            _told(content, say, case) if "untold" not in labels else None,
            say("alert.held") if case.tier >= Tier.URGENT else None,
            say(f"alert.says.{says}") if says else say("alert.not_confirmed"),
            say("typed.reported" if case.typed else "alert.reported"),
            say("typed.contradictory") if case.contradictory else None,
        ),
        say("alert.acknowledged", name=seen.by, time=say.time(seen.at, case.zone))
        if acknowledged and seen and seen.at
        else None,
        say("alert.closed") if closed else None,
    )
    incident = str(case.incident_id)
    take = Button(say.label("alert.button.acknowledge"), "incident.acknowledge", (incident,), style="danger")
    rows = () if acknowledged or closed else ((take,),)
    buttons = (*rows, (Button(say.label("alert.button.open"), "incident.open", (incident,)),))
    return Message(text, buttons, protected=True)


def _told(content: Content, say: Words, case: Case) -> Html:
    """What the patient was told to do."""
    if case.tier is Tier.CRISIS:
        return say("alert.told_crisis")
    if case.tier is Tier.EMERGENCY:
        return say("alert.told", call=call(content, say, case.country))
    return say("alert.told_urgent" if case.tier is Tier.URGENT else "alert.told_routine")
