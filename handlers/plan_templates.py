"""The clinic's own templates: looking into one, another name, taking it away. Plans made of it keep their lines."""

from bot.content import Html, lines, paragraphs
from bot.domain.message import Button
from bot.models import PlanTemplate
from bot.services import cases, templates
from handlers import card, plan_words
from handlers.ask import THERAPISTS, Ask, Reply, Tap, Typed
from handlers.everyone import unknown

ASKING = "template_name"


async def listed(ask: Ask) -> Reply:
    """The templates by name. The patient whose plan is being written is the way back."""
    found = await card.found(ask)
    return await unknown(ask) if found is None else await _listed(ask, str(found[1].id))


async def _listed(ask: Ask, number: str, said: Html | None = None) -> Reply:
    ask.person.asking = None
    known = await templates.known(ask.session)
    rows = tuple((Button(f"📋 {one.name}", "template.show", (number, str(one.id))),) for one in known)
    text = paragraphs(said, ask.say("template.head") if known else ask.say("template.none"))
    return Reply(text, buttons=(*rows, (_sets(ask, number),)), instead=bool(ask.args))


def _sets(ask: Ask, number: str) -> Button:
    return Button(ask.say.label("outlook.back"), "patients.plans", (number, "back"))


async def _named(ask: Ask) -> tuple[str, PlanTemplate | None] | None:
    """The patient's number and the template, which may be gone meanwhile; None for somebody else's patient."""
    found = await card.found(ask)
    template = ask.args[1] if len(ask.args) > 1 else ""
    if found is None or not template.isdecimal():
        return None
    return str(found[1].id), await ask.session.get(PlanTemplate, int(template))


async def _gone(ask: Ask, number: str) -> Reply:
    return await _listed(ask, number, ask.say("template.gone"))


async def show(ask: Ask) -> Reply:
    """What is in a template, and what one can do with it."""
    named = await _named(ask)
    if named is None:
        return await unknown(ask)
    number, template = named
    return await _gone(ask, number) if template is None else await _shown(ask, number, template)


async def _shown(ask: Ask, number: str, template: PlanTemplate, said: Html | None = None) -> Reply:
    ask.person.asking = None
    by = await cases.person_of(ask.session, template.saved_by)
    day = ask.say.day_of(template.saved_at, ask.zone)
    text = paragraphs(
        said,
        lines(ask.say("template.name", name=template.name), ask.say("template.saved", name=by.first_name, day=day)),
        lines(*(plan_words.line(ask, line) for line in templates.lines(template))),
    )
    mine = (number, str(template.id))
    rename_it = Button(ask.say.label("template.button.rename"), "template.rename", mine)
    delete_it = Button(ask.say.label("template.button.delete"), "template.delete", mine)
    back = Button(ask.say.label("outlook.back"), "template.list", (number,))
    return Reply(text, buttons=((rename_it, delete_it), (back,)), instead=bool(ask.args))


async def rename(ask: Ask) -> Reply:
    """Ask for another name."""
    named = await _named(ask)
    if named is None:
        return await unknown(ask)
    number, template = named
    if template is None:
        return await _gone(ask, number)
    ask.person.asking = f"{ASKING}~{number}~{template.id}"
    back = Button(ask.say.label("outlook.back"), "template.show", (number, str(template.id)))
    return Reply(ask.say("template.ask", name=template.name), buttons=((back,),), instead=True, asks=True)


async def renamed(ask: Ask) -> Reply:
    """The name that was typed; one that will not do is said, and the question stays open."""
    _, number, template_id = (ask.person.asking or "").split("~")
    template, name = await ask.session.get(PlanTemplate, int(template_id)), ask.text.strip()
    if template is None:
        return await _gone(ask, number)
    if not 0 < len(name) <= templates.NAME_LENGTH:
        return Reply(ask.say("planedit.bad.length", n=templates.NAME_LENGTH))
    if not await templates.rename(ask.session, template, name, ask.person, now=ask.now):
        return Reply(ask.say("template.taken", name=name))
    return await _shown(ask, number, template, ask.say("template.renamed"))


async def delete(ask: Ask) -> Reply:
    """Take a template away, once it is confirmed."""
    named = await _named(ask)
    if named is None:
        return await unknown(ask)
    number, template = named
    if template is None:
        return await _gone(ask, number)
    if ask.args[2:] == ("yes",):
        name = template.name
        await templates.delete(ask.session, template, ask.person, now=ask.now)
        return await _listed(ask, number, ask.say("template.deleted", name=name))
    mine = (number, str(template.id))
    yes = Button(ask.say.label("template.button.sure"), "template.delete", (*mine, "yes"), style="danger")
    no = Button(ask.say.label("template.button.keep"), "template.show", mine)
    return Reply(ask.say("template.sure", name=template.name), buttons=((yes, no),), instead=True)


TAPS = (
    Tap("template.list", listed, THERAPISTS),
    Tap("template.show", show, THERAPISTS),
    Tap("template.rename", rename, THERAPISTS),
    Tap("template.delete", delete, THERAPISTS),
)
TYPED = (Typed(ASKING, renamed, THERAPISTS, for_others=True),)
