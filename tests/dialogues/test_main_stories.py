"""The main dialogues on the local Telegram."""

from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage
from tests.dialogues import main_stories


async def test_enrolment(stage: Stage, tom: Phone) -> None:
    await main_stories.enrolment(stage.phone(ANA, "Ana"), tom)


async def test_a_quiet_check_in(stage: Stage, ana: Phone) -> None:
    await main_stories.quiet_check_in(ana, stage.passes)


async def test_a_red_flag(stage: Stage, ana: Phone, tom: Phone) -> None:
    await main_stories.red_flag(ana, tom, stage.passes)
