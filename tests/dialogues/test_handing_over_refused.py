"""What a hand-over or a cover cannot be: a clear answer each, and nothing lost."""

from datetime import date, timedelta

from sqlmodel import select

from bot.domain import signing
from bot.models import Handover, HandoverState, Person
from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.services import people
from tests.cast import ANA, TOM, Stage, on_sqlite
from tests.dialogues.test_inviting import therapist

EVE, KIM = 606, 707
TODAY = date(2026, 3, 2)


async def ids(stage: Stage) -> dict[int, str]:
    async with stage.database() as session:
        return {one.telegram_id: str(one.id) for one in (await session.exec(select(Person))).all()}


async def taps(stage: Stage, phone: Phone, action: str, *args: str) -> str:
    """What somebody reads after a button with these values."""
    phone.looks_away()
    await phone.forges(signing.sign(stage.app._key, phone.id, action, args))
    return phone.sees()


async def states(stage: Stage) -> list[str]:
    async with stage.database() as session:
        return [one.state for one in (await session.exec(select(Handover).order_by(Handover.id))).all()]  # type: ignore[arg-type]


async def therapist_of_ana(stage: Stage) -> str:
    return str((await stage.patient()).therapist_id)


@on_sqlite
async def test_offered_twice_withdrawn_and_after_the_role_is_gone(stage: Stage, ana: Phone, tom: Phone) -> None:
    eve, kim = await therapist(stage, EVE, "Eve"), await therapist(stage, KIM, "Kim")
    number = await ids(stage)
    offer = ("handover.offer", number[ANA], "transfer")
    assert "I have asked Eve" in await taps(stage, tom, *offer, number[EVE])
    assert "This is offered to somebody already" in await taps(stage, tom, *offer, number[KIM])
    assert "I don't know that one" in await taps(stage, kim, *offer, number[EVE])
    assert "I don't know that one" in await taps(stage, kim, "handover.answer", "1", "yes")
    assert "Taken back" in await taps(stage, tom, "handover.withdraw", "1")
    assert "This offer is over. Nothing has changed." in await taps(stage, eve, "handover.answer", "1", "yes")
    assert "I have asked Eve" in await taps(stage, tom, *offer, number[EVE])
    async with stage.database() as session:
        await people.revoke(session, int(number[EVE]), Role.THERAPIST, by=None, now=stage.clock.now())
    await taps(stage, eve, "handover.answer", "2", "yes")
    assert await therapist_of_ana(stage) == number[TOM]
    tom.looks_away()
    await stage.jumps(minutes=1)
    assert "Tom stays responsible" in tom.sees()
    assert await states(stage) == [HandoverState.WITHDRAWN, HandoverState.LAPSED]
    assert await therapist_of_ana(stage) == number[TOM]


@on_sqlite
async def test_a_cover_of_days_that_are_over_of_oneself_and_of_days_that_are_taken(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    eve, kim = await therapist(stage, EVE, "Eve"), await therapist(stage, KIM, "Kim")
    number = await ids(stage)

    async def asks(who: Phone, receiver: int, first: int, last: int) -> str:
        days = [(TODAY + timedelta(days=ahead)).isoformat() for ahead in (first, last)]
        return await taps(stage, who, "cover.offer", *days, number[receiver])

    assert "These days are over" in await asks(tom, EVE, -1, 2)
    assert "are with this therapist already" in await asks(tom, TOM, 1, 2)
    assert "only to somebody who is a therapist" in await asks(tom, ANA, 1, 2)
    assert "I have asked Eve" in await asks(tom, EVE, 2, 5)
    assert "This is offered to somebody already" in await asks(tom, KIM, 3, 4)
    assert "I have asked Kim" in await asks(eve, KIM, 4, 6)
    assert "You stand in then" in await taps(stage, kim, "handover.answer", "2", "yes")
    assert "Somebody stands in for you on some of these days" in await taps(stage, eve, "handover.answer", "1", "yes")
    assert await states(stage) == [HandoverState.OFFERED, HandoverState.ACCEPTED]
    assert "It has ended" in await taps(stage, eve, "handover.end", "2")
    assert "You stand in then" in await taps(stage, eve, "handover.answer", "1", "yes")
    assert "On some of these days somebody stands in already" in await asks(tom, KIM, 5, 7)
    assert "This colleague is away on some of these days" in await asks(kim, TOM, 5, 7)
    assert "You stand in for somebody on some of these days" in await asks(eve, KIM, 5, 7)
    assert await states(stage) == [HandoverState.ACCEPTED, HandoverState.ENDED]
    assert await therapist_of_ana(stage) == number[TOM]
