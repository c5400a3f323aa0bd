"""A Telegram Bot API of our own, over real HTTP on this machine, for one bot.

It keeps state as Telegram does (chats, topics, messages, files, updates), refuses what Telegram
refuses in Telegram's words, and fails on order. aiogram's models judge every request, answer and
update; what they object to stands in `violations`, which must be empty at the end.

Sources: tdlib/telegram-bot-api and TDLib (order of checks, error texts), the Bot API's own pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from tests.fakes.botapi.chats import Person
from tests.fakes.botapi.faults import Faults, Hold
from tests.fakes.botapi.group import ALL_RIGHTS, Group
from tests.fakes.botapi.people import User
from tests.fakes.botapi.server import Call, Server
from tests.fakes.botapi.updates import Delivery
from tests.fakes.botapi.world import World

Found = TypeVar("Found")


class BotApi:
    """``async with BotApi(token="123456:TEST") as api``: `api.url` is the bot's TELEGRAM_API_URL.

    `clock` gives the time Telegram goes by, with its zone. `limited` says whether the flood
    limits hold, `burst` how many messages a private chat takes at once, `privacy` whether the
    bot's privacy mode is on. `hosts` maps public https addresses of webhooks to local ones:
    nothing beyond this machine is ever called.
    """

    def __init__(
        self,
        token: str = "123456:TEST",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        limited: bool = True,
        burst: int = 3,
        privacy: bool = True,
        hosts: Mapping[str, str] | None = None,
    ) -> None:
        self.token = token
        self.world = World(
            token, clock, limited=limited, burst=burst, privacy=privacy, hosts=hosts or {}
        )
        self._faults = Faults()
        self._server = Server(token, self.world, self._faults)
        self._users: dict[int, User] = {}

    async def __aenter__(self) -> Self:
        self.url = await self._server.open()
        self.world.updates.open()
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        await self.close()
        if error is None and self.violations:
            raise AssertionError("\n".join(["violations:", *self.violations]))

    async def close(self) -> None:
        """Ends polls and held answers, then the server."""
        await self.world.updates.close()
        self._faults.clear()
        await self._server.close()

    # What a test looks at

    @property
    def violations(self) -> list[str]:
        """What no bot should send, and what the fake should not have said."""
        return self.world.violations

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot, oldest first."""
        return self._server.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Updates the bot was given, with the webhook's status, in the order of its answers."""
        return self.world.updates.deliveries

    @property
    def idle(self) -> bool:
        """Whether the bot has taken every update it can be given."""
        return self.world.updates.idle

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    async def until(self, condition: Callable[[], Found], seconds: float = 30) -> Found:
        """Waits, looking again at every call and delivery, until `condition` gives something.

        Fails the test with a dump of the calls when that takes too long.
        """
        try:
            async with asyncio.timeout(seconds):
                while not (found := condition()):
                    await self.world.changed.wait()
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s in vain\n{self.dump()}") from None
        return found

    def dump(self) -> str:
        """The last calls and what is not delivered, a line each."""
        calls = [f"{c.method} {c.parameters} -> {c.status} {c.answer}" for c in self.calls[-40:]]
        waits = [f"not taken: {update.body}" for update in self.world.updates.pending.values()]
        return "\n".join(line[:500] for line in [*calls, *waits, *self.violations])

    # Who there is

    def user(
        self,
        id: int,  # noqa: A002 -- Telegram's word
        first_name: str = "سارة",
        language_code: str | None = "ar",
        *,
        last_name: str | None = None,
        username: str | None = None,
        phone: str | None = None,
        started: bool = False,
    ) -> User:
        """The person with this id, made on first mention; `started` has written to the bot."""
        if id not in self._users:
            phone = phone or f"9665{id % 10**8:08d}"
            person = Person(id, first_name, last_name, username, language_code, phone)
            self._users[id] = User(self.world, person)
        self._users[id].private.started |= started
        return self._users[id]

    def group(
        self,
        id: int,  # noqa: A002 -- Telegram's word
        *,
        title: str = "غرفة الموظفين",
        is_forum: bool = False,
        admins: Iterable[User] = (),
        rights: Iterable[str] | None = ALL_RIGHTS,
    ) -> Group:
        """A new group with the bot in it: an administrator with `rights`, or a plain member.

        The first of `admins` owns it. An id that begins with -100 makes a supergroup.
        """
        people = [user.person for user in admins] or [Person(1, "المالك")]
        group = Group(self.world, id, title=title, is_forum=is_forum, admins=people, rights=rights)
        self.world.groups[id] = group
        return group

    # Trouble

    def fail(
        self,
        method: str,
        status: int = 500,
        *,
        body: str | bytes | dict[str, Any] | None = None,
        times: int | None = 1,
        retry_after: int | None = None,
        done: bool = False,
    ) -> None:
        """The next `times` calls (None: all) get this answer; by default Telegram's own for it.

        ``"*"`` is every method but getUpdates, ``"file"`` a download. `done`: Telegram does what
        was asked all the same.
        """
        self._faults.fail(method, times, done, status=status, body=body, retry_after=retry_after)

    def drop(self, method: str, *, times: int | None = 1, done: bool = False) -> None:
        """The connection of the next calls is closed without an answer."""
        self._faults.drop(method, times, done)

    def hold(self, method: str, *, times: int | None = 1) -> Hold:
        """The next calls are done, but their answers are held until ``open.set()``."""
        return self._faults.hold(method, times)

    def heal(self) -> None:
        """No more trouble; what was held is let go."""
        self._faults.clear()

    def twice(self, times: int = 1) -> None:
        """The next updates are delivered twice, as when Telegram missed the bot's confirmation."""
        self.world.updates.twice += times

    async def redeliver(self) -> None:
        """Posts to the webhook again what it refused; returns when all that is answered."""
        await self.world.updates.redeliver()
