"""A red flag by tap: the patient is told at once, the therapist is told, and each learns of the other."""

from bot.sandbox.phone import Phone
from tests.cast import Stage


async def test_a_bladder_change_brings_the_number_the_alert_and_who_has_seen_it(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    await ana.taps("Send this one")
    assert "call 112 now" in ana.sees()
    assert "Not seen yet" in ana.sees()
    assert "EMERGENCY" in tom.sees()
    assert "Ana" not in tom.sees()
    await tom.taps("I have seen it")
    ana_sees = ana.screen()
    assert "Seen by Tom at 09:00" in ana_sees
    await stage.passes(hours=12)
    assert "Time for your exercise" not in ana.screen()
