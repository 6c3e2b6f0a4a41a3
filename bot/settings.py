"""The deployment's settings: one frozen object, from the environment and `.env`, made by a command."""

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PROJECT = Path(__file__).resolve().parent.parent
LOCAL_TOKEN_MARK = ":LOCAL-"
"""Every token of the local Telegram carries this, so that `run` can tell it from a real one."""

DATABASES = {"sqlite", "sqlite+aiosqlite", "postgres", "postgresql", "postgresql+asyncpg"}


class SettingsError(Exception):
    """One line that tells the operator which setting is wrong and what to do."""


class DatabaseSettings(BaseSettings):
    """What the database commands need: they must not ask for a bot token."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: str = "sqlite:///stepwell.db"
    audit_key: SecretStr | None = None

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            parsed = URL.create("unknown")
        if parsed.drivername not in DATABASES or not parsed.database:
            raise ValueError("use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
        return url


class Settings(DatabaseSettings):
    """What the bot needs to run. Each field is the environment variable of the same name in capitals."""

    telegram_bot_token: SecretStr
    telegram_api_url: str = "https://api.telegram.org"
    admin_telegram_ids: Annotated[tuple[int, ...], NoDecode] = ()
    content_dir: Path = PROJECT / "content"
    invite_hours: int = Field(default=72, ge=1, le=24 * 30)
    code_tries_an_hour: int = Field(default=5, ge=1, le=20)
    handover_hours: int = Field(default=48, ge=1, le=24 * 14)
    letter_length: int = Field(default=700, ge=100, le=700)
    letters_a_day: int = Field(default=5, ge=1)
    letter_days: int = Field(default=90, ge=1)
    reminders_a_day: int = Field(default=16, ge=1, le=50)
    emergency_backup_minutes: int = Field(default=5, ge=1)
    emergency_everyone_minutes: int = Field(default=15, ge=1)
    emergency_breach_minutes: int = Field(default=30, ge=1)
    emergency_repeat_hours: int = Field(default=24, ge=1)
    high_ack_minutes: int = Field(default=60, ge=1)
    urgent_backup_hours: int = Field(default=2, ge=1)
    urgent_admin_hours: int = Field(default=4, ge=1)
    urgent_breach_hours: int = Field(default=8, ge=1)
    urgent_calls_at_night: bool = False
    routine_reminder_days: int = Field(default=2, ge=1)
    clinic_zone: str = ""
    working_days: Annotated[tuple[int, ...], NoDecode] = (0, 1, 2, 3, 4)
    working_from: str = "09:00"
    working_until: str = "17:00"
    smtp_url: SecretStr | None = None
    alert_emails: Annotated[tuple[str, ...], NoDecode] = ()
    alert_webhook_url: SecretStr | None = None
    alert_webhook_secret: SecretStr | None = None
    away_minutes: int = Field(default=10, ge=1)
    away_told_minutes: int = Field(default=0, ge=0)
    ask_again_hours: int = Field(default=20, ge=1, le=24)
    ballast_mb: int = Field(default=50, ge=0)
    heartbeat_url: str | None = None
    health_port: int = Field(default=0, ge=0, le=65535)
    health_host: str = "127.0.0.1"
    messages_per_second: int = Field(default=30, ge=1, le=10_000)
    messages_per_chat_second: float = Field(default=1.0, gt=0, le=1000)
    telegram_proxy: str | None = None
    broadcast_approval_above: int = Field(default=50, ge=0)
    broadcast_approval_above_stars: int = Field(default=100, ge=0)
    broadcast_undo_seconds: int = Field(default=60, ge=0, le=3600)
    broadcast_canary: int = Field(default=20, ge=0)
    broadcast_canary_minutes: int = Field(default=10, ge=0)
    broadcast_stop_percent: int = Field(default=10, ge=1, le=100)
    broadcasts_a_week: int = Field(default=3, ge=1)
    allow_paid_broadcast: bool = False
    paid_messages_per_second: int = Field(default=300, ge=30, le=1000)
    step_days: int = Field(default=14, ge=1, le=60)
    step_up_days: int = Field(default=5, ge=1)
    step_up_percent: int = Field(default=80, ge=1, le=100)
    step_down_parts: int = Field(default=3, ge=1)
    step_again_days: int = Field(default=7, ge=0)
    trend_rules: bool = False
    mood_questions: bool = False
    require_signed: bool = False
    protect_messages: bool = True
    allow_local_telegram: bool = False
    log_level: str = "INFO"

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value().strip()):
            raise ValueError("a bot token looks like 123456789:AAF…; ask @BotFather for one")
        return SecretStr(token.get_secret_value().strip())

    @field_validator("telegram_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^/\s][^\s]*", url) or not _has_an_honest_port(url):
            raise ValueError("it is an address that starts with https:// or http://")
        return url.rstrip("/")

    @field_validator("admin_telegram_ids", "working_days", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[,\s]+", value) if part]
        if not all(part.isdecimal() for part in parts):
            raise ValueError("give numbers, with commas between them")
        return tuple(int(part) for part in parts)

    @field_validator("working_days")
    @classmethod
    def _weekdays(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not days or any(day > 6 for day in days):
            raise ValueError("give weekdays from 0 for Monday to 6 for Sunday")
        return days

    @field_validator("alert_emails", mode="before")
    @classmethod
    def _addresses(cls, value: Any) -> Any:
        parts = re.split(r"[,\s]+", value) if isinstance(value, str) else value
        found = tuple(part for part in parts if part)
        if any("@" not in part for part in found):
            raise ValueError("give mail addresses, with commas between them")
        return found

    @field_validator("smtp_url", "alert_webhook_url", "alert_webhook_secret", mode="before")
    @classmethod
    def _empty_is_off(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not re.fullmatch(r"smtps?://\S+", url.get_secret_value()):
            raise ValueError("use smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS from the start")
        return url

    @field_validator("alert_webhook_url")
    @classmethod
    def _a_webhook(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not re.fullmatch(r"https?://\S+", url.get_secret_value()):
            raise ValueError("it is an address that starts with https://")
        return url

    @field_validator("clinic_zone")
    @classmethod
    def _a_zone(cls, zone: str) -> str:
        if zone and not is_zone(zone):
            raise ValueError("give a zone's name, as in Europe/Madrid, or leave it empty")
        return zone

    @field_validator("working_from", "working_until")
    @classmethod
    def _a_time(cls, text: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            raise ValueError("give a time as in 09:00")
        return text

    @model_validator(mode="after")
    def _in_order(self) -> "Settings":
        minutes = (self.emergency_backup_minutes, self.emergency_everyone_minutes, self.emergency_breach_minutes)
        hours = (self.urgent_backup_hours, self.urgent_admin_hours, self.urgent_breach_hours)
        if sorted(minutes) != [*minutes] or sorted(hours) != [*hours]:
            raise ValueError("each deadline of the EMERGENCY_ and URGENT_ settings comes after the one before")
        if self.working_from >= self.working_until:
            raise ValueError("WORKING_UNTIL comes after WORKING_FROM")
        return self

    @field_validator("log_level")
    @classmethod
    def _a_level(cls, level: str) -> str:
        if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("use DEBUG, INFO, WARNING or ERROR")
        return level.upper()


def _has_an_honest_port(url: str) -> bool:
    """Whether a port, if there is one, is a number that can be a port."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def is_zone(name: str) -> bool:
    return name in available_timezones()


Kind = TypeVar("Kind", bound=DatabaseSettings)


def load(kind: type[Kind]) -> Kind:
    """The settings from the environment and `.env`. Raises SettingsError with one plain line."""
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError("; ".join(_plain(detail) for detail in error.errors())) from None


def _plain(detail: Any) -> str:
    name = "_".join(str(part) for part in detail["loc"]).upper() or "A setting"
    if detail["type"] == "missing":
        return f"{name} is not set: put it into .env or the environment (see .env.example)"
    return f"{name} is wrong: {detail['msg'].removeprefix('Value error, ')}"
