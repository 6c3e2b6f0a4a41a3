"""What the deployment decides about the bot's conduct, in numbers and switches. Made from the settings by `bot.app`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """Each field is the setting of the same name."""

    invite_hours: int = 72
    code_tries_an_hour: int = 5
    handover_hours: int = 48
    letter_length: int = 700
    letters_a_day: int = 5
    letter_days: int = 90
    reminders_a_day: int = 16
    emergency_backup_minutes: int = 5
    emergency_everyone_minutes: int = 15
    emergency_breach_minutes: int = 30
    emergency_repeat_hours: int = 24
    high_ack_minutes: int = 60
    urgent_backup_hours: int = 2
    urgent_admin_hours: int = 4
    urgent_breach_hours: int = 8
    urgent_calls_at_night: bool = False
    routine_reminder_days: int = 2
    clinic_zone: str = ""
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    working_from: str = "09:00"
    working_until: str = "17:00"
    away_minutes: int = 10
    away_told_minutes: int = 0
    ask_again_hours: int = 20
    ballast_mb: int = 50
    messages_per_second: int = 30
    messages_per_chat_second: float = 1.0
    trend_rules: bool = False
    mood_questions: bool = False
    require_signed: bool = False
    protect_messages: bool = True
    broadcast_approval_above: int = 50
    broadcast_approval_above_stars: int = 100
    broadcast_undo_seconds: int = 60
    broadcast_canary: int = 20
    broadcast_canary_minutes: int = 10
    broadcast_stop_percent: int = 10
    broadcasts_a_week: int = 3
    allow_paid_broadcast: bool = False
    paid_messages_per_second: int = 300
    step_days: int = 14
    step_up_days: int = 5
    step_up_percent: int = 80
    step_down_parts: int = 3
    step_again_days: int = 7
