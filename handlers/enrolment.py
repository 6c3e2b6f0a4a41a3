"""The first conversation: what this is, consent, and the few things that reminders need. Each tap is saved at once."""

from bot.content import Html, lines, paragraphs
from bot.domain.enrolment import Step, next_step
from bot.domain.message import Button
from bot.models import Patient
from bot.models.person import Role
from bot.services import leaflet, letters, pairing, patients, plans, urgent_words
from handlers import choices
from handlers.ask import EVERYONE, PATIENTS, Ask, Command, Reply, Tap
from handlers.everyone import home


async def resume(ask: Ask) -> Reply:
    """Go on where the person is."""
    team = bool(ask.roles & {Role.THERAPIST, Role.ADMIN}) and ask.consenting is None
    enrolled = ask.consenting is not None and ask.consenting.enrolled_at is not None
    return await home(ask) if team or enrolled else await step(ask, ask.consenting, instead=False)


async def step(ask: Ask, patient: Patient | None, *, instead: bool = True) -> Reply:
    """The next thing to ask; after the last one the patient is enrolled."""
    ask.person.asking = None
    following = next_step(patients.known(patient, ask.person))
    if patient is None or following is Step.WELCOME:
        return _welcome(ask, instead=instead)
    if following is Step.COUNTRY:
        return choices.country(ask, instead=instead)
    if following is Step.ZONE:
        return choices.zone(ask, patient, instead=instead)
    if following is Step.PLACES:
        return choices.places(ask, patient, instead=instead)
    if following is Step.DAY:
        return _day(ask, patient, instead=instead)
    return await _enrol(ask, patient)


def _welcome(ask: Ask, *, instead: bool) -> Reply:
    go_on = Button(ask.say.label("enrolment.next"), "enrol.consent", style="success")
    text = paragraphs(ask.say("enrolment.welcome"), ask.say("enrolment.emergency"))
    return Reply(text, buttons=((go_on,), *choices.language(ask)), instead=instead)


async def consent(ask: Ask) -> Reply:
    """What has to be agreed to before anything about health is asked."""
    agree_now = Button(ask.say.label("enrolment.agree"), "enrol.agree", style="success")
    refuse_now = Button(ask.say.label("enrolment.refuse"), "enrol.refuse")
    return Reply(ask.say("enrolment.consent"), buttons=((agree_now,), (refuse_now,)), instead=True)


async def agree(ask: Ask) -> Reply:
    """Consent, recorded with the version and the hash of its text. Tapped twice, it is given once."""
    if ask.consenting is not None:
        return await step(ask, ask.consenting)
    patient = await patients.consent(ask.session, ask.content, ask.person, now=ask.now)
    reply = await step(ask, patient, instead=False)
    done = Reply(ask.say("enrolment.agreed"), instead=True)
    return Reply(done.text, instead=True, also=(choices.keyboard(ask), *reply.messages(None)))


async def refuse(ask: Ask) -> Reply:
    """No consent, or under 18: nothing is kept, and the way to help is shown."""
    return Reply(ask.say("enrolment.refused"), buttons=((_list(ask),),), instead=True)


def _list(ask: Ask) -> Button:
    return Button(ask.say.label("urgent.button.open"), "urgent.open", style="danger")


def _day(ask: Ask, patient: Patient, *, instead: bool) -> Reply:
    """The day's frame with sane defaults: one tap to agree, another to change anything first."""
    begin = Button(ask.say.label("enrolment.start_with_these"), "enrol.begin", style="success")
    change = Button(ask.say.label("enrolment.change"), "settings.show")
    return Reply(day_text(ask, patient), buttons=((begin,), (change,)), instead=instead)


def day_text(ask: Ask, patient: Patient, plan: str | None = None) -> Html:
    """The day's frame in words; `plan` is the name of a plan that runs already."""
    say, zone = ask.say, ask.zone
    days = say.weekdays(patient.sitting_days)
    hours = {"start": patient.sitting_from, "end": patient.sitting_until, "days": days}
    return lines(
        say("settings.head" if plan else "enrolment.day"),
        say("settings.now", time=say.time(ask.now, zone), city=say.city(zone)),
        say("settings.check_in_at", at=patient.check_in_at),
        say("settings.plan", plan=plan) if plan else say("settings.stretch"),
        say("settings.sits" if plan else "settings.sitting", **hours),
        say("settings.quiet", start=patient.quiet_from, end=patient.quiet_until),
    )


async def begin(ask: Ask) -> Reply:
    """Agree to the starter plan."""
    patient = ask.consenting
    if patient is None:
        return await step(ask, None)
    if next_step(patients.known(patient, ask.person)) is Step.DAY:
        patient.defaults_agreed_at = ask.now
    return await step(ask, patient)


async def _enrol(ask: Ask, patient: Patient) -> Reply:
    """The end of enrolment: the starter plan begins, the safety leaflet is shown, the therapist hears of it."""
    first = patient.enrolled_at is None
    patient.enrolled_at = patient.enrolled_at or ask.now
    if await plans.current(ask.session, patient.person_id) is None:
        await plans.assign(ask.session, ask.content, patient, plans.STARTER, zone=ask.zone, by=None, now=ask.now)
    else:
        await plans.go_on(ask.session, patient, zone=ask.zone, now=ask.now)
    if first:
        await pairing.tell_therapists(ask.session, ask.content, patient, ask.person, None, now=ask.now)
    patient.leaflet_at = ask.now
    check_in = Button(ask.say.label("checkin.begin"), "checkin.begin", style="success")
    text = paragraphs(
        ask.say("enrolment.done", at=patient.check_in_at, code=patient.code),
        leaflet.text(ask.content, ask.say, patient),
    )
    profile = Button(ask.say.label("profile.button"), "profile.show")
    return Reply(text, buttons=((check_in,), (profile,)), instead=True)


async def stop(ask: Ask) -> Reply:
    """Ask once before leaving."""
    sure = Button(ask.say.label("stop.sure"), "stop.leave", style="danger")
    pause = Button(ask.say.label("stop.pause"), "pause.ask")
    return Reply(ask.say("stop.ask"), buttons=((sure,), (pause,)))


async def leave(ask: Ask) -> Reply:
    """Withdraw consent: as easy as giving it was."""
    await patients.leave(ask.session, ask.enrolled, now=ask.now)
    await letters.call_off(ask.session, ask.content, ask.enrolled.person_id, now=ask.now)
    call = urgent_words.call(ask.content, ask.say, ask.enrolled.country)
    return Reply(ask.say("stop.done", call=call), instead=True)


COMMANDS = (Command("stop", stop, PATIENTS, "menu.stop", early=True),)
TAPS = (
    Tap("enrol.consent", consent, EVERYONE),
    Tap("enrol.agree", agree, EVERYONE),
    Tap("enrol.refuse", refuse, EVERYONE),
    Tap("enrol.begin", begin, EVERYONE),
    Tap("stop.leave", leave, PATIENTS),
)
