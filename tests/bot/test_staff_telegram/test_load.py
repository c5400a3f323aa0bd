"""A crowded day: thirty officers, three hundred cases, and a group that takes twenty a minute."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from telegram.error import TelegramError

from bot import catalog
from bot.channels import telegram_errors
from bot.channels.channel import Outgoing, Receipt
from bot.channels.telegram_files import Files
from bot.render import Renderer, book_lines
from bot.staff.telegram_forum import Forum
from flows.book import Officer
from flows.wording import Wording
from storage import cases, messages, references
from storage.cases import Case
from storage.unit import Unit
from tests.bot.sending import FREE, Post, Sending, book, rate, sending
from tests.bot.test_telegram.ours import ROOM
from tests.bot.test_telegram_transport import connected
from tests.fakes.botapi import BotApi, Group
from tests.replacing import replace

OFFICERS = {
    f"officer{n}": Officer(
        f"officer{n}", None, Wording(f"موظف {n}", f"Officer {n}"), frozenset(), frozenset()
    )
    for n in range(30)
}
CASES = [f"26{n:06}" for n in range(300)]
WORDS = ("السلام عليكم", "أسأل عن موعد الدورة", "وهل يلزم حضور ولي الأمر", "شكرًا لكم")


@dataclass
class Door(Post):
    """The real staff group's side of the channel."""

    forum: list[Forum] = field(default_factory=list)  # once there is a database

    async def send(self, outgoing: Outgoing) -> Receipt:
        self.sent.append(outgoing)
        try:
            return await self.forum[0].send(outgoing)
        except TelegramError as error:
            return telegram_errors.receipt(error, room=True)


async def open_all(ours: Sending) -> dict[str, Case]:
    opened = {reference: ours.asked(reference) for reference in CASES}

    def do(unit: Unit) -> None:
        for case in opened.values():
            references.reserve(unit, case.reference, "case", ours.clock.now())
            cases.open(unit, case)
            ours.room.open(unit, case, ours.clock.now())

    await ours.act(do)
    return opened


async def hear_all(ours: Sending, opened: dict[str, Case], words: str) -> None:
    def do(unit: Unit) -> None:
        for case in opened.values():
            ours.room.hear(unit, case, f"{words} {case.reference}", ours.clock.now())

    await ours.act(do)


async def claim_all(ours: Sending, opened: dict[str, Case]) -> None:
    """Each officer claims ten."""

    def do(unit: Unit) -> None:
        for n, case in enumerate(opened.values()):
            claimed = replace(case, owner=f"officer{n % len(OFFICERS)}", state="claimed")
            ours.room.redraw(unit, claimed, ours.clock.now())

    await ours.act(do)


async def is_waiting(ours: Sending) -> bool:
    async with ours.database.view() as view:
        return bool(await messages.backlog(view))


def read(group: Group, case: str) -> tuple[list[str], str]:
    """The words relayed into the case's topic, in order; and its card."""
    [topic] = [topic for topic in group.topics if case in topic.name]
    card, *said = sorted(
        (m.text for m in topic.messages if m.by_bot and not m.service),
        key=lambda text: "من المستفيد" in text,
    )
    lines = [line for text in said for line in text.splitlines()]
    return lines, card


async def test_a_crowd_is_told_within_the_limit_and_loses_nothing(tmp_path: Path) -> None:
    """2100 things to tell would take 104 minutes one by one; with words bundled they take 62."""
    door = Door()
    async with (
        sending(
            tmp_path, limits=replace(FREE, group=rate("20/min")), chat=ROOM, posts=(door,)
        ) as ours,
        BotApi(clock=ours.clock.now) as api,
        connected(api) as bot,
    ):
        group = api.group(ROOM, is_forum=True)
        ours.room.renderer = Renderer(catalog.read_all(), book_lines(book()), OFFICERS)
        door.forum.append(Forum(bot, ours.database, ours.room, Files(bot, {})))

        opened, minutes = await open_all(ours), 0
        await ours.rest()
        for words in WORDS:
            await hear_all(ours, opened, words)
            await ours.advance(minutes=1)
            minutes += 1
        await claim_all(ours, opened)
        while await is_waiting(ours):
            await ours.advance(minutes=1)
            minutes += 1

        assert {call.status for call in api.calls} == {200}  # never one too many
        owners = Counter[str]()
        for case in CASES:
            lines, card = read(group, case)
            for line, words in zip(lines, WORDS, strict=True):  # each once, in order
                assert words in line
                assert case in line
            assert case in card
            owners[card.partition("موظف ")[2].split("\n")[0]] += 1
        assert sorted(owners.values()) == [10] * 30
        async with ours.database.view() as view:
            counts = await messages.counts(view)
        assert {count.status for count in counts} == {"sent"}
        assert minutes < 70
