"""Exports made at the moment of sending: the rights asked again, one patient's record at a time, drawn in a thread."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.domain import fortnight
from bot.domain.record import Record
from bot.exports import fhir
from bot.exports.tables import Archive
from bot.models.person import Role
from bot.services import audit, caseload, overviews, people, records

KIND = "export"


class Exports:
    """The makers of export files. A file holds a page of a caseload at most, so that memory stays small."""

    def __init__(self, database: Database, content: Content, clock: Clock) -> None:
        self._database, self._content, self._clock = database, content, clock

    async def made(self, chat_id: int, file: Mapping[str, Any]) -> bytes | None:
        """The bytes of a file; None when nobody of it is this person's patient any more.

        `form` is 'csv', 'pdf' or 'fhir'; `patients` are Person.ids, one for the last two; `days`, and whether typed
        `words` are in it. Each record is one short transaction, in which its going out is audited.
        """
        archive = Archive()
        for patient_id in file["patients"]:
            record = await self._record(chat_id, patient_id, file)
            if record is None:
                continue
            if file["form"] == "pdf":
                return await asyncio.to_thread(self._report, record, str(file["language"]), int(file["days"]))
            if file["form"] == "fhir":
                return await asyncio.to_thread(fhir.bundle, record)
            await asyncio.to_thread(archive.add, record)
        return await asyncio.to_thread(archive.content) if archive.patients else None

    def refusal(self, file: Mapping[str, Any]) -> str:
        """What is said in the place of a file that may not go."""
        return self._content.say(str(file["language"]))("export.not_yours")

    async def _record(self, chat_id: int, patient_id: int, file: Mapping[str, Any]) -> Record | None:
        now = self._clock.now()
        async with self._database.begin() as session:
            reader = await people.by_telegram_id(session, chat_id)
            if reader is None or Role.THERAPIST not in await people.granted(session, reader.id):
                return None
            found = await caseload.mine(session, reader.id, patient_id, now=now)
            if found is None:
                return None
            what = f"{file['form']} days:{file['days']}{' words' if file['words'] else ''}"
            whom = audit.about(patient_id)
            audit.record(session, actor_id=reader.id, action="exported", subject=whom, reason=what, now=now)
            return await records.of(session, *found, days=int(file["days"]), notes=bool(file["words"]), now=now)

    def _report(self, record: Record, language: str, days: int) -> bytes:
        """The paper with its pictures: the whole time, the last 14 days, the legs. Runs in a thread.

        What draws and prints is loaded at the first report: most processes are asked for none.
        """
        from bot.delivery import drawing
        from bot.exports import report

        say, tiers = self._content.say(language), self._content.tiers
        last = fortnight.of(record, tiers)
        pictures = [overviews.fortnight(record.code, last, say), overviews.leg_maps(record.code, record.maps, say)]
        if days > fortnight.DAYS:
            pictures.insert(0, overviews.whole_time(fortnight.of(record, tiers, days=days), say))
        return report.pdf(record, self._content, language, [drawing.draw(one) for one in pictures if one is not None])
