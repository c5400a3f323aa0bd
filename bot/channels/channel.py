"""What every channel is: able to send, with known limits, and honest about what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from starlette.routing import Route

from bot.body import Body


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Limits of a channel. `window` is how long after the last inbound we may write freely."""

    text: int  # characters of one message
    buttons: int  # options that may be buttons; more become a list or numbered text
    label: int  # characters on a button
    edits: bool
    deletes: bool
    window: timedelta | None = None
    deletable: timedelta | None = None  # how long a message may be deleted; None: always
    file: int | None = None  # bytes of a file that an officer sends; None: whatever came to us
    picture: int | None = None  # bytes of one that is a picture, where those may be less
    types: frozenset[str] | None = None  # of files; None: any
    in_place: bool = False  # a tap leaves no line below: what it changes may stay where it stands
    album: int = 1  # files that go out as one at most


NOWHERE = Capabilities(text=4000, buttons=0, label=0, edits=False, deletes=False)
"""Of people who are met, or called: nothing is sent there."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One claimed row of the message log, with everything its channel needs."""

    id: int
    act: str
    body: Body
    to: str  # the person's external id, or the room's chat id
    room: bool = False
    thread: str | None = None  # the case's topic in the room
    card: str | None = None  # the case's card there: what is replied to where topics are off
    target: str | None = None  # the channel's id of the message this is about
    window_until: datetime | None = None
    created_at: datetime | None = None
    repeated: bool = False  # sent once already, outcome unknown
    along: tuple[Body, ...] = ()  # of the other files of its album, each to be a message of its own

    @property
    def is_relayed(self) -> bool:
        """Whether it is what an officer wrote, on its first way to the person."""
        return self.act == "post" and self.body.name is not None and not self.repeated


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted. `thread` is the topic it opened, or opened anew because somebody deleted it."""

    external: str | None = None  # the provider's id of the message
    status: Literal["sent", "delivered"] = "sent"
    thread: str | None = None
    along: tuple[str, ...] = ()  # the provider's ids of what went along, in order


@dataclass(frozen=True, slots=True)
class Later:
    """Not accepted, and sure to have done nothing: try again."""

    reason: str
    after: timedelta | None = None  # what the provider asks for; None: our own backoff
    everyone: bool = False  # the limit is on the whole account, not on this recipient


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent. `answered`: the provider said that it has trouble of its own, so that
    it is tried for as long as that lasts; without any answer it goes out once more.
    """

    reason: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """May not be sent now (WhatsApp's window): kept until the person writes."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Will never be sent. `unreachable`: nothing else will be either, until they write."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The room has another id now; try again there."""

    room: str


Receipt: TypeAlias = Sent | Later | Unknown | Parked | Failed | Moved


MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * 1024 * 1024  # bytes: no provider gives us more


class LostFile(Exception):  # noqa: N818 -- a fact about a file
    """It cannot be had, now or ever; the text is a short reason."""


class TooLargeFile(LostFile):
    """It is larger than what was asked for."""

    def __init__(self) -> None:
        super().__init__("too_large")


class Fetch(Protocol):
    """The content of a file of at most `limit` bytes, by its channel's handle. Raises LostFile."""

    async def __call__(self, handle: str, limit: int = LARGEST_FILE) -> bytes: ...


class Channel(Protocol):
    """A way to reach people (or a room). Sending never raises; it returns what became of it."""

    @property
    def name(self) -> str: ...

    @property
    def account(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, outgoing: Outgoing) -> Receipt: ...

    async def find(self, outgoing: Outgoing) -> Sent | None:
        """Whether a send of unknown outcome arrived, where the provider lets us ask."""
        ...


class Provided(Channel, Protocol):
    """A channel that somebody else provides: it calls us, and is asked by us."""

    async def fetch(self, handle: str, limit: int = LARGEST_FILE) -> bytes:
        """A file that somebody sent. Raises LostFile."""
        ...

    def routes(self) -> list[Route]:
        """Where the provider calls us."""
        ...

    async def run(self) -> None:
        """Until cancelled: what the channel does by itself, such as polling."""
        ...

    async def close(self) -> None: ...
