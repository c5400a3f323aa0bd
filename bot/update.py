"""What arrives at the shell, from any channel, officer or timer, before it is a turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from bot.body import File
from flows.events import Event
from flows.logbook import Line
from flows.readout import Answers
from storage.people import Origin
from storage.vault import Json

ChannelName: TypeAlias = Literal["telegram", "whatsapp", "website"]


@dataclass(frozen=True, slots=True)
class FromPerson:
    """A beneficiary did something at an address."""

    external: str  # the channel's own id of the person
    event: Event
    message: str | None = None  # the channel's id of the message, for replies and edits
    phone: str | None = None
    language: Literal["ar", "en"] | None = None  # of a person never seen before
    content: bytes | None = field(default=None, repr=False)  # of a file that is asked for
    name: str | None = None  # that file's, on the device it came from
    answers: str | None = None  # the channel's id of our message that it replies to
    album: str | None = None  # the channel's id of the files that this one was sent with


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message we sent, in any order and as often as the provider likes."""

    message: str  # the channel's id
    status: Literal["sent", "delivered", "read", "failed", "parked"]
    reason: str | None = None
    unreachable: bool = False  # the person cannot be written to until they write again
    due: int | None = None  # the row that kept it, where it came before our own record


@dataclass(frozen=True, slots=True)
class Reach:
    """The person blocked us, or came back."""

    external: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class FromOfficer:
    """A listed officer's move on a case, from the room or the desk.

    `note` is a line that stays inside. `line` is the room's id of what was typed, `about` the field
    of the application that is matched.
    """

    officer: str
    case: str
    move: str
    text: str = ""
    outcome: str = ""
    room: str | None = None
    line: str | None = None
    about: str = ""
    file: File | None = None  # to go out with the words, or without any
    answers: str | None = None  # the channel's id of the person's message that is replied to
    album: str | None = None  # the channel's id of the files that this one was sent with


@dataclass(frozen=True, slots=True)
class Order:
    """A listed officer's command that is about no case: one of kind "order" in the commands' table.

    `text` is what follows the command, `case` the one in whose topic it was given, `about` the id
    and the name at Telegram of whoever wrote the line that it answers. `tapped`: our own row whose
    button gave it.
    """

    officer: str
    does: str
    text: str = ""
    room: str | None = None
    line: str | None = None
    case: str | None = None
    about: tuple[int, str] | None = None
    tapped: int | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """An officer is in the staff group no more."""

    officer: str
    room: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A case is to go back to the queue, if this officer has it still. `why` ends an id of a line.

    `subject` is the address whose case it is, or the case.
    """

    row: int
    subject: str
    case: str
    owner: str
    why: str


@dataclass(frozen=True, slots=True)
class Logged:
    """An officer wrote down a call, a visit or a letter; in the room, if it was there."""

    officer: str
    line: Line
    room: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOut:
    """What a person answered to a survey over the telephone.

    Of the one that follows a low rating which was made good, `recovery` is its case.
    """

    officer: str
    address: str
    application: str
    answers: Answers
    recovery: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody who is not listed tried to act in the room."""

    room: str
    who: str


@dataclass(frozen=True, slots=True)
class RoomMoved:
    """The staff group became a supergroup with another id."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something scheduled fell due for an address."""

    row: int
    address: str
    event: Event


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Something of the association's own fell due; it is no person's turn."""

    row: int
    kind: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody is to be told that an answer they were given was wrong, and what is right."""

    row: int
    address: str
    answer: str
    version: int


@dataclass(frozen=True, slots=True)
class Telling:
    """Something fell due to be told to one person: `kind` and `payload` say what."""

    row: int
    address: str
    kind: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Ring:
    """The clocks of a case come to a moment that was foreseen."""

    row: int
    subject: str
    case: str
    at: datetime


What: TypeAlias = (
    FromPerson
    | Report
    | Reach
    | FromOfficer
    | Order
    | Logged
    | ReadOut
    | Departed
    | Returned
    | Refusal
    | RoomMoved
    | Due
    | Upkeep
    | Correction
    | Telling
    | Ring
)


@dataclass(frozen=True, slots=True)
class Update:
    """One delivery. (channel, account, id) is unique for ever: a second one changes nothing."""

    channel: str
    account: str
    id: str
    what: What
    raw: bytes = b""

    @property
    def origin(self) -> Origin | None:
        """The address of whoever did something themselves."""
        if isinstance(self.what, FromPerson | Reach):
            return Origin(self.channel, self.account, self.what.external)
        return None
