"""A walk: one seed, one whole bot on the local Telegram, and whatever may happen, in an order that nobody chose."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import select

from bot.app import Stepwell
from bot.delivery.client import client
from bot.domain.gate import Standing
from bot.models import Incident, Patient, Person
from bot.sandbox.phone import Phone
from bot.services import patients
from tests.cast import ADA, ANA, TOKEN, TOM, Stage, shipped_content
from tests.databases import opened

SECOND = timedelta(seconds=1)
BEA = 404


@dataclass
class Seen:
    """What was so after a step; the checks compare it with the end."""

    at: datetime
    tiers: dict[int, str]
    countries: dict[int, str | None]
    standings: dict[int, Standing]
    """What decides over each patient's reminders, by chat."""


@dataclass
class Walk:
    """`steps` are the names of the rules so far: with the seed they tell how to get here again."""

    stage: Stage
    chance: random.Random
    steps: list[str] = field(default_factory=list)
    history: list[Seen] = field(default_factory=list)
    replayed: list[str] = field(default_factory=list)
    """What differed when an update was taken twice: nothing should."""

    def __post_init__(self) -> None:
        self.phones = {one: self.stage.phone(one, name) for one, name in ((ANA, "Ana"), (TOM, "Tom"), (ADA, "Ada"))}

    @property
    def ana(self) -> Phone:
        return self.phones[ANA]

    @property
    def tom(self) -> Phone:
        return self.phones[TOM]

    @property
    def patients(self) -> list[Phone]:
        return [phone for number, phone in self.phones.items() if number in (ANA, BEA)]

    def somebody(self) -> Phone:
        return self.chance.choice(list(self.phones.values()))

    async def look(self) -> None:
        """Remember how things stand, and let a second pass, so that no two steps share an instant."""
        async with self.stage.database() as session:
            tiers = (await session.exec(select(Incident.id, Incident.tier))).all()
            rows = (await session.exec(select(Patient, Person).where(Person.id == Patient.person_id))).all()
            countries = {person.telegram_id: patient.country for patient, person in rows}
            standings = {
                person.telegram_id: patients.standing(patient, person, crisis=False) for patient, person in rows
            }
        self.history.append(Seen(self.stage.clock.now(), dict(tiers), countries, standings))
        self.stage.clock.forward(SECOND)

    async def restart(self) -> None:
        """The process is gone, the database stays, a new process comes."""
        old = self.stage.app
        await old.close()
        bot = client(TOKEN, old.settings.telegram_api_url)
        database = opened(old.settings.database_url)
        self.stage.app = Stepwell(old.settings, shipped_content(), self.stage.clock, database, bot)
        await self.stage.app.prepare()
