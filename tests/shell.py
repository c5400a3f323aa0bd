"""The real shell in a test: a real database, real content and words, a clock that tests move."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot import app as shell
from bot import body
from bot.app import App
from bot.config import Settings
from bot.update import FromOfficer, FromPerson, Update
from flows.cases import Refused
from flows.checklist import ALL
from flows.events import Event, Said
from storage import cases, messages, people
from storage.cases import Case
from storage.messages import Message
from tests.clock import FakeClock
from tests.replacing import replace
from tests.storage.rows import SECRET

ROOT = Path(__file__).parent.parent
REGISTRATION = (
    "السلام عليكم",
    "التسجيل في خدمة",
    "نعم",
    "لنفسي",
    "الاستشارة الفردية",
    "نعم",
    "1000000008",
    "1450/05/23",
    "نعم",
    "نورة سعد محمد العتيبي",
    "0551234567",
    "الخبر",
    "المسار المهني",
    "2026/12/20",
    "تخطي",
    "إرسال الطلب",
)
"""From the first word to a reference number."""


def settings(folder: Path, **changes: object) -> Settings:
    """Settings that read neither the environment's `.env` nor any account."""
    values = {
        "database_url": f"sqlite:///{folder}/sila.db",
        "association": ROOT / "association",
        **changes,
    }
    return Settings(_env_file=None, **values)  # type: ignore[arg-type, call-arg]  # pydantic-settings


@dataclass
class Visitor:
    """A person at the website who types and reads."""

    app: App
    external: str = "visitor"
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def does(self, event: Event, id_: str | None = None) -> None:
        number = id_ or f"{await self.address()}:{next(self._ids)}"
        what = FromPerson(self.external, event, number)
        await self.app.turns.take(Update("website", "website", number, what, b"raw"))

    async def say(self, *texts: str) -> str:
        """Type each, one after the other; the last thing that was answered."""
        for text in texts:
            await self.does(Said(text))
        return (await self.heard())[-1]

    async def heard_after(self, text: str) -> str:
        """All that is answered to one thing, as the first that was ever said."""
        await self.say(text)
        return "\n".join(await self.heard())

    async def lines(self) -> list[Message]:
        async with self.app.database.view() as view:
            return await messages.transcript(view, await self.address(), limit=1000)

    async def heard(self) -> list[str]:
        """Everything said to them, by the bot and by officers."""
        return [body.read(m.body).text for m in await self.lines() if m.direction == "out"]

    async def address(self) -> str:
        origin = people.Origin("website", "website", self.external)
        return people.identify(self.app.database.vault, origin)

    async def cases(self) -> list[Case]:
        """Their open cases, oldest first."""
        address = await self.address()
        async with self.app.database.view() as view:
            return (await cases.open_of(view, [address])).get(address, [])


@dataclass
class Desk:
    """An officer at the desk."""

    app: App
    officer: str = "sara"
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def make(  # noqa: PLR0917 -- a move, as it is typed
        self,
        case: str,
        move: str,
        text: str = "",
        outcome: str = "",
        id_: str | None = None,
        about: str = "",
    ) -> Refused | None:
        what = FromOfficer(self.officer, case, move, text, outcome, about=about)
        number = id_ or f"{self.officer}:{next(self._ids)}"
        return await self.app.turns.take(Update("desk", self.officer, number, what, b"raw"))

    async def approve(self, case: str) -> None:
        """Claim an application, confirm every answer, approve it."""
        assert await self.make(case, "claim") is None
        assert await self.make(case, "mark", outcome="sighted", about=ALL) is None
        assert await self.make(case, "approve") is None


def countable(app: App) -> None:
    """Reference numbers that are the same in every run."""
    numbers = itertools.count(1_000_000)
    app.turns.kit = replace(app.turns.kit, draw=lambda: str(next(numbers)))


@asynccontextmanager
async def running(
    folder: Path, clock: FakeClock | None = None, **changes: object
) -> AsyncIterator[App]:
    wanted = settings(folder, **{"secret_key": SECRET, **changes})
    async with shell.running(wanted, clock or FakeClock()) as app:
        countable(app)
        yield app


def running_on(
    url: str, clock: FakeClock | None = None, **changes: object
) -> AbstractAsyncContextManager[App]:
    """`running` on the database of this URL, of either kind, as any number may be on PostgreSQL."""
    return running(Path(), clock, database_url=url, **changes)
