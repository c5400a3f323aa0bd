"""Settings, read once from the environment and `.env`; docs/configuration.md explains them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.rates import Rate

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSettings(Exception):  # noqa: N818 -- read by people as a sentence
    """Some setting is unknown or malformed; the text names each, one a line."""


def _rate(value: object) -> Rate:
    return value if isinstance(value, Rate) else Rate.read(value)


def _empty_is_unset(value: object) -> object:
    return None if value == "" else value


Optional = BeforeValidator(_empty_is_unset)
Secret = Annotated[SecretStr | None, Optional]
Name = Annotated[str | None, Optional]
Chat = Annotated[int | None, Optional]
Limit = Annotated[Rate, NoDecode, BeforeValidator(_rate)]


class Settings(BaseSettings):
    """One attribute per setting; the environment name is the attribute in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="forbid", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: Name = None
    database_url: str = "sqlite:///data/sila.db"
    secret_key: Secret = None
    association: Path = Path("association")
    telegram_bot_token: Secret = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Annotated[Literal["polling", "webhook"] | None, Optional] = None
    telegram_webhook_secret: Secret = None
    telegram_staff_chat_id: Chat = None
    telegram_supervisor_chat_id: Chat = None
    telegram_focal_chat_id: Chat = None
    twilio_account_sid: Name = None
    twilio_auth_token: Secret = None
    twilio_whatsapp_from: Name = None
    twilio_api_url: str = "https://api.twilio.com"
    rate_chat: Limit = Rate(burst=3, per_second=1)
    rate_bot: Limit = Rate(burst=30, per_second=30)
    rate_group: Limit = Rate(burst=20, per_second=20 / 60)
    rate_whatsapp: Limit = Rate(burst=80, per_second=80)
    widget_origins: Annotated[tuple[str, ...], NoDecode] = ()
    metrics_token: Secret = None

    @field_validator("widget_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        origins = tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        if bad := [o for o in origins if not re.fullmatch(r"https?://[^/\s]+", o)]:
            raise ValueError(f"expected origins such as https://www.example.org, not {bad[0]}")
        return origins

    @field_validator("public_url", "telegram_api_url", "twilio_api_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"https?://[^\s]+", value):
            raise ValueError("expected an address such as https://sila.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith("sqlite:///"):
            raise ValueError("expected sqlite:///path/to/file.db")
        return value

    @field_validator("twilio_whatsapp_from")
    @classmethod
    def _whatsapp(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"whatsapp:\+[0-9]{8,15}", value):
            raise ValueError("expected whatsapp:+9665…")
        return value

    @property
    def telegram_polls(self) -> bool:
        """Polling unless updates can reach us by https, or the setting says otherwise."""
        if self.telegram_mode:
            return self.telegram_mode == "polling"
        return not (self.public_url or "").startswith("https://")

    @property
    def whatsapp_on(self) -> bool:
        return bool(
            self.twilio_account_sid and self.twilio_auth_token and self.twilio_whatsapp_from
        )

    @property
    def demo(self) -> bool:
        """The demo room exists only for the person at this machine, and without a staff chat."""
        return self.host in LOOPBACK and self.telegram_staff_chat_id is None


def read(env_file: Path | None = Path(".env")) -> Settings:
    """The settings in force. Raises BadSettings with one line per problem."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # of pydantic-settings
    except ValidationError as error:
        raise BadSettings("\n".join(map(_line, error.errors()))) from None


def _line(problem: object) -> str:
    assert isinstance(problem, dict)
    name = str(problem["loc"][0]).upper()
    if problem["type"] == "extra_forbidden":
        return f"{name}: no such setting; docs/configuration.md lists them all"
    return f"{name}: {problem['msg']}"
