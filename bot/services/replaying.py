"""The stored reports, for judging them again by other rules."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.replay import Report
from bot.domain.triage import Tier
from bot.models import Judgement, Patient


async def reports(session: AsyncSession) -> list[Report]:
    """Every report that was judged, the oldest first. Reads alone."""
    found = select(Judgement, Patient.code).where(Patient.person_id == Judgement.patient_id)
    rows = (await session.exec(found.order_by(col(Judgement.judged_at), col(Judgement.id)))).all()
    return [
        Report(
            code,
            row.judged_at,
            frozenset(row.flags),
            Tier.EMERGENCY if row.tier not in TIERS else Tier.named(row.tier),
            row.incident_id,
            frozenset(row.profile),
            frozenset(row.denied),
        )
        for row, code in rows
    ]


TIERS = frozenset(tier.word for tier in Tier)
"""The tiers that combination rules decide; anything else, as a crisis, weighs like an emergency."""
