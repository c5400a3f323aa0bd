"""What is put under load: Sila, and bots made the way their libraries' documentation shows."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import telegram, whatsapp
from bench.network import Network
from bench.telegram import Telegram
from bench.whatsapp import WhatsApp
from bench.wire import HERE

ROOT = Path(__file__).parent.parent
SECRET_KEY = "of a database that is thrown away"  # noqa: S105 -- it keeps no secret
NO_LIMITS = dict.fromkeys(("RATE_CHAT", "RATE_BOT", "RATE_GROUP", "RATE_WHATSAPP"), "0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run of a program happens: its port, the API it is to call, its database's URL."""

    folder: Path
    port: int
    api: str
    database: str


@dataclass(frozen=True, slots=True)
class System:
    """A program, and how people reach it. `talks`: its replies are those of the work.

    `lacks` says what this machine has not that the program needs.
    """

    name: str
    network: Callable[[], Network]
    command: tuple[str, ...]
    environment: Callable[[Place], Mapping[str, str]]
    talks: bool = True
    lacks: Callable[[], str | None] = lambda: None


def sila(place: Place) -> dict[str, str]:
    """What every `sila serve` is told; there are no limits on how fast it may send."""
    return {
        **NO_LIMITS,
        "PYTHONPATH": str(ROOT),
        "HOST": HERE,
        "PORT": str(place.port),
        "DATABASE_URL": place.database,
        "SECRET_KEY": SECRET_KEY,
        "ASSOCIATION": str(ROOT / "association"),
    }


def sila_telegram(place: Place) -> dict[str, str]:
    return {
        **sila(place),
        "TELEGRAM_BOT_TOKEN": telegram.TOKEN,
        "TELEGRAM_API_URL": place.api,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": telegram.SECRET,
    }


def sila_whatsapp(place: Place) -> dict[str, str]:
    return {
        **sila(place),
        "PUBLIC_URL": whatsapp.PUBLIC,
        "TWILIO_ACCOUNT_SID": whatsapp.ACCOUNT,
        "TWILIO_AUTH_TOKEN": whatsapp.AUTH_TOKEN,
        "TWILIO_WHATSAPP_FROM": whatsapp.NUMBER,
        "TWILIO_API_URL": place.api,
    }


def peer(place: Place) -> dict[str, str]:
    """What each of `bench/peers` is told."""
    return {
        "PYTHONPATH": str(ROOT),
        "PORT": str(place.port),
        "API": place.api,
        "TOKEN": telegram.TOKEN,
        "SECRET": telegram.SECRET,
        "DATABASE": place.database.removeprefix("sqlite:///"),
    }


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


def no_redis() -> str | None:
    if shutil.which("redis-server") is None:
        return "there is no redis-server on this machine (Debian's package redis-server)"
    if importlib.util.find_spec("redis") is None:
        return "there is no Python package redis in .venv (pip install redis)"
    return None


SYSTEMS = {
    system.name: system
    for system in (
        System("sila", Telegram, _module("bot", "serve"), sila_telegram),
        System("ptb", Telegram, _module("bench.peers.ptb"), peer),
        System("aiogram", Telegram, _module("bench.peers.aiogram_redis"), peer, lacks=no_redis),
        System("sila-whatsapp", WhatsApp, _module("bot", "serve"), sila_whatsapp),
        System("twilio", WhatsApp, _module("bench.peers.twilio_async"), peer),
        System("echo", Telegram, _module("bench.peers.echo"), peer, talks=False),
    )
}
