"""The deployment's settings: one frozen object, from the environment and `.env`, made in `__main__`."""

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
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
    away_minutes: int = Field(default=10, ge=1)
    ask_again_hours: int = Field(default=20, ge=1, le=24)
    ballast_mb: int = Field(default=50, ge=0)
    heartbeat_url: str | None = None
    health_port: int = Field(default=0, ge=0, le=65535)
    health_host: str = "127.0.0.1"
    messages_per_second: int = Field(default=30, ge=1, le=10_000)
    messages_per_chat_second: float = Field(default=1.0, gt=0, le=1000)
    telegram_proxy: str | None = None
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

    @field_validator("admin_telegram_ids", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[,\s]+", value) if part]
        if not all(part.isdecimal() for part in parts):
            raise ValueError("give Telegram ids as numbers, with commas between them")
        return tuple(int(part) for part in parts)

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


Kind = TypeVar("Kind", bound=DatabaseSettings)


def load(kind: type[Kind]) -> Kind:
    """The settings from the environment and `.env`. Raises SettingsError with one plain line."""
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError("; ".join(_plain(detail) for detail in error.errors())) from None


def _plain(detail: Any) -> str:
    name = "_".join(str(part) for part in detail["loc"]).upper()
    if detail["type"] == "missing":
        return f"{name} is not set: put it into .env or the environment (see .env.example)"
    return f"{name} is wrong: {detail['msg'].removeprefix('Value error, ')}"
