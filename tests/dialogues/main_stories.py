"""The main dialogues, for any phone: told on the local Telegram, and on an independent emulator."""

from typing import Protocol


class Handset(Protocol):
    """What a phone has to offer for the stories. `sees` tells what came since the last own action, or look away."""

    async def says(self, text: str) -> None: ...

    async def opens(self, link: str) -> None: ...

    async def taps(self, label: str) -> None: ...

    def looks_away(self) -> None: ...

    def sees(self) -> str: ...

    def screen(self) -> str: ...


class Passing(Protocol):
    """Lets time pass, as `timedelta` counts it, stopping at whatever is due on the way."""

    async def __call__(self, **much: float) -> None: ...


TAPS_OF_ENROLMENT = ("Go on", "I am 18 or over", "Spain", "Madrid", "Left foot", "Done", "Start with these")


async def enrolment(ana: Handset, tom: Handset) -> None:
    """Ana comes by Tom's link; she agrees, says where it is numb, and takes the plan that is offered."""
    await tom.says("/invite")
    await ana.opens(next(word for word in tom.sees().split() if word.startswith("https://t.me/")))
    assert "I am a program, not a doctor." in ana.sees()
    for words in TAPS_OF_ENROLMENT:
        await (ana.says if words == "Spain" else ana.taps)(words)
    assert "All set." in ana.sees()
    assert "call 112 if you get one of these" in ana.sees()
    assert "Ana has joined by an invite" in tom.sees()


async def quiet_check_in(ana: Handset, passes: Passing) -> None:
    """A day without trouble takes four taps; after it the exercises come."""
    await ana.taps("Check in now")
    assert "is any of this new or worse" in ana.sees()
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    assert "Numbness: 3 of 10" in ana.sees()
    assert "Pain: 2 of 10" in ana.sees()
    await passes(hours=12)
    assert "Time for your exercise" in ana.screen()


async def red_flag(ana: Handset, tom: Handset, passes: Passing) -> None:
    """A bladder change: the number and its card at once, Tom's alert, who has seen it, no exercise any more."""
    tom.looks_away()
    await ana.says("/checkin")
    await ana.taps("Trouble peeing")
    await ana.taps("Send this one")
    assert "Get emergency help: call 112 now." in ana.sees()
    assert "[contact] Emergency: ambulance 112" in ana.sees()
    assert "Not seen yet" in ana.sees()
    assert "EMERGENCY answer" in tom.sees()
    assert "Ana" not in tom.sees()
    await tom.taps("I have seen it")
    assert "Acknowledged by Tom at 09:00" in tom.sees()
    assert "Seen by Tom at 09:00" in ana.sees()
    assert "Not seen yet" not in ana.screen()
    await passes(hours=12)
    assert "Time for your exercise" not in ana.screen()
    assert "Time to stand up" not in ana.screen()
    await passes(hours=12)
    assert "is any of this new or worse" in ana.screen()
