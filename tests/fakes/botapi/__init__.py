"""Telegram's Bot API, faked: state, limits, updates and faults over real HTTP."""

from tests.fakes.botapi.api import BotApi
from tests.fakes.botapi.faults import Hold
from tests.fakes.botapi.group import ALL_RIGHTS, Group, Topic
from tests.fakes.botapi.message import Button, Message
from tests.fakes.botapi.people import Seat, User
from tests.fakes.botapi.server import Call
from tests.fakes.botapi.updates import Delivery
from tests.fakes.botapi.world import Tap

__all__ = [
    "ALL_RIGHTS",
    "BotApi",
    "Button",
    "Call",
    "Delivery",
    "Group",
    "Hold",
    "Message",
    "Seat",
    "Tap",
    "Topic",
    "User",
]
