"""Twilio's REST API for WhatsApp, faked: state, limits, webhooks and faults over real HTTP."""

from tests.fakes.twilio.api import TwilioApi
from tests.fakes.twilio.content import Button
from tests.fakes.twilio.message import Message
from tests.fakes.twilio.user import User
from tests.fakes.twilio.webhooks import FORGED, LOST, ONCE, TWICE, UNSIGNED, Delivery

__all__ = [
    "FORGED",
    "LOST",
    "ONCE",
    "TWICE",
    "UNSIGNED",
    "Button",
    "Delivery",
    "Message",
    "TwilioApi",
    "User",
]
