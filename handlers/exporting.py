"""Exports: one patient as a report for a doctor, tables or FHIR; the caseload as tables. Made when they leave."""

from typing import Any

from bot.content import lines, paragraphs
from bot.domain import wall
from bot.domain.message import Button, Message
from bot.exports import fhir
from bot.services import caseload
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

DAYS = (14, 30, 90)
ALL_DAYS = 90
PAGE = 50
"""Patients in one file of a caseload: making it holds their cells alone in memory."""
ENDINGS = {"pdf": "pdf", "csv": "zip", "fhir": "json"}


def _forms() -> tuple[str, ...]:
    """What can be made here, in the order of the buttons."""
    return tuple(form for form in ENDINGS if form != "fhir" or fhir.installed())


async def show(ask: Ask) -> Reply:
    """What is to be in the export, and in which form."""
    found = await card.found(ask)
    choice = _choice(ask.args[1:]) if len(ask.args) > 1 else (DAYS[0], False)
    if found is None or choice is None:
        return await unknown(ask)
    patient, person = found
    (days, words), mine = choice, str(patient.person_id)
    spans = tuple(_option(ask, ask.say.label("export.days", n=n), (mine, n, words), n == days) for n in DAYS)
    quoting = _option(ask, ask.say.label("export.words"), (mine, days, not words), words)
    forms = tuple(
        Button(ask.say.label(f"export.form.{form}"), "export.send", (mine, form, str(days), str(int(words))))
        for form in _forms()
    )
    text = paragraphs(
        ask.say("export.head", name=person.first_name, code=patient.code),
        lines(*(ask.say(f"export.about.{form}") for form in _forms())),
        ask.say("export.with_words" if words else "export.without_words"),
        ask.say("export.care"),
    )
    rows = (spans, (quoting,), *((form,) for form in forms), (card.back(ask, person.id),))
    return Reply(text, buttons=rows, instead=len(ask.args) > 1)


def _option(ask: Ask, label: str, args: tuple[str, int, bool], chosen: bool) -> Button:
    ticked = ask.say.label("checkin.ticked" if chosen else "checkin.unticked", label=label)
    mine, days, words = args
    return Button(ticked, "export.show", (mine, str(days), str(int(words))))


def _choice(args: tuple[str, ...]) -> tuple[int, bool] | None:
    """(days, whether typed words are in it) out of a button; None for what no button offers."""
    known = len(args) == 2 and args[0] in {str(n) for n in DAYS} and args[1] in {"0", "1"}
    return (int(args[0]), args[1] == "1") if known else None


async def send(ask: Ask) -> Reply:
    """Owe the file: it is made when it leaves, and the rights are asked again then."""
    found, choice = await card.found(ask), _choice(ask.args[2:])
    if found is None or choice is None or ask.args[1] not in _forms():
        return await unknown(ask)
    patient, (days, words), form = found[0], choice, ask.args[1]
    name = f"stepwell-{patient.code}-{_today(ask)}.{ENDINGS[form]}"
    caption = ask.say("export.here", name=found[1].first_name, code=patient.code, n=days)
    return Reply(message=Message(caption, file=_file(ask, form, [patient.person_id], days, words=words, name=name)))


def _file(ask: Ask, form: str, those: list[int], days: int, *, words: bool, name: str) -> dict[str, Any]:
    """What a message says of the file (see delivery.exporting)."""
    return {
        "kind": "export",
        "name": name,
        "form": form,
        "patients": those,
        "days": days,
        "words": words,
        "language": ask.person.language,
    }


def _today(ask: Ask) -> str:
    return wall.local(ask.now, ask.zone).date().isoformat()


async def offer_all(ask: Ask) -> Reply:
    """What an export of the whole caseload is, before it is made."""
    number = len(await caseload.of(ask.session, ask.person.id, now=ask.now))
    text = paragraphs(ask.say("export.all_head", n=number), ask.say("export.about.csv"), ask.say("export.care"))
    return Reply(text, buttons=((Button(ask.say.label("export.all_send"), "export.all_send"),),))


async def send_all(ask: Ask) -> Reply:
    """Owe the caseload, a file for each page of patients."""
    those = [row.person_id for row in await caseload.of(ask.session, ask.person.id, now=ask.now)]
    pages = [those[place : place + PAGE] for place in range(0, len(those), PAGE)]
    if not pages:
        return Reply(ask.say("patients.none"))
    files = []
    for number, page in enumerate(pages, start=1):
        name = f"stepwell-{_today(ask)}-{number}-{len(pages)}.zip"
        caption = ask.say("export.page", page=number, of=len(pages))
        files.append(Message(caption, file=_file(ask, "csv", page, ALL_DAYS, words=False, name=name)))
    return Reply(message=files[0], also=tuple(files[1:]))


TAPS = (
    Tap("export.show", show, THERAPISTS),
    Tap("export.send", send, THERAPISTS),
    Tap("export.all", offer_all, THERAPISTS),
    Tap("export.all_send", send_all, THERAPISTS),
)
