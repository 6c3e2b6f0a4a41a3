"""How the bot is, in words, for admins."""

import platform
from datetime import datetime
from importlib.metadata import version

from bot.content import Html, lines, paragraphs
from bot.domain.lanes import Kind
from bot.services import watch
from handlers.ask import ADMINS, Ask, Command, Reply

MEGABYTE = 1024 * 1024


async def status(ask: Ask) -> Reply:
    """Queues, alerts, signs of life, the database, the clock, the content, the versions."""
    found, say = await watch.state(ask.session, now=ask.now), ask.say
    kind = "PostgreSQL" if ask.session.get_bind().dialect.name == "postgresql" else "SQLite"
    saved = await watch.last_saved(ask.session)
    return Reply(
        paragraphs(
            say("status.head", time=_at(ask, ask.now), zone=ask.say.city(ask.zone)),
            lines(*_queues(ask, found)),
            say("status.alerts", n=found.unseen) if found.unseen else say("status.no_alerts"),
            lines(
                say("status.update", time=_at(ask, found.last_update))
                if found.last_update
                else say("status.no_update"),
                say("status.beat", time=_at(ask, found.last_beat)) if found.last_beat else say("status.no_beat"),
            ),
            lines(
                say("status.database", kind=kind, size=f"{found.bytes / MEGABYTE:.1f}"),
                say("status.clock_back" if saved is not None and ask.now < saved else "status.clock"),
                say("status.content", version=ask.content.rules_version, n=len(ask.content.unsigned)),
                say("status.software", **_versions()),
            ),
        )
    )


def _queues(ask: Ask, found: watch.State) -> list[Html]:
    if not found.waiting or found.oldest is None:
        return [ask.say("status.none_waiting")]
    known = [kind for kind in Kind if kind in found.waiting]
    lanes = ", ".join(ask.say.label(f"status.lane.{kind}", n=found.waiting[kind]) for kind in known)
    total = sum(found.waiting.values())
    return [ask.say("status.waiting", n=total, lanes=lanes), ask.say("status.oldest", time=_at(ask, found.oldest))]


def _at(ask: Ask, at: datetime) -> str:
    return f"{ask.say.day_of(at, ask.zone)}, {ask.say.time(at, ask.zone)}"


def _versions() -> dict[str, str]:
    return {
        "stepwell": version("stepwell"),
        "python": platform.python_version(),
        "client": version("python-telegram-bot"),
    }


COMMANDS = (Command("status", status, ADMINS, "menu.status"),)
