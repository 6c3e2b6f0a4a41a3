"""The check-in's screens: the safety questions first, then two scales and a comparison."""

from collections.abc import Mapping

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain.checkin import CHANGES, SCALE, Question, next_question, ticked
from bot.domain.message import Button, Message, Rows
from bot.services import urgent_words

SCALE_ROWS = (SCALE[:4], SCALE[4:8], SCALE[8:])


def screen(
    content: Content,
    language: str,
    check_in_id: int,
    answers: Mapping[str, str],
    *,
    urgent: bool,
    country: str | None,
) -> Message | None:
    """The message for the next open question; None when nothing is left to ask."""
    question = next_question(answers, urgent=urgent)
    if question is None:
        return None
    if question is Question.SCREEN:
        return _safety(content, language, check_in_id, answers, urgent=urgent, country=country)
    say = content.say(language)
    head = say("checkin.noted") if question is Question.NUMBNESS else None
    return Message(paragraphs(head, say(f"checkin.{question}")), buttons=_choices(say, question, check_in_id))


def _safety(
    content: Content,
    language: str,
    check_in_id: int,
    answers: Mapping[str, str],
    *,
    urgent: bool,
    country: str | None,
) -> Message:
    say = content.say(language)
    chosen = set(ticked(answers))
    flags = content.listed_flags() if urgent else content.daily_flags()
    mine = str(check_in_id)
    rows: list[tuple[Button, ...]] = []
    for flag in flags:
        label = content.red_flags[flag].text(language).label
        mark = say.label("checkin.ticked" if flag in chosen else "checkin.unticked", label=label)
        style = "danger" if flag in chosen else None
        rows.append((Button(mark, "checkin.tick", (mine, flag), style=style),))
    if chosen:
        rows.append((Button(say.label("checkin.send", n=len(chosen)), "checkin.send", (mine,), style="danger"),))
    else:
        rows.append((Button(say.label("checkin.none"), "checkin.none", (mine,), style="primary"),))
    call = urgent_words.call(content, say, country)
    head = say("checkin.urgent", call=call) if urgent else say("checkin.screen", call=call)
    return Message(head, buttons=tuple(rows))


def _choices(say: Words, question: Question, check_in_id: int) -> Rows:
    mine = str(check_in_id)
    if question is Question.CHANGE:
        return tuple(
            (Button(say.label(f"checkin.change_{value}"), "checkin.answer", (mine, question, value)),)
            for value in CHANGES
        )
    return tuple(tuple(Button(value, "checkin.answer", (mine, question, value)) for value in row) for row in SCALE_ROWS)


def done(content: Content, language: str, answers: Mapping[str, str], country: str | None) -> Html:
    """The end of a check-in: what was noted, and what to do if it changes. It never says that all is well."""
    say = content.say(language)
    values = {question: answers.get(question, say.label("checkin.no_answer")) for question in ("numbness", "pain")}
    change = answers.get(Question.CHANGE)
    return paragraphs(
        say("checkin.done"),
        lines(
            say("checkin.sum_numbness", value=values["numbness"]),
            say("checkin.sum_pain", value=values["pain"]),
            say("checkin.sum_change", value=say.label(f"checkin.change_{change}")) if change else None,
        ),
        lines(say("checkin.if_changes", call=urgent_words.call(content, say, country)), say("checkin.note_hint")),
    )
