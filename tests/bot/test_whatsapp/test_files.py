"""Files of officers go out by an address of ours that Twilio fetches."""

from __future__ import annotations

import re

import pytest

from bot.body import Body, File
from bot.channels.channel import Parked, Sent
from bot.channels.whatsapp import WhatsApp
from tests.bot.test_whatsapp.ours import PUBLIC, Ours
from tests.fakes.twilio import TwilioApi, User
from tests.replacing import replace

ADDRESS = re.compile(rf"{PUBLIC}/media/\d+\.\d+\.[\w-]+")


@pytest.mark.parametrize(
    ("kind", "text", "bodies"),
    [
        ("image", "الخريطة", ["*سارة*\nالخريطة"]),
        ("document", "", ["*سارة*"]),
        ("audio", "اسمعي", ["*سارة*\nاسمعي", ""]),
        ("image", "خريطة " * 171, [f"*سارة*\n{'خريطة ' * 171}".strip(), ""]),
    ],
)
async def test_twilio_is_given_the_address(  # noqa: PLR0917 -- fixtures, and what is sent
    api: TwilioApi,
    ours: Ours,
    channel: WhatsApp,
    noura: User,
    kind: str,
    text: str,
    bodies: list[str],
) -> None:
    said = Body(text=text, name="سارة", file=File(kind, "handle", "telegram"))
    receipt = await channel.send(replace(ours.outgoing(noura), body=said))
    assert isinstance(receipt, Sent)
    assert [call.data.get("Body", "").strip() for call in api.calls] == bodies
    assert ADDRESS.fullmatch(api.calls[-1].data["MediaUrl"])
    assert "handle" not in str(api.calls[-1].data)


async def test_with_the_window_closed_it_waits(ours: Ours, channel: WhatsApp, noura: User) -> None:
    said = Body(name="سارة", file=File("image", "handle", "telegram"))
    outgoing = replace(ours.outgoing(noura, window_until=None), body=said)
    assert await channel.send(outgoing) == Parked("window")
