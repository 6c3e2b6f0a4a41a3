"""The main dialogues before an independent emulator: the same words, taps and sights as on the local Telegram."""

from tests.dialogues import main_stories
from tests.emulator.conftest import EmulatedStage
from tests.emulator.handset import EmulatedPhone


async def test_enrolment_and_a_quiet_check_in(stage: EmulatedStage, ana: EmulatedPhone, tom: EmulatedPhone) -> None:
    await main_stories.enrolment(ana, tom)
    await main_stories.quiet_check_in(ana, stage.passes)


async def test_a_red_flag(stage: EmulatedStage, ana: EmulatedPhone, tom: EmulatedPhone) -> None:
    await main_stories.enrolment(ana, tom)
    await main_stories.red_flag(ana, tom, stage.passes)
