"""A step that a therapist may decide on, in words: what would change, what speaks for it, and the buttons."""

from collections.abc import Mapping, Sequence

from bot.content import Content, Html, Words, lines
from bot.domain import stepping
from bot.domain.message import Button, Rows
from bot.domain.stepping import Way
from bot.services import reminder_words
from bot.services.step_offers import Offer

IN_SUMMARY = 3
"""Patients whose doses a morning's summary names."""
WAYS = {Way.UP: (Way.UP, Way.DOWN), Way.DOWN: (Way.DOWN,)}
"""What a therapist can do with an offer, beside keeping the dose."""


def name(content: Content, language: str, offer: Offer) -> Html:
    return Html(content.exercises[offer.exercise].text(language).name)


def asked(content: Content, language: str, offers: Sequence[Offer]) -> Html | None:
    """The first of some offers, and how many wait behind it; None without any."""
    if not offers:
        return None
    say, offer, behind = content.say(language), offers[0], len(offers) - 1
    before, after = (reminder_words.parts(say, dose) for dose in (offer.before, offer.after))
    return lines(
        say(f"steps.{offer.way}", what=name(content, language, offer), before=before, after=after),
        evidence(say, offer),
        say("steps.more", n=behind) if behind else None,
    )


def evidence(say: Words, offer: Offer) -> Html:
    """What was done of what was asked, and the pain meanwhile. What was not answered is said as that."""
    seen = offer.evidence
    parts = [
        say("steps.seen.done", done=seen.done, asked=seen.asked),
        say("steps.seen.part", n=seen.part) if seen.part else None,
        say("steps.seen.worse", n=seen.worse) if seen.worse else None,
        _pain(say, offer),
    ]
    return Html(", ".join(part for part in parts if part))


def _pain(say: Words, offer: Offer) -> Html:
    pains = offer.evidence.pains
    if not pains:
        return say("steps.seen.no_pain")
    if stepping.hurts(pains, offer.pain) or stepping.rise(pains) > 0:
        return say("steps.seen.pain_now", first=pains[0], last=pains[-1])
    if min(pains) == max(pains):
        return say("steps.seen.pain_same", pain=pains[0])
    return say("steps.seen.pain", least=min(pains), most=max(pains))


def buttons(say: Words, offers: Sequence[Offer]) -> Rows:
    """What a therapist can decide on the first of some offers."""
    if not offers:
        return ()
    offer = offers[0]
    mine = (str(offer.patient_id), str(offer.item_id))
    ways = tuple(Button(say.label(f"steps.button.{way}"), "step.take", (*mine, way)) for way in WAYS[offer.way])
    return ((*ways, Button(say.label("steps.button.keep"), "step.keep", mine)),)


def summary(content: Content, language: str, codes: Mapping[int, str], offers: Mapping[int, Sequence[Offer]]) -> Html:
    """The doses of a caseload that wait for a decision, the first of each patient; empty without any."""
    say, first = content.say(language), [found[0] for found in offers.values()]
    if not first:
        return Html("")
    named = [
        say(
            "steps.digest.line",
            code=codes[one.patient_id],
            what=name(content, language, one),
            seen=evidence(say, one),
        )
        for one in first[:IN_SUMMARY]
    ]
    rest = sum(len(found) for found in offers.values()) - len(named)
    return lines(say("steps.digest.head"), *named, say("steps.digest.more", n=rest) if rest else None)


def cards(say: Words, codes: Mapping[int, str], offers: Mapping[int, Sequence[Offer]]) -> Rows:
    """The ways to the cards of those patients."""
    return tuple(
        (Button(say.label("steps.digest.open", code=codes[one]), "patients.card", (str(one),)),)
        for one in list(offers)[:IN_SUMMARY]
    )
