"""The segments that an audience is made of: what can be chosen, and what was chosen, in words."""

from dataclasses import replace
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html
from bot.domain.audience import Audience
from bot.domain.enrolment import AREAS, SIDES
from bot.models import Patient
from bot.models.person import Role
from bot.services import people

DAYS = {"active_days": 7, "silent_days": 7, "not_seen_days": 30, "recent_days": 3}
"""The fields that count days -> how many they are when they are on."""
ROLES = (Role.PATIENT, Role.THERAPIST, Role.ADMIN)


async def offered(session: AsyncSession, content: Content, language: str, field: str) -> dict[str, str]:
    """value -> its name, of a field that takes several."""
    say = content.say(language)
    if field == "languages":
        return {code: content.say(code).language_name() for code in content.languages}
    if field == "countries":
        found = select(Patient.country).where(col(Patient.country).is_not(None)).distinct()
        codes = (code for code in (await session.exec(found)).all() if code is not None)
        return dict(sorted(((code, say.country(code)) for code in codes), key=lambda pair: pair[1]))
    if field == "plans":
        return {name: item.text(language).name for name, item in content.plans.items()}
    if field == "therapists":
        return {str(one.id): one.first_name or "–" for one in await people.with_role(session, Role.THERAPIST)}
    return {f"{side}_{area}": say.label(f"places.{side}_{area}") for area in AREAS for side in SIDES}


def toggled(audience: Audience, field: str, value: str) -> Audience:
    """The audience with one value more, or one less."""
    typed: int | str = int(value) if field == "therapists" else value
    chosen = list(getattr(audience, field))
    chosen = [one for one in chosen if one != typed] if typed in chosen else [*chosen, typed]
    return changed(audience, **{field: tuple(chosen)})


def changed(audience: Audience, **fields: Any) -> Audience:
    """The audience with other values of some fields."""
    return replace(audience, **fields)


def in_words(content: Content, language: str, audience: Audience) -> Html:
    """Whom it is for, in one line."""
    say = content.say(language)
    parts = [say.label(f"bc.role.{audience.role}")]
    parts += [content.say(code).language_name() for code in audience.languages]
    parts += [say.country(code) for code in audience.countries]
    parts += [content.plans[name].text(language).name for name in audience.plans if name in content.plans]
    parts += [say.label(f"places.{area}") for area in audience.areas]
    if audience.therapists:
        parts.append(say.label("bc.therapists", n=len(audience.therapists)))
    for field in ("active_days", "silent_days"):
        if (days := getattr(audience, field)) is not None:
            parts.append(say.label(f"bc.{field}", n=days))
    return say("bc.joined", what=", ".join(parts))
