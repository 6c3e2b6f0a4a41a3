"""Finding somebody among many people."""

from bot.models import Person
from bot.sandbox.phone import Phone
from tests.cast import MONDAY_MORNING, Stage, on_sqlite


async def _many(stage: Stage, number: int) -> None:
    async with stage.database() as session:
        session.add_all(
            Person(telegram_id=9000 + n, first_name=f"Марта {n}", language="ru", created_at=MONDAY_MORNING)
            for n in range(number)
        )


async def test_many_people_come_in_pages_and_a_part_of_a_name_finds_some(stage: Stage, tom: Phone, ada: Phone) -> None:
    await _many(stage, 10)
    await ada.says("/people")
    assert "12 people, the newest first" in ada.sees()
    assert "1 to 8 of 12" in ada.sees()
    await ada.taps("Older")
    assert "Tom: therapist" in ada.sees()
    await ada.taps("Newer")
    assert "Марта 9: no role" in ada.sees()
    await ada.says("/people марта")
    assert "10 people with “марта” in the name" in ada.sees()
    await ada.taps("Older")
    assert "9 to 10 of 10" in ada.sees()
    await ada.says("/people to")
    assert "1 person with “to” in the name" in ada.sees()


@on_sqlite
async def test_a_person_s_card_leads_back_to_all(tom: Phone, ada: Phone) -> None:
    await ada.says("/people Tom")
    await ada.taps("Tom")
    await ada.taps("All people")
    assert "2 people" in ada.sees()
