"""From where on a patient's answers are worth a look: the usual thresholds, or their therapist's own."""

from dataclasses import asdict, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.attention import Thresholds
from bot.models import Threshold

CHOICES = {
    "pain": (4, 5, 6, 7, 8, 9),
    "silent_days": (1, 2, 3, 5, 7),
    "adherence": (25, 50, 75),
    "weeks": (0, 1, 2, 3, 4, 5, 6),
}
"""What a therapist can choose from, for each threshold. Source of the weeks: safety.md T1."""


async def of(session: AsyncSession, patient_id: int) -> Thresholds:
    row = await session.get(Threshold, patient_id)
    return Thresholds() if row is None else Thresholds(row.pain, row.silent_days, row.adherence, row.weeks)


async def set_one(session: AsyncSession, patient_id: int, name: str, value: int) -> Thresholds:
    """Change one threshold. Raises ValueError for what is not among the choices."""
    if value not in CHOICES.get(name, ()):
        raise ValueError(f"{name}: choose one of {CHOICES.get(name, ())}")
    changed = replace(await of(session, patient_id), **{name: value})
    await session.merge(Threshold(patient_id=patient_id, **asdict(changed)))
    await session.flush()
    return changed
