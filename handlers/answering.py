"""A patient answers a therapist's message: by a tap, or in words that were read for red flags before they come here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.content import lines, paragraphs
from bot.domain.message import Button
from bot.domain.textflags import detect
from bot.domain.textflags.detecting import SELF_HARM
from bot.domain.triage import Tier, judge
from bot.models import Letter, Person
from bot.services import cases, letter_answers, letter_words, letters
from handlers import everyone
from handlers.ask import PATIENTS, Ask, Reply, Tap, Typed
from handlers.everyone import to_list, unknown

ASKING = "letter_answer"
ASKED_FOR = timedelta(hours=12)
"""For how long after a tap on "Answer" typed words are the answer. Later they are asked about: nobody may remember."""


async def answer(ask: Ask) -> Reply:
    """Ask for the words of an answer."""
    letter = await _received(ask)
    if letter is None:
        return await unknown(ask)
    _begin(ask, letter)
    author = await cases.person_of(ask.session, letter.author_id)
    later = Button(ask.say.label("letters.not_now"), "letters.not_now")
    words = paragraphs(ask.say("letters.answer_ask", name=author.first_name), _warning(ask))
    return Reply(words, buttons=((later,),), asks=True)


async def by_reply(ask: Ask, message_id: int) -> None:
    """Words written as Telegram's reply to a therapist's message are an answer to it, as after a tap on "Answer"."""
    patient = ask.consenting
    letter = await letter_answers.carried_by(ask.session, patient.person_id, message_id) if patient else None
    if letter is not None:
        _begin(ask, letter)


def _begin(ask: Ask, letter: Letter) -> None:
    letter.read_at = letter.read_at or ask.now
    ask.person.asking = f"{ASKING}~{letter.id}~{ask.now:%Y-%m-%dT%H:%M%z}"


async def _received(ask: Ask) -> Letter | None:
    """The message that a button names, if it was written to this patient."""
    number = ask.args[0] if ask.args else ""
    mine = ask.enrolled.person_id
    return await letter_answers.received(ask.session, mine, int(number)) if number.isdecimal() else None


def _warning(ask: Ask) -> str:
    return letter_words.not_watched(ask.content, ask.say, ask.enrolled)


def lapse(ask: Ask) -> None:
    """Whoever tapped "Answer" long ago is not answering any more."""
    asking = (ask.person.asking or "").split("~")
    if asking[0] == ASKING and ask.now - datetime.fromisoformat(asking[2]) > ASKED_FOR:
        ask.person.asking = None


async def not_now(ask: Ask) -> Reply:
    """No answer for now; the message's own button stays."""
    if (ask.person.asking or "").startswith(ASKING):
        ask.person.asking = None
    return Reply(ask.say("letters.later"), instead=True)


async def typed(ask: Ask) -> Reply:
    """Pass the words on, those with red flags marked as such; what those ask for comes before, from elsewhere."""
    number = int((ask.person.asking or "").split("~")[1])
    ask.person.asking = None
    letter = await letter_answers.received(ask.session, ask.enrolled.person_id, number)
    return await unknown(ask) if letter is None else await _passed_on(ask, letter, ask.text)


async def _passed_on(ask: Ask, letter: Letter, text: str) -> Reply:
    found = detect(text, ask.content.lexicon)
    flagged = bool(found.hits or found.soft)
    told = await letter_answers.answer(
        ask.session, ask.content, letter, ask.enrolled, text, flagged=flagged, now=ask.now
    )
    if SELF_HARM in found.hits:
        return Reply()  # nothing stands beside the words that come then
    if judge(found.hits, ask.content.tiers, ask.content.rules).tier is not Tier.NONE:
        return Reply(ask.say("letters.answered_flagged"))
    return _confirmed(ask, told)


def _confirmed(ask: Ask, told: Sequence[Person]) -> Reply:
    """Who gets it, and what that does not mean."""
    names = ", ".join(one.first_name for one in told)
    said = ask.say("letters.answered", names=names) if told else ask.say("letters.answered_nobody")
    return Reply(lines(said, _warning(ask)), buttons=((to_list(ask),),))


async def tap(ask: Ask) -> Reply:
    """An answer by one tap, once."""
    letter, name = await _received(ask), ask.args[1] if len(ask.args) > 1 else ""
    known = ask.content.phrases.get(letter.phrase or "") if letter is not None else None
    if letter is None or known is None or name not in known.data.taps:
        return await unknown(ask)
    if await letter_answers.tapped(ask.session, letter):
        return Reply(toast=ask.say.label("letters.tapped_before"))
    label = ask.say.label(f"letters.tap.{name}")
    told = await letter_answers.answer(ask.session, ask.content, letter, ask.enrolled, label, tap=name, now=ask.now)
    return _confirmed(ask, told)


async def read(ask: Ask) -> Reply:
    """Say that it was read."""
    letter = await _received(ask)
    if letter is None:
        return await unknown(ask)
    letter.read_at = letter.read_at or ask.now
    author = await cases.person_of(ask.session, letter.author_id)
    return Reply(toast=ask.say.label("letters.read_thanks", name=author.first_name))


async def free_text(ask: Ask) -> Reply:
    """Typed words that answer no question: as always; after a message that waits for an answer they may be meant for
    its author, which is asked before anything is passed on.
    """
    usual = await everyone.free_text(ask)
    letter = (
        await letter_answers.open_one(ask.session, ask.consenting.person_id, now=ask.now) if ask.consenting else None
    )
    if letter is None:
        return usual
    mine = ask.enrolled.person_id
    draft = await letters.draft(ask.session, mine, mine, text=ask.text, answers_id=letter.id, now=ask.now)
    name = (await cases.person_of(ask.session, letter.author_id)).first_name
    yes = Button(ask.say.label("letters.pass_on", name=name), "letters.pass_on", (str(draft.id),))
    no = Button(ask.say.label("letters.keep_back"), "letters.keep_back")
    text = paragraphs(ask.say("letters.meant_for", name=name), _warning(ask))
    return Reply(text, buttons=((yes,), (no,), (to_list(ask),)))


async def pass_on(ask: Ask) -> Reply:
    """Yes, the words were an answer."""
    number, mine = ask.args[0] if ask.args else "", ask.enrolled.person_id
    draft = await letters.drafted(ask.session, mine, mine, int(number)) if number.isdecimal() else None
    letter = await letter_answers.received(ask.session, mine, draft.answers_id) if draft and draft.answers_id else None
    if draft is None or letter is None:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    text = draft.text or ""
    await letters.drop(ask.session, mine, mine)
    return await _passed_on(ask, letter, text)


async def keep_back(ask: Ask) -> Reply:
    """No, they were not."""
    await letters.drop(ask.session, ask.enrolled.person_id, ask.enrolled.person_id)
    return Reply(ask.say("letters.kept_back"), instead=True)


TAPS = (
    Tap("letters.answer", answer, PATIENTS),
    Tap("letters.tap", tap, PATIENTS),
    Tap("letters.read", read, PATIENTS),
    Tap("letters.not_now", not_now, PATIENTS),
    Tap("letters.pass_on", pass_on, PATIENTS),
    Tap("letters.keep_back", keep_back, PATIENTS),
)
TYPED = (Typed(ASKING, typed, PATIENTS, kept=True),)
