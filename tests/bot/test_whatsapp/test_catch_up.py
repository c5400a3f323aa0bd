"""What webhooks never told is fetched, oldest first, once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import pytest

from bot.channels.whatsapp import CATCH_UP, WhatsApp
from bot.turns.loop import Overloaded
from bot.update import Update
from flows.events import Said, Sent, Unread
from storage import messages, people
from storage.messages import Incoming
from storage.people import Origin
from tests.bot.test_whatsapp.ours import DAY, NUMBER, Ours
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TwilioApi, User

LISTS = "GET /2010-04-01"


class Patient(FakeClock):
    """Tells when somebody has begun to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = asyncio.Event()

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        self.waiting.set()
        await super().wait(woken, until)


async def log(ours: Ours, update: Update) -> None:
    """What a turn does with an update: the message log has it."""
    what = update.what
    async with ours.database.unit() as unit:
        origin = Origin("whatsapp", NUMBER, getattr(what, "external", ""))
        address = await people.resolve(unit, *origin, ours.clock.now())
        line = Incoming(
            "whatsapp", NUMBER, {}, "beneficiary", external=update.id, address=address.id
        )
        messages.record(unit, line, ours.clock.now())


async def test_what_was_lost_is_handed_in_oldest_first(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, clock: FakeClock
) -> None:
    sara = api.user(external_id="SA.4566546130240823")
    clock.advance(timedelta(minutes=1))
    lost = [await noura.say("أين أنتم؟", LOST), await sara.say("مرحبا", LOST)]
    assert await channel.catch_up() == 3  # and the salam that nobody took
    assert ours.events == [Said("السلام عليكم"), Said("أين أنتم؟"), Said("مرحبا")]
    assert [update.id for update in ours.taken[1:]] == [message.sid for message in lost]
    assert [(what.external, what.phone) for what in ours.people[1:]] == [
        ("whatsapp:+966551234567", "+966551234567"),
        ("whatsapp:SA.4566546130240823", None),
    ]
    assert {(update.channel, update.account) for update in ours.taken} == {("whatsapp", NUMBER)}
    assert parse_qs(ours.taken[1].raw.decode())["Body"] == ["أين أنتم؟"]


@pytest.mark.usefixtures("listening")
async def test_what_the_log_has_is_left_alone(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await noura.say("وصلت")
    await log(ours, ours.taken[0])
    assert await channel.catch_up() == 1
    assert ours.events == [Said("وصلت"), Said("السلام عليكم")]
    await log(ours, ours.taken[1])
    assert await channel.catch_up() == 0
    assert len(ours.taken) == 2


async def test_an_answer_of_ours_is_not_caught_up_with(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura))
    assert await channel.catch_up() == 1
    assert ours.events == [Said("السلام عليكم")]


async def test_files_places_and_stickers_are_recognised(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    photo = await noura.send_media("image/jpeg", b"1", caption="هويتي", delivery=LOST)
    await noura.send_media("image/webp", b"2", delivery=LOST)
    await noura.send_location(24.7, 46.6, delivery=LOST)
    await channel.catch_up()
    address = f"https://api.twilio.com{photo.path}/Media/{photo.media[0].sid}"
    assert ours.events[1:] == [
        Sent("image", address, "هويتي"),
        Unread("sticker"),
        Unread("other"),
    ]


async def test_a_message_of_which_a_part_is_missing_is_fetched(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    files = [("image/jpeg", b"1"), ("image/png", b"2")]
    message = api._records.receive(noura.address, "", files)
    assert await channel.catch_up() == 2
    assert [update.id for update in ours.taken[1:]] == [f"{message.sid}/0", f"{message.sid}/1"]
    for update in ours.taken[:2]:
        await log(ours, update)
    assert await channel.catch_up() == 1
    await log(ours, ours.taken[-1])
    assert await channel.catch_up() == 0


async def test_a_file_deleted_meanwhile_is_still_a_message(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await noura.send_media("image/jpeg", b"1", delivery=LOST)
    original = api._records.page

    def page(query: object) -> object:
        found = original(query)  # type: ignore[arg-type]  # passed on
        for row in api.messages.values():
            row.media.clear()
        return found

    api._records.page = page  # type: ignore[method-assign, assignment]  # deletes in between
    await channel.catch_up()
    assert ours.events[1:] == [Unread("other")]


async def test_at_the_start_a_day_is_looked_at(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, clock: FakeClock
) -> None:
    clock.advance(DAY - timedelta(seconds=1))
    assert await channel.catch_up() == 1
    clock.advance(timedelta(minutes=2))
    assert await ours.channel().catch_up() == 0


async def test_later_only_the_last_minutes_are(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, clock: FakeClock
) -> None:
    assert await channel.catch_up() == 1
    clock.advance(CATCH_UP)
    assert await channel.catch_up() == 1  # this `take` logs nothing
    assert await channel.catch_up() == 1
    clock.advance(timedelta(minutes=6))
    await channel.catch_up()
    assert await channel.catch_up() == 0
    await noura.say("جديدة", LOST)
    assert await channel.catch_up() == 1


async def test_many_pages_are_read(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp_catch_up.PAGE", 2)
    for number in range(6):
        await noura.say(f"{number}", LOST)
    assert await channel.catch_up() == 7
    assert ours.events[1:] == [Said(f"{number}") for number in range(6)]


async def test_after_trouble_nothing_is_skipped(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, clock: FakeClock
) -> None:
    await channel.catch_up()
    ours.taken.clear()
    await noura.say("ضاعت", LOST)
    ours.trouble = [Overloaded()]
    with pytest.raises(Overloaded):
        await channel.catch_up()
    clock.advance(timedelta(hours=3))
    await channel.catch_up()
    assert ours.events == [Said("السلام عليكم"), Said("ضاعت")]


async def test_it_runs_at_once_and_every_five_minutes(
    api: TwilioApi, ours: Ours, noura: User, capfd: pytest.CaptureFixture[str]
) -> None:
    ours.clock = clock = Patient()
    running = asyncio.create_task(ours.channel().run())
    await clock.waiting.wait()
    assert ours.events == [Said("السلام عليكم")]
    api.fail(LISTS, 503, message="+966551234567")
    for heard in (1, 2):
        clock.waiting.clear()
        clock.advance(CATCH_UP)
        await clock.waiting.wait()
        assert len(ours.taken) == heard
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    written = "".join(capfd.readouterr())
    assert "whatsapp_catch_up_failed" in written
    assert "966551234567" not in written
    assert "السلام" not in written
