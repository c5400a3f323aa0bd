"""What is put under load: Sila, and bots made the way their libraries' documentation shows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import telegram
from bench.network import Network
from bench.telegram import Telegram
from bench.wire import HERE

ROOT = Path(__file__).parent.parent
NO_LIMITS = dict.fromkeys(("RATE_CHAT", "RATE_BOT", "RATE_GROUP", "RATE_WHATSAPP"), "0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run of a program happens: its folder, its port, the API it is to call."""

    folder: Path
    port: int
    api: str


@dataclass(frozen=True, slots=True)
class System:
    """A program, and how people reach it."""

    name: str
    network: Callable[[], Network]
    command: tuple[str, ...]
    environment: Callable[[Place], Mapping[str, str]]


def sila(place: Place) -> dict[str, str]:
    """`sila serve` with Telegram, on SQLite, no limits on how fast it may send."""
    return {
        **NO_LIMITS,
        "PYTHONPATH": str(ROOT),
        "HOST": HERE,
        "PORT": str(place.port),
        "DATABASE_URL": f"sqlite:///{place.folder}/data/sila.db",
        "ASSOCIATION": str(ROOT / "association"),
        "TELEGRAM_BOT_TOKEN": telegram.TOKEN,
        "TELEGRAM_API_URL": place.api,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": telegram.SECRET,
    }


SYSTEMS = {
    "sila": System("sila", Telegram, (sys.executable, "-m", "bot", "serve"), sila),
}
