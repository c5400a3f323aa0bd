"""Settings, read once from the environment and `.env`; docs/configuration.md explains them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.logs import Level
from bot.rates import Rate
from flows.lanes import Lane

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
API = (r"https?://[^\s?#]+", "an address such as https://api.example.org")
SPELLED: Mapping[str, tuple[str, str]] = {
    "host": (r"\S+", "a host such as 127.0.0.1"),
    "public_url": (r"https?://[^\s/?#]+/?", "an address such as https://sila.example.org, no path"),
    "database_url": (
        r"sqlite:///.+|postgresql://\S+",
        "sqlite:///path/to/file.db or postgresql://user@host/database",
    ),
    "secret_key": (r".*[^\s,].*", "at least one secret"),
    "telegram_bot_token": (r"[0-9]+:[A-Za-z0-9_-]{3,}", "the token that @BotFather gave"),
    "telegram_api_url": API,
    "telegram_webhook_secret": (r"[A-Za-z0-9_-]{1,256}", "1 to 256 of A-Z a-z 0-9 _ -"),
    "twilio_account_sid": (r"AC[0-9A-Za-z]+", "the account's SID, which begins with AC"),
    "twilio_whatsapp_from": (r"whatsapp:\+[0-9]{8,15}", "whatsapp:+9665…"),
    "twilio_api_url": API,
    "widget_origins": (r"https?://[^\s/?#]+", "origins such as https://www.example.org"),
}
"""What a value must look like, where its type does not say it already."""


CHATS: Mapping[Lane, str] = {
    "general": "telegram_staff_chat_id",
    "supervisors": "telegram_supervisor_chat_id",
    "focal": "telegram_focal_chat_id",
}
"""The setting of each lane's group."""


class BadSettings(Exception):  # noqa: N818 -- read by people as a sentence
    """Some setting is unknown or malformed; the text names each, one a line."""


def _rate(value: object) -> Rate:
    return value if isinstance(value, Rate) else Rate.read(value)


def _small(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _origins(value: object) -> object:
    """As browsers name them: no path, small letters."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip().rstrip("/").lower() for part in value.split(",") if part.strip())


Limit = Annotated[Rate, NoDecode, BeforeValidator(_rate)]


TWILIO = ("twilio_account_sid", "twilio_auth_token", "twilio_whatsapp_from")


class Settings(BaseSettings):
    """One attribute per setting; the environment name is the attribute in capitals.

    A setting without a value is not set.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    database_url: str = Field(default="sqlite:///data/sila.db", repr=False)  # or with a password
    secret_key: SecretStr | None = None
    association: Path = Path("association")
    log_level: Annotated[Level, BeforeValidator(_small)] = "info"
    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_staff_chat_id: int | None = None
    telegram_supervisor_chat_id: int | None = None
    telegram_focal_chat_id: int | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_whatsapp_from: str | None = None
    twilio_api_url: str = "https://api.twilio.com"
    rate_chat: Limit = Rate.read("3 1/s")
    rate_bot: Limit = Rate.read("30/s")
    rate_group: Limit = Rate.read("20/min")
    rate_whatsapp: Limit = Rate.read("80/s")
    widget_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_origins)] = ()
    metrics_token: SecretStr | None = None

    @field_validator(*SPELLED)
    @classmethod
    def _spelled(cls, value: Any, info: ValidationInfo) -> Any:
        pattern, expected = SPELLED[str(info.field_name)]
        for part in value if isinstance(value, tuple) else (value,):
            plain = part.get_secret_value() if isinstance(part, SecretStr) else part
            if plain is not None and not re.fullmatch(pattern, plain):
                raise ValueError(f"expected {expected}")
        return value

    @field_validator("public_url", "telegram_api_url", "twilio_api_url")
    @classmethod
    def _bare(cls, value: str | None) -> str | None:
        return value and value.rstrip("/")

    @property
    def telegram_polls(self) -> bool:
        """Polling unless updates can reach us by https, or the setting says otherwise."""
        if self.telegram_mode:
            return self.telegram_mode == "polling"
        return not (self.public_url or "").startswith("https://")

    @property
    def telegram_chats(self) -> dict[Lane, int]:
        """The groups that are set, by the lane of the cases they hear of."""
        chats: Mapping[Lane, int | None] = {
            "general": self.telegram_staff_chat_id,
            "supervisors": self.telegram_supervisor_chat_id,
            "focal": self.telegram_focal_chat_id,
        }
        return {lane: chat for lane, chat in chats.items() if chat is not None}

    @property
    def whatsapp_on(self) -> bool:
        return all(getattr(self, name) for name in TWILIO)

    @property
    def demo(self) -> bool:
        """The demo room exists only for the person at this machine, and without a staff chat.

        A public address means that a proxy brings everybody to this machine.
        """
        public = self.public_url and urlsplit(self.public_url).hostname not in LOOPBACK
        return self.host in LOOPBACK and not public and self.telegram_staff_chat_id is None


def read(env_file: Path = Path(".env")) -> Settings:
    """The settings in force. Raises BadSettings with one line per problem."""
    if problems := list(_unfit(env_file)):
        raise BadSettings("\n".join(problems))
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # of pydantic-settings
    except ValidationError as error:
        places = _places(env_file)
        lines = [_line(problem, places) for problem in error.errors()]
        raise BadSettings("\n".join(lines)) from None
    if problems := list(_missing(settings)):
        raise BadSettings("\n".join(problems))
    return settings


def _unfit(env_file: Path) -> Iterator[str]:
    """What is wrong with the lines of the file, whatever their values."""
    if not env_file.exists():
        return
    try:
        with env_file.open(encoding="utf-8-sig") as stream:
            lines = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        yield f"{env_file}: expected a readable file in UTF-8 ({type(error).__name__})"
        return
    for line in lines:
        if line.error or (line.key and line.value is None):
            yield f"{env_file}:{line.original.line}: {line.key or 'a line'}: expected NAME=value"
        elif line.key and line.key.lower() not in Settings.model_fields:
            place = f"{env_file}:{line.original.line}"
            yield f"{place}: {line.key}: no such setting; docs/configuration.md lists them all"


def _missing(settings: Settings) -> Iterator[str]:
    """What is needed beside what is set: Twilio, for one, signs the public address it calls."""
    if settings.database_url.startswith("postgresql:") and not settings.secret_key:
        yield "SECRET_KEY: needed with PostgreSQL, the same for every process"
    chats = list(settings.telegram_chats.values())
    for lane, chat in settings.telegram_chats.items():
        if lane != "general" and chats.count(chat) > 1:
            yield f"{CHATS[lane].upper()}: a group of its own, which hears what others must not"
    account = [getattr(settings, name) for name in TWILIO]
    if any(account):
        for name in ("public_url", *TWILIO):
            if not getattr(settings, name):
                yield f"{name.upper()}: needed for WhatsApp"


def _places(env_file: Path) -> Mapping[str, str]:
    """Where each name stands in the file. What the environment sets as well wins over it."""
    if not env_file.exists():
        return {}
    with env_file.open(encoding="utf-8-sig") as stream:
        lines = [line for line in parse_stream(stream) if line.key]
    here = {str(line.key).upper(): f"{env_file}:{line.original.line}: " for line in lines}
    return {name: place for name, place in here.items() if name not in os.environ}


def _line(problem: object, places: Mapping[str, str]) -> str:
    assert isinstance(problem, dict)
    reason = problem.get("ctx", {}).get("error", problem["msg"])
    name = str(problem["loc"][0]).upper()
    return f"{places.get(name, '')}{name}: {reason}"
