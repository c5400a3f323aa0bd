"""Telegram as a channel: private chats with people, and the staff group with its topics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from bot.channels import telegram_errors, telegram_files, telegram_menu
from bot.channels.channel import (
    LARGEST_FILE,
    Failed,
    Fetch,
    LostFile,
    Outgoing,
    Receipt,
    Sent,
    Unknown,
)
from bot.channels.telegram_entry import Entry
from bot.channels.telegram_manners import Manners
from bot.channels.telegram_patience import Patience
from bot.channels.telegram_people import CAPABILITIES, People
from bot.channels.telegram_polling import Polling
from bot.channels.telegram_update import KINDS
from bot.channels.telegram_webhook import PATH, Webhook
from bot.clock import Clock
from bot.config import Settings
from bot.kit import Kit
from bot.staff.telegram_forum import Forum
from bot.transport.bot_api import BotApi
from bot.transport.telegram import AiohttpRequest
from bot.update import Update
from flows.cases import Refused
from storage.database import Database

SECRET = "telegram webhook"  # noqa: S105 -- what the secret is derived for, not the secret
GARBLED = (AttributeError, KeyError, TypeError, ValueError)
"""What the library raises for an answer that is no answer."""

log = structlog.get_logger()


class Telegram:
    """Made of the settings, without asking Telegram anything: that is for `run`.

    `take` commits one update and returns why an officer was refused. `fetch` gets the files that
    did not come by Telegram.
    """

    name = "telegram"
    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: Settings,
        kit: Kit,
        database: Database,
        clock: Clock,
        take: Callable[[Update], Awaitable[Refused | None]],
        *,
        fetch: Mapping[str, Fetch],
    ) -> None:
        assert settings.telegram_bot_token is not None, "Telegram is on when the token is set"
        self.account = kit.room.account  # the bot's id
        self._settings = settings
        self._kit = kit
        self._sending, self._polling = AiohttpRequest(), AiohttpRequest(connections=1)
        self._bot = Bot(
            settings.telegram_bot_token.get_secret_value(),
            f"{settings.telegram_api_url}/bot",
            f"{settings.telegram_api_url}/file/bot",
            request=self._sending,
            get_updates_request=self._polling,
        )
        self._api = BotApi(settings.telegram_api_url, self._bot.token)
        self._manners = Manners(self._api, self._bot)
        self._entry = Entry(
            self._bot,
            self.account,
            kit,
            database,
            clock,
            take,
            self._manners,
        )
        files = telegram_files.Files(self._bot, fetch)
        self._people = People(self._api, self._bot, files, kit.renderer)
        self._forum = Forum(self._bot, database, kit.room, files)
        self._patience = Patience(clock)
        chosen = settings.telegram_webhook_secret
        self._secret = chosen.get_secret_value() if chosen else database.vault.lookup(SECRET)

    def routes(self) -> list[Route]:
        """The webhook, there even while polling: an update that still comes this way is taken."""
        return Webhook(self._entry, self._secret).routes()

    async def run(self) -> None:
        """Until cancelled. Telegram being down, at the start or later, is waited for."""
        await self._open()
        while True:
            try:
                await self._introduce()
                break
            except Exception as error:  # noqa: BLE001 -- nothing else may stop for it
                await self._patience.wait("start", error)
        self._patience.succeed()
        if self._settings.telegram_polls:
            await Polling(self._bot.base_url, self._polling, self._entry, self._patience).run()
        await asyncio.Event().wait()

    async def send(self, outgoing: Outgoing) -> Receipt:
        await self._open()
        try:
            if outgoing.room:
                return await self._forum.send(outgoing)
            if outgoing.is_relayed:
                self._manners.type(int(outgoing.to))
            receipt = await self._people.send(outgoing)
        except TelegramError as error:
            return telegram_errors.receipt(error, room=outgoing.room)
        except LostFile as lost:
            log.warning("file_lost", reason=str(lost))
            return Failed("file")
        except GARBLED as error:
            log.warning("telegram_garbled", act=outgoing.act, error=type(error).__name__)
            return Unknown("garbled")
        if outgoing.body.typing and isinstance(receipt, Sent):
            self._manners.type(int(outgoing.to))
        return receipt

    async def find(self, outgoing: Outgoing) -> None:
        """Telegram cannot be asked what it has sent."""

    async def fetch(self, handle: str, limit: int = LARGEST_FILE) -> bytes:
        """A file that a person sent, by its id."""
        await self._open()
        return await telegram_files.fetch(self._bot, handle, limit)

    async def close(self) -> None:
        """Once nothing is sent any more."""
        await self._manners.courtesies.close()
        await self._api.close()
        await self._polling.shutdown()
        await self._sending.shutdown()

    async def _open(self) -> None:
        """Local, and done once: no request goes out."""
        await self._sending.initialize()
        await self._polling.initialize()

    async def _introduce(self) -> None:
        """How updates come, the menus, and whether the staff room is there."""
        if self._settings.telegram_polls:
            await self._bot.delete_webhook()
        elif self._settings.public_url:  # else whoever runs us has told Telegram where we are
            await self._bot.set_webhook(
                f"{self._settings.public_url}{PATH}",
                allowed_updates=KINDS,
                secret_token=self._secret,
            )
        await telegram_menu.publish(self._bot, self._kit.renderer, self._kit.room)
        await self._entry.check_room()
