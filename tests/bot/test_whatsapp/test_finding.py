"""A send of unknown outcome is looked for at Twilio before it is repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.channel import Sent, Unknown
from bot.channels.whatsapp import WhatsApp
from storage import messages, outbox, people
from storage.messages import Outgoing as Row
from tests.bot.test_whatsapp.ours import NUMBER, SENDS, Ours, choices
from tests.fakes.twilio import TwilioApi, User

MESSAGES = "Messages.json"


async def lose(api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, text: str) -> str:
    """Sends a text of which no answer comes back; its id at Twilio."""
    api.drop(SENDS)
    assert isinstance(await channel.send(ours.outgoing(noura, text)), Unknown)
    return api.sent[-1].sid


async def know(ours: Ours, noura: User, sid: str) -> None:
    """Logs another line to her that is known by this id."""
    at = ours.clock.now()
    async with ours.database.unit() as unit:
        address = await people.resolve(unit, "whatsapp", NUMBER, noura.address, at)
        messages.queue(unit, Row("whatsapp", NUMBER, {"text": "x"}, address=address.id), at)
        [row] = await outbox.claim(unit, at, 1)
        outbox.settle(unit, row.message.id, "sent", at, external=sid)


async def test_what_arrived_is_found(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura, "غيرها"))
    sid = await lose(api, ours, channel, noura, "مرحبا  بك\nمن جديد")
    await channel.send(ours.outgoing(noura, "وغيرها"))
    line = ours.outgoing(noura, "مرحبا  بك\nمن جديد")
    assert await channel.find(line) == Sent(sid)
    await api.report(sid, "delivered")
    assert await channel.find(line) == Sent(sid, "delivered")


async def test_what_never_left_is_not_found(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    api.silence(SENDS)
    ours.twilio.http_client.timeout = 0.05
    line = ours.outgoing(noura, "مرحبا")
    assert isinstance(await channel.send(line), Unknown)
    ours.twilio.http_client.timeout = 10
    assert await channel.find(line) is None


async def test_options_are_found_in_either_form(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    line = ours.outgoing(noura, "هل؟", options=choices("نعم", "لا"))
    await channel.send(line)
    assert await channel.find(line) == Sent(noura.inbox[0].sid)
    listed = ours.outgoing(noura, "أيها؟", options=choices(*(f"خيار {n}" for n in range(12))))
    await channel.send(listed)
    assert await channel.find(listed) == Sent(noura.inbox[1].sid)


async def test_an_officers_words_are_found_under_their_name(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    line = ours.outgoing(noura, "تم", name="سارة")
    await channel.send(line)
    assert await channel.find(line) == Sent(noura.inbox[0].sid)


async def test_of_long_words_the_last_part_counts(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    line = ours.outgoing(noura, "كلمة " * 400)
    await channel.send(line)
    assert await channel.find(line) == Sent(noura.inbox[-1].sid)


async def test_another_rows_message_is_not_taken_for_it(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    line = ours.outgoing(noura, "مرحبا")
    first = await lose(api, ours, channel, noura, "مرحبا")
    second = await lose(api, ours, channel, noura, "مرحبا")
    assert await channel.find(line) == Sent(first)
    await know(ours, noura, first)
    assert await channel.find(line) == Sent(second)
    await know(ours, noura, second)
    assert await channel.find(line) is None


async def test_somebody_elses_message_is_not_taken_for_it(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await lose(api, ours, channel, noura, "مرحبا")
    assert await channel.find(ours.outgoing(api.user("+966557777777"), "مرحبا")) is None


async def test_what_was_said_before_is_not_taken_for_it(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    sid = await lose(api, ours, channel, noura, "مرحبا")
    began = ours.clock.now()

    async def found(created_at: datetime | None) -> Sent | None:
        return await channel.find(ours.outgoing(noura, "مرحبا", created_at=created_at))

    assert await found(began + timedelta(seconds=30)) == Sent(sid)  # clocks may differ
    assert await found(began + timedelta(minutes=2)) is None
    assert await found(None) is None


async def test_what_failed_is_sent_again(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    sid = await lose(api, ours, channel, noura, "مرحبا")
    await api.report(sid, "undelivered", 63012)
    assert await channel.find(ours.outgoing(noura, "مرحبا")) is None


async def test_words_that_are_none_match_nothing(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await ours.twilio.messages.create_async(
        to=noura.address, from_=NUMBER, media_url=["https://sila.example.org/1.pdf"]
    )
    assert await channel.find(ours.outgoing(noura, "")) is None


async def test_what_cannot_be_looked_up_is_not_found(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await lose(api, ours, channel, noura, "مرحبا")
    for status in (500, 401):
        api.fail(f"GET /2010-04-01/Accounts/{'AC' + 'a' * 32}/{MESSAGES}", status)
        assert await channel.find(ours.outgoing(noura, "مرحبا")) is None
