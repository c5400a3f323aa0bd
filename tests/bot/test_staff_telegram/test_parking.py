"""A reply that waits for the person to write: on the card, and when it waited in vain."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.expiry import KEPT
from bot.staff import card
from bot.update import FromPerson, Update
from flows.events import Said
from storage import cases, messages, outbox, people
from storage.cases import Case
from storage.messages import Message
from storage.people import Origin
from tests.bot.test_staff_telegram.stage import Stage, stage

REPLY = "هذا جواب سؤالك"


async def last_of(there: Stage, address: str) -> Message:
    async with there.app.database.view() as view:
        lines = await messages.latest(view, address, 20)
    return [line for line in lines if line.author == "officer:sara"][-1]


async def test_it_is_on_the_card_and_after_a_week_given_up(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        address = await there.visitor.address()
        await there.sara.say(REPLY, thread=there.topic(reference))
        await there.settled()
        line = await last_of(there, address)
        async with there.app.database.unit() as unit:
            outbox.park(unit, line.id, "window")
            await there.app.turns.kit.parking.ask(unit, line, there.clock.now())
        there.app.sender.woken.set()
        await there.settled()
        assert "رد محفوظ ينتظر" in there.card(reference).text
        assert (await there.case(reference)).parked
        assert await there.app.daily.expiry.run(there.clock.now()) == 0
        there.clock.advance(KEPT + timedelta(minutes=1))
        assert await there.app.daily.expiry.run(there.clock.now()) == 1
        there.app.sender.woken.set()
        await there.settled()
        assert "مرت سبعة أيام" in there.texts(reference)
        found = await last_of(there, address)
        assert (found.status, found.reason) == ("expired", "window")
        assert not (await there.case(reference)).parked


async def test_the_card_tells_until_when_the_window_is_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        app, clock = there.app, there.clock
        origin = Origin("whatsapp", "whatsapp:+966500000000", "whatsapp:+966551234567")
        address = people.identify(app.database.vault, origin)

        async def say(text: str) -> None:
            id_ = f"{text} {clock.now()}"
            heard = FromPerson(origin.external, Said(text), id_)
            await app.turns.take(Update(origin.channel, origin.account, id_, heard))

        async def open_case() -> Case:
            async with app.database.view() as view:
                return (await cases.open_of(view, [address]))[address][0]

        await say("السلام عليكم")
        await say("مسؤول")
        case = await open_case()
        assert "نافذة واتساب حتى" in card.card(case, app.kit.renderer, "ar")
        clock.advance(timedelta(minutes=30))
        await say("سؤالي عن الدورة")
        assert (await open_case()).details == case.details  # to the hour is near enough
        clock.advance(timedelta(minutes=40))
        await say("وعن موعدها")
        assert (await open_case()).details != case.details
