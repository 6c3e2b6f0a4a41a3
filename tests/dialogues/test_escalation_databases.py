"""The whole way of a red flag, on both databases."""

from bot.models.person import Role
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from tests.cast import Stage
from tests.dialogues.escalating import BOB, case, joins, releases, reports


async def test_from_the_tap_to_the_release(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    bob = await joins(stage, BOB, "Bob", Role.ADMIN)
    await ada.says("/numbers ES 061")
    await bob.taps("I have checked: confirm")
    await bob.says("/oncall")
    await bob.taps("I take over now")
    await ana.says("/urgent")
    await ana.taps("Trouble peeing")
    fault = stage.sandbox.faults.add(Fault("error", "sendMessage", chat_id=ana.id, times=None, status=502))
    await ana.taps("Send this one")
    await stage.jumps(seconds=61)
    assert "NOT told" in tom.screen()
    stage.sandbox.faults.pending.remove(fault)
    await stage.passes(minutes=5)
    assert "call 061 now" in ana.screen()
    assert "Nobody has seen this yet" in ana.screen()
    assert "EMERGENCY" in bob.screen()
    await stage.passes(minutes=30)
    await ana.taps("Not yet")
    await bob.taps("I have seen it")
    assert "Seen by Bob" in ana.screen()
    ana.looks_away()
    await ana.blocks()
    await stage.passes(seconds=2)
    assert "I cannot reach the patient" in bob.screen()
    await ana.unblocks()
    await tom.says("/alerts")
    await releases(tom)
    found = await case(stage)
    assert (found.state, found.close_reason) == ("closed", "seen")
    await ada.says("/drill")
    await ada.taps("Start the drill")
    await stage.passes(minutes=36)
    assert "The drill is over" in ada.screen()


async def test_an_urgent_case_on_both(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    await stage.passes(hours=2)
    assert "Nobody has seen this yet" in ana.screen()
    await tom.taps("I have seen it")
    assert "Seen by Tom" in ana.screen()
