"""What the deployment decides about the bot's conduct, in numbers and switches. Made from the settings by `bot.app`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """Each field is the setting of the same name."""

    invite_hours: int = 72
    away_minutes: int = 10
    ask_again_hours: int = 20
    ballast_mb: int = 50
    messages_per_second: int = 30
    messages_per_chat_second: float = 1.0
