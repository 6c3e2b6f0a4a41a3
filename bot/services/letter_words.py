"""The words around the messages between a patient and who treats them. Of a person they show the first name alone."""

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain.message import Button, Message, Rows
from bot.models import Letter, Patient, Person
from bot.services import urgent_words


def text_of(content: Content, letter: Letter, language: str) -> str | None:
    """What a message says in a language: typed words as they are, a ready-made one or a tap in that language's words.

    None when the words were deleted.
    """
    ready = content.phrases.get(letter.phrase or "")
    if ready is not None:
        return ready.text(language).text
    key = f"letters.tap.{letter.phrase}"
    return content.say(language).label(key) if letter.phrase and key in content.say(language) else letter.text


def to_patient(
    content: Content, letter: Letter, author: Person, patient: Patient, language: str, *, again: bool = False
) -> Message:
    """A therapist's message as the patient reads it, with what it is not for and the ways to answer.

    Where the patient wants that, a lock screen shows only that it came.
    """
    say = content.say(language)
    text = paragraphs(say("delivery.repeat") if again else None, *_body(content, letter, author, patient, say))
    if patient.discreet:
        text = paragraphs(say("letters.discreet"), Html(f"<tg-spoiler>{text}</tg-spoiler>"))
    return Message(text, buttons=_buttons(content, letter, say), protected=True)


def preview(content: Content, letter: Letter, author: Person, patient: Patient, language: str) -> Html:
    """What the patient will read, word for word."""
    return paragraphs(*_body(content, letter, author, patient, content.say(language)))


def _body(content: Content, letter: Letter, author: Person, patient: Patient, say: Words) -> tuple[Html, str, Html]:
    whose = "own" if patient.therapist_id == author.id else "team"
    return (
        say(f"letters.from.{whose}", name=author.first_name),
        text_of(content, letter, say.language) or "",
        not_watched(content, say, patient),
    )


def not_watched(content: Content, say: Words, patient: Patient) -> Html:
    """That nobody reads along, and the way to help."""
    return say("letters.not_watched", call=urgent_words.call(content, say, patient.country))


def _buttons(content: Content, letter: Letter, say: Words) -> Rows:
    number = str(letter.id)
    ready = content.phrases.get(letter.phrase or "")
    taps = ready.data.taps if ready is not None else ()
    answers = tuple(Button(say.label(f"letters.tap.{tap}"), "letters.tap", (number, tap)) for tap in taps)
    own = Button(say.label("letters.answer"), "letters.answer", (number,))
    read = Button(say.label("letters.have_read"), "letters.read", (number,))
    wrong = Button(say.label("urgent.button.open"), "urgent.open", style="danger")
    return (*((answers,) if answers else ()), (own, read), (wrong,))


def news(content: Content, language: str, patient: Patient, person: Person, *, flagged: bool) -> Message:
    """That a patient has answered, without a word of it; flagged words came with an alert of their own."""
    say = content.say(language)
    text = lines(
        say("letters.news", name=person.first_name, code=patient.code),
        say("letters.news_flagged") if flagged else None,
    )
    button = Button(say.label("letters.open"), "letters.show", (str(patient.person_id),))
    return Message(text, buttons=((button,),), silent=not flagged, protected=True)


def lost(content: Content, language: str, patient: Patient, person: Person, why: str | None) -> Message:
    """That a message did not reach its patient, and why where that is known."""
    say = content.say(language)
    text = lines(
        say("letters.lost", name=person.first_name, code=patient.code),
        say(f"letters.refused.{why}", name=person.first_name) if why else None,
    )
    return Message(text, buttons=((Button(say.label("card.back"), "patients.card", (str(patient.person_id),)),),))
