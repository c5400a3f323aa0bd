"""The accounts we have at providers, each opened as a channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from twilio.rest import Client

from bot.channels.channel import Fetch, Provided
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.clock import Clock
from bot.config import Settings
from bot.kit import Kit
from bot.transport import twilio as transport
from bot.update import Update
from flows.cases import Refused
from flows.text import Text
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Intake:
    """Where channels hand in what came. `take_or_keep` is for a provider that sends once."""

    take: Callable[[Update], Awaitable[Refused | None]]
    take_or_keep: Callable[[Update], Awaitable[None]]


def names(settings: Settings) -> list[str]:
    """The channels whose accounts are set: what this process may send on."""
    found = ["whatsapp"] if settings.whatsapp_on else []
    return [*found, "telegram"] if settings.telegram_bot_token else found


def twilio(settings: Settings) -> Client:
    """A client of the account at Twilio, where WhatsApp is on; closed by `transport.close`."""
    assert settings.twilio_account_sid
    assert settings.twilio_auth_token
    return transport.client(
        settings.twilio_account_sid,
        settings.twilio_auth_token.get_secret_value(),
        settings.twilio_api_url,
    )


def open_all(
    settings: Settings,
    kit: Kit,
    database: Database,
    clock: Clock,
    intake: Intake,
    *,
    own: Mapping[str, Fetch],
) -> list[Provided]:
    """The channels whose accounts are set. `own` are the files that come from here."""
    found: list[Provided] = []
    fetch: dict[str, Fetch] = dict(own)
    if settings.whatsapp_on:
        words = kit.renderer
        choose = {code: words.render(Text("common.choose"), code) for code in words.catalogs}
        phone = WhatsApp(
            settings,
            twilio(settings),
            database,
            clock,
            intake.take_or_keep,
            choose=choose,
            templates=kit.book.templates,
        )
        found.append(phone)
        fetch[phone.name] = phone.fetch
    if settings.telegram_bot_token:
        found.append(Telegram(settings, kit, database, clock, intake.take, fetch=fetch))
    return found
