"""Red flags in typed words, before anything else is done with them."""

from collections.abc import Sequence

from bot.content import lines, paragraphs
from bot.domain.message import Button
from bot.domain.textflags import detect
from bot.domain.textflags.detecting import SELF_HARM
from bot.domain.triage import Tier, judge
from bot.models import Incident
from bot.services import alerts, typed, urgent_words
from handlers import crisis, urgent
from handlers.ask import EVERYONE, Ask, Reply, Tap, joined
from handlers.everyone import calling, to_list

MOST = 2
"""Red flags that a question's button carries: Telegram lets it carry 64 bytes."""


async def read(ask: Ask, *, passed_on: bool = False) -> tuple[Reply, bool] | None:
    """The answer to red flags in the words, and whether they were affirmed; None when there are none. `passed_on` says
    that the words reach the care team whatever is in them.
    """
    found = detect(ask.text, ask.content.lexicon)
    if SELF_HARM in found.hits:
        mention = await crisis.heard(ask)
        others = [flag for flag in found.hits if flag != SELF_HARM]
        flags = await affirmed(ask, others) if _grave(ask, others) else Reply()
        return joined(mention, flags), True
    if found.hits:
        return await affirmed(ask, found.hits), True
    soft = [flag for flag in found.soft if flag == SELF_HARM or _grave(ask, [flag])]
    return (_ask_about(ask, soft, passed_on=passed_on), False) if soft else None


def _grave(ask: Ask, flags: Sequence[str]) -> bool:
    """Whether red flags are alarming by themselves or together."""
    return judge(flags, ask.content.tiers, ask.content.rules).alarming


async def affirmed(ask: Ask, flags: Sequence[str]) -> Reply:
    """Red flags that are the patient's own and now: as if tapped, and confirmed once. Silence means yes."""
    patient = ask.consenting
    if patient is None:
        return urgent.without_record(ask, flags)
    reported = await typed.report(ask.session, ask.content, patient, flags, now=ask.now)
    if reported.incident is None:
        return _routine(ask, reported.verdict.flags) if reported.verdict.tier is Tier.ROUTINE else Reply()
    number = str(reported.incident.id)
    yes = Button(ask.say.label("typed.button.yes"), "typed.yes", (number,), style="danger")
    no = Button(ask.say.label("typed.button.no"), "typed.no", (number,))
    return Reply(ask.say("typed.confirm", reported=_about(ask, flags)), buttons=((yes,), (no,)))


def _routine(ask: Ask, flags: Sequence[str]) -> Reply:
    advice = urgent_words.first_line(ask.content, ask.person.language, flags, Tier.ROUTINE)
    text = paragraphs(lines(advice), ask.say("urgent.routine.what", call=calling(ask)))
    return Reply(text, buttons=((to_list(ask),),))


def _about(ask: Ask, flags: Sequence[str]) -> str:
    return urgent_words.tell_them(ask.content, ask.person.language, flags)


def _ask_about(ask: Ask, flags: Sequence[str], *, passed_on: bool) -> Reply:
    """Mentioned, and unclear: nobody is alarmed, and it asks."""
    key = "letters.soft" if passed_on else "typed.soft"
    ranked = sorted(flags, key=lambda flag: (flag != SELF_HARM, -judge([flag], ask.content.tiers, ()).tier))[:MOST]
    yes = Button(ask.say.label("typed.button.yes"), "typed.soft_yes", tuple(ranked), style="danger")
    no = Button(ask.say.label("typed.button.not_now"), "typed.soft_no")
    text = paragraphs(ask.say(key, reported=_about(ask, ranked)), ask.say("text.emergency", call=calling(ask)))
    return Reply(text, buttons=((yes, no), (to_list(ask),)))


async def soft_yes(ask: Ask) -> Reply:
    """It is happening: as if affirmed in words."""
    flags = [flag for flag in ask.args if flag in ask.content.red_flags or flag in urgent_words.UNLISTED]
    if SELF_HARM in flags:
        return await crisis.heard(ask)
    return await affirmed(ask, flags) if flags else await urgent.urgent(ask)


async def soft_no(ask: Ask) -> Reply:
    """Not happening. It clears nothing that was reported before."""
    return Reply(ask.say("typed.no"), instead=True)


async def yes(ask: Ask) -> Reply:
    """It is happening, as was taken for granted."""
    return Reply(ask.say("typed.yes"))


async def no(ask: Ask) -> Reply:
    """Something else was meant. The team sees it; nothing is closed."""
    incident = await _own(ask)
    if incident is None:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    await alerts.patient_says(ask.session, ask.content, incident, "mistake", now=ask.now)
    return Reply(ask.say("urgent.answer.mistake", call=calling(ask)), instead=True)


async def _own(ask: Ask) -> Incident | None:
    if ask.patient is None or not ask.args or not ask.args[0].isdecimal():
        return None
    incident = await ask.session.get(Incident, int(ask.args[0]))
    return incident if incident is not None and incident.patient_id == ask.patient.person_id else None


TAPS = (
    Tap("typed.yes", yes, EVERYONE),
    Tap("typed.no", no, EVERYONE),
    Tap("typed.soft_yes", soft_yes, EVERYONE),
    Tap("typed.soft_no", soft_no, EVERYONE),
)
