"""What may happen in a walk. A new feature adds its function here, with a weight."""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import sqlalchemy
from sqlmodel import SQLModel

from bot.domain.lanes import Stream
from bot.sandbox import Fault
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.phone import Phone
from bot.services import dispatch
from tests.cast import ADA, ANA, TOM, enrols
from tests.scenes import link_in
from tests.stateful.walk import BEA, Walk

Run = Callable[[Walk], Awaitable[None]]
TEXTS = (
    "hello",
    "I cannot pee since this morning",
    "no siento las piernas",
    "09:30",
    "<b>",
    "Berlin",
    "12",
    "/nothing",
)
COMMANDS = ("/checkin", "/urgent", "/today", "/progress", "/pause", "/resume", "/settings", "/help", "/learn", "/start")
TEAM_COMMANDS = ("/patients", "/tip", "/people", "/invite", "/status", "/audit")
PLACES = ((35.68, 139.69), (40.71, -74.0), (40.42, -3.7), (-31.55, 159.08))
"""Tokyo, New York, Madrid, and Lord Howe with its half-hour change."""
TROUBLE = ("drop", "drop_after", "truncated")


async def taps_something(walk: Walk) -> None:
    """Anything on a newest message, or on any older one that still shows its buttons."""
    phone = walk.somebody()
    labels = phone.buttons()
    if labels:
        await presses(walk, phone, walk.chance.choice(labels[:12]))


async def presses(walk: Walk, phone: Phone, label: str) -> None:
    asks_place = phone.chat.keyboard and any(
        "request_location" in button for row in phone.chat.keyboard.rows for button in row if button["text"] == label
    )
    if asks_place:
        await phone.shares_location(52.5, 13.4)
    else:
        await phone.taps(label)


async def taps_an_old_button(walk: Walk) -> None:
    phone = walk.somebody()
    shown = [message for message in phone.chat.messages if message.sender is None]
    buttons = [(message.id, button) for message in shown for row in message.buttons or [] for button in row]
    every = [(message, button["callback_data"]) for message, button in buttons if "callback_data" in button]
    if every:
        message, data = walk.chance.choice(every)
        await phone.forges(data, message_id=message)


async def types(walk: Walk) -> None:
    await walk.somebody().says(walk.chance.choice(TEXTS))


async def commands(walk: Walk) -> None:
    await walk.chance.choice(walk.patients).says(walk.chance.choice(COMMANDS))


async def team_commands(walk: Walk) -> None:
    await walk.phones[walk.chance.choice([TOM, ADA])].says(walk.chance.choice(TEAM_COMMANDS))


async def reports_a_red_flag(walk: Walk) -> None:
    """Opens a list, ticks some, and mostly sends them."""
    phone = walk.chance.choice(walk.patients)
    await phone.says(walk.chance.choice(["/urgent", "/checkin"]))
    ticks = [label for label in phone.buttons()[:14] if label.startswith("☐")]
    for label in walk.chance.sample(ticks, min(len(ticks), walk.chance.choice([1, 1, 2]))):
        if label in phone.buttons():
            await phone.taps(label)
    if walk.chance.random() < 0.8:
        await _if_there(phone, "Send th")


async def _if_there(phone: Phone, label: str) -> None:
    if any(label in one for one in phone.buttons()):
        await phone.taps(label)


async def acknowledges(walk: Walk) -> None:
    await _if_there(walk.phones[walk.chance.choice([TOM, ADA])], "I have seen it")


async def closes(walk: Walk) -> None:
    """Goes through the release list, mostly all of it, and tries to close."""
    member = walk.phones[walk.chance.choice([TOM, ADA])]
    await _if_there(member, "Hold and release list")
    points = [label for label in member.buttons()[:12] if label.startswith("⬜")]
    for label in points[: None if walk.chance.random() < 0.8 else 1]:
        await _if_there(member, label.removeprefix("⬜").strip())
    for label in ("Close the case", "Seen by a doctor"):
        await _if_there(member, label)


async def gives_a_plan(walk: Walk) -> None:
    await walk.tom.says("/patients")
    for label in ("Ana", "Give a plan"):
        await _if_there(walk.tom, label)
    names = [plan.text("en").name for plan in walk.stage.app.content.plans.values()]
    await _if_there(walk.tom, walk.chance.choice(names))


async def writes_to_ana(walk: Walk) -> None:
    await walk.tom.says("/patients")
    for label in ("Ana", "Write to Ana", "May I phone you?", "Send"):
        await _if_there(walk.tom, label)


async def answers_a_message(walk: Walk) -> None:
    await _if_there(walk.ana, "✍️ Answer")
    await walk.ana.says(walk.chance.choice(TEXTS))


async def minutes_pass(walk: Walk) -> None:
    await walk.stage.passes(minutes=walk.chance.choice([1, 7, 20, 45]))


async def hours_pass(walk: Walk) -> None:
    await walk.stage.passes(hours=walk.chance.choice([2, 5, 12]))


async def is_away(walk: Walk) -> None:
    """The process is away for minutes to days."""
    walk.stage.clock.forward(timedelta(hours=walk.chance.choice([0.1, 1, 9, 30])))
    await walk.restart()
    await walk.stage.app.tick()
    await walk.stage.settle()


async def crashes_between_commit_and_send(walk: Walk) -> None:
    phone = walk.chance.choice(walk.patients)
    walk.stage.sandbox.person_says(phone.id, walk.chance.choice(COMMANDS))
    await walk.stage.app.receiver.poll(0)
    await walk.restart()
    await walk.stage.settle()


async def crashes_after_a_claim(walk: Walk) -> None:
    """Messages are claimed, and their sender dies before one has left."""
    phone = walk.chance.choice(walk.patients)
    walk.stage.sandbox.person_says(phone.id, walk.chance.choice(COMMANDS))
    await walk.stage.app.receiver.poll(0)
    async with walk.stage.database() as session:
        stream = Stream.BULK if walk.chance.random() < 0.3 else Stream.URGENT
        await dispatch.take(session, walk.stage.app.content, stream=stream, limit=50, now=walk.stage.clock.now())
    await walk.restart()
    await walk.stage.settle()


async def telegram_is_in_trouble(walk: Walk) -> None:
    """The next messages meet an error, a broken connection, or a wait."""
    kind = walk.chance.choice(["429", "500", "502", *TROUBLE])
    options: dict[str, Any] = {"method": "sendMessage", "times": walk.chance.choice([1, 2, 4])}
    if kind == "429":
        walk.stage.sandbox.fail(Fault(retry_after=walk.chance.choice([1, 30]), **options))
    elif kind.isdecimal():
        walk.stage.sandbox.fail(Fault(status=int(kind), **options))
    else:
        walk.stage.sandbox.fail(Fault(kind, **options))  # type: ignore[arg-type]


async def telegram_is_away(walk: Walk) -> None:
    """For a while nothing can be sent."""
    fault = walk.stage.sandbox.fail(Fault(method="sendMessage", status=502, times=None))
    await walk.stage.passes(minutes=walk.chance.choice([12, 40]))
    walk.stage.sandbox.faults.pending.remove(fault)


async def blocks_or_unblocks(walk: Walk) -> None:
    phone = walk.phones[walk.chance.choice([ANA, TOM])]
    if phone.id in walk.stage.sandbox.people and walk.stage.sandbox.person(phone.id).blocked:
        await phone.unblocks()
        await phone.starts()
    else:
        await phone.blocks()


async def pauses(walk: Walk) -> None:
    await walk.ana.says("/pause")
    await _if_there(walk.ana, "1 day")


async def travels(walk: Walk) -> None:
    """To another zone; the reminders move along, keep the time of home, or the question stays open."""
    await walk.ana.says("/settings")
    await _if_there(walk.ana, "Time zone")
    await walk.ana.shares_location(*walk.chance.choice(PLACES))
    await _if_there(walk.ana, walk.chance.choice(["Move my reminders", "Keep home time", "nothing"]))


async def snoozes(walk: Walk) -> None:
    phone = walk.chance.choice(walk.patients)
    await _if_there(phone, walk.chance.choice(["In 10 min", "In 30 min", "In 60 min", "This evening"]))


async def tells_the_sitting_clock(walk: Walk) -> None:
    phone = walk.chance.choice(walk.patients)
    await phone.says("/moved")
    await _if_there(phone, walk.chance.choice(["I just walked", "Standing now", "In a meeting", "Not today"]))
    await _if_there(phone, "Until ")


async def leaves_or_comes_back(walk: Walk) -> None:
    await walk.ana.says("/stop")
    for label in ("Yes", "Leave"):
        await _if_there(walk.ana, label)
    await walk.ana.says("/start")


async def moves_abroad(walk: Walk) -> None:
    """Another country, and with it another number and zone."""
    await walk.ana.says("/settings")
    await _if_there(walk.ana, "Country")
    await walk.ana.says(walk.chance.choice(["Germany", "United States", "Spain", "Japan"]))


async def a_second_patient_joins(walk: Walk) -> None:
    if BEA in walk.phones:
        return
    bea = walk.stage.phone(BEA, "Bea")
    await walk.tom.says("/invite")
    if "https://t.me/" in walk.tom.sees():
        walk.phones[BEA] = bea
        await bea.opens(link_in(walk.tom))
        if "Go on" in bea.buttons():
            await enrols(bea)


async def an_update_comes_twice(walk: Walk) -> None:
    """What was taken already is taken again, as after a crash before it was confirmed."""
    phone = walk.somebody()
    walk.stage.sandbox.person_says(phone.id, walk.chance.choice([*TEXTS, *COMMANDS]))
    updates = await walk.stage.app.receiver._fetch(0)
    for update in updates:
        await walk.stage.app.receiver._door.take(update)
    before = await everything(walk)
    for update in updates:
        await walk.stage.app.receiver._door.take(update)
    after = await everything(walk)
    walk.replayed += [f"{name} differs after a second taking" for name in before if before[name] != after[name]]
    await walk.stage.settle()


async def everything(walk: Walk) -> dict[str, list[str]]:
    """Each table's rows, as text."""
    async with walk.stage.database() as session:
        return {
            table.name: sorted(map(str, (await (await session.connection()).execute(sqlalchemy.select(table))).all()))
            for table in SQLModel.metadata.sorted_tables
        }


RULES: tuple[tuple[Run, int], ...] = (
    (taps_something, 14),
    (taps_an_old_button, 4),
    (types, 4),
    (commands, 5),
    (team_commands, 4),
    (reports_a_red_flag, 9),
    (acknowledges, 6),
    (closes, 5),
    (gives_a_plan, 3),
    (writes_to_ana, 3),
    (answers_a_message, 2),
    (minutes_pass, 6),
    (hours_pass, 5),
    (is_away, 2),
    (crashes_between_commit_and_send, 3),
    (crashes_after_a_claim, 3),
    (telegram_is_in_trouble, 6),
    (telegram_is_away, 2),
    (blocks_or_unblocks, 3),
    (pauses, 2),
    (travels, 3),
    (snoozes, 4),
    (tells_the_sitting_clock, 3),
    (leaves_or_comes_back, 1),
    (moves_abroad, 2),
    (a_second_patient_joins, 2),
    (an_update_comes_twice, 3),
)


async def step(walk: Walk) -> None:
    """One thing happens."""
    (run,) = walk.chance.choices([rule for rule, _ in RULES], [weight for _, weight in RULES])
    walk.steps.append(run.__name__)
    with contextlib.suppress(NotPossibleError):  # what an app does not offer, such as writing to whom one has blocked
        await run(walk)
    await walk.look()


async def come_to_rest(walk: Walk) -> None:
    """The trouble ends, and what is owed has hours to leave."""
    walk.stage.sandbox.faults.clear()
    for phone in walk.phones.values():
        if walk.stage.sandbox.person(phone.id).blocked:
            walk.stage.sandbox.person_unblocks(phone.id)
    await walk.stage.settle()
    for minutes in (5, 60):
        await walk.stage.passes(minutes=minutes)
    await walk.look()
