"""Scenes that many tests begin with: played once, then copied, the database and the local Telegram alike."""

import asyncio
from copy import deepcopy

from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.sandbox.telegram import Sandbox
from bot.services import people
from tests.cast import ADA, ANA, TOM, Stage, enrols, staged
from tests.databases import Databases

ENROLLED = "enrolled"
"""The template in which Ada is there, Tom is a therapist, and Ana has come by his link and finished enrolment."""


def enrolled(played: dict[str, Sandbox], kind: str, databases: Databases) -> Sandbox:
    """A local Telegram of its own after Ana's enrolment; the database of then is a template. Played once a kind."""
    if kind not in played:
        played[kind] = _play_enrolment(databases)
    return deepcopy(played[kind])


def _play_enrolment(databases: Databases) -> Sandbox:

    async def work(url: str) -> Sandbox:
        async with staged(url) as stage:
            await _enrolment(stage)
        stage.sandbox.changes.ring()  # nobody waits for the old bell: copies can be made
        return stage.sandbox

    for url in databases.fresh():
        sandbox = asyncio.run(work(url))
        databases.keep(url, ENROLLED)
    return sandbox


async def _enrolment(stage: Stage) -> None:
    await known_admin(stage)
    tom = await known_therapist(stage)
    ana = stage.phone(ANA, "Ana")
    await tom.says("/invite")
    await ana.opens(link_in(tom))
    await enrols(ana)


async def known_admin(stage: Stage) -> Phone:
    """Ada, known to the bot."""
    ada = stage.phone(ADA, "Ada")
    await ada.starts()
    return ada


async def known_therapist(stage: Stage) -> Phone:
    """Tom, as if Ada had made him a therapist a while ago."""
    tom = stage.phone(TOM, "Tom")
    async with stage.database() as session:
        person = await people.meet(session, TOM, "Tom", "en", now=stage.clock.now())
        await people.grant(session, person.id, Role.THERAPIST, by=None, now=stage.clock.now())
    await tom.starts()
    return tom


def link_in(phone: Phone) -> str:
    """The invite link on somebody's screen."""
    return next(word for word in phone.sees().split() if word.startswith("https://t.me/"))
