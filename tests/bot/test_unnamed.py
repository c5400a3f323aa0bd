"""A rating without a name: nothing in a decrypted copy of the database tells who said what."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs

from bot import body
from bot.app import App
from bot.update import FromPerson, Update
from flows.events import Edited, Event, Said, Sent
from storage import conversations, inbox, ratings, unnamed
from storage.tables import SEALED, TABLES
from storage.unnamed import Pooled
from tests.bot.turning import POISON, Poisoned
from tests.clock import FakeClock
from tests.conftest import Fresh
from tests.databases import is_sqlite, look
from tests.replacing import replace
from tests.shell import REGISTRATION, Desk, Visitor, running_on

UNNAMED = "دون ذكر الاسم"
BAD = ("1", "2", "1", "تأخر كل شيء")
GOOD = ("5", "4", "5", "كل شيء جميل")
APART = ("unnamed_buffer", "unnamed_answers")
MINUTES = timedelta(minutes=7)


async def served(app: App, name: str) -> tuple[Visitor, str]:
    """Somebody whose service came: their survey is on the screen."""
    number = sum(name.encode())
    who, sara = Visitor(app, name), Desk(app, _ids=itertools.count(number * 100))
    own = identity(number)
    await who.say(*(own if text == "1000000008" else text for text in REGISTRATION))
    case = (await who.cases())[0].reference
    await sara.approve(case)
    await sara.make(case, "deliver")
    await who.say("نعم كاملة")
    return who, case


def identity(number: int) -> str:
    """A number of an identity card, whose last digit is right."""
    digits = [1, *map(int, f"{number:08}")]
    odd = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    return f"{''.join(map(str, digits))}{-(odd + sum(digits[1::2])) % 10}"


def decrypted(app: App, url: str) -> dict[str, list[dict[str, str]]]:
    """Every row of every table, sealed columns opened, in the order in which they lie there."""
    sealed = {(one.name, column) for one in SEALED for column in one.sealed}
    found: dict[str, list[dict[str, str]]] = {}
    for table in (one.name for one in TABLES if one.name != "keys"):
        names = columns(url, table)
        rows = [
            {
                name: opened(app, f"{table}.{name}", value)
                if (table, name) in sealed
                else f"{value}"
                for name, value in zip(names, row, strict=True)
            }
            for row in look(url, f"SELECT * FROM {table} ORDER BY {place(url, table)}")
        ]
        found[table] = rows
    return found


def columns(url: str, table: str) -> list[str]:
    if is_sqlite(url):
        return [row[1] for row in look(url, f"PRAGMA table_info({table})")]
    of = f"attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
    return [
        row[0] for row in look(url, f"SELECT attname FROM pg_attribute WHERE {of} ORDER BY attnum")
    ]


def place(url: str, table: str) -> str:
    """Where a row lies, as far as the database has such a thing; 1 orders nothing."""
    if not is_sqlite(url):
        return "ctid"
    [(sql,)] = look(url, f"SELECT sql FROM sqlite_schema WHERE name = '{table}'")
    return "1" if "WITHOUT ROWID" in sql else "rowid"


def opened(app: App, context: str, value: Any) -> str:
    """JSON, pressed in most columns."""
    if value is None:
        return ""
    plain = app.database.vault.open(bytes(value), context)
    try:
        return app.database.vault.press.unpress(plain).decode()
    except ValueError:
        return plain.decode()


async def both(
    app: App, clock: FakeClock, url: str, *said: tuple[str, ...]
) -> list[dict[str, list[str]]]:
    """Two people rate without a name, in turns: all that is there after each round."""
    people = [await served(app, name) for name in ("noura", "sami")]
    found = []
    for words in zip(*((UNNAMED, *answers) for answers in said), strict=True):
        for (who, _), word in zip(people, words, strict=True):
            clock.advance(MINUTES)
            await who.say(word)
        found.append(await everything(app, url, [who for who, _ in people]))
    return found


async def everything(app: App, url: str, people: list[Visitor]) -> dict[str, list[str]]:
    """All rows, but for what differs by chance."""
    found = decrypted(app, url)
    for row in found["messages"]:  # what the sender has done by now
        for name in ("status", "external", "attempts", "settled_at"):
            del row[name]
    for row in found["applications"]:
        del row["identity"]  # a keyed hash, as are those that follow
    names: dict[str, str] = {}
    for who in people:
        address = await who.address()
        [person] = {row["person"] for row in found["addresses"] if row["id"] == address}
        names |= {address: f"address of {who.external}", person: f"person of {who.external}"}
    plain = {
        table: [_renamed(json.dumps(row, ensure_ascii=False), names) for row in rows]
        for table, rows in found.items()
    }
    return {table: rows if has_order(url, table) else sorted(rows) for table, rows in plain.items()}


def _renamed(text: str, names: dict[str, str]) -> str:
    for name, known in names.items():
        text = text.replace(name, known)
    return text


def has_order(url: str, table: str) -> bool:
    """Whether where a row lies may tell when it came."""
    return table in APART or (is_sqlite(url) and place(url, table) == "rowid")


async def test_nobody_can_tell_who_of_two_said_what(fresh: Fresh) -> None:
    """The database is the same if they had said it the other way round, after every answer."""
    seen = []
    for said in ((BAD, GOOD), (GOOD, BAD)):
        clock = FakeClock()
        with fresh() as url:
            async with running_on(url, clock) as app:
                seen.append(await both(app, clock, url, *said))
    for answers, (first, second) in enumerate(zip(*seen, strict=True)):
        assert first == second, answers
        assert (BAD[3] in repr(first)) == (answers == 4)


async def test_what_was_answered_stands_in_the_buffer_alone(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, reference = await served(app, "noura")
        with capture_logs() as logs:
            await noura.say(UNNAMED, "2", "3", "تخطي", "غرفة الانتظار باردة")
        assert "باردة" not in repr(logs)
        found = decrypted(app, database_url)
        holding = {table for table, rows in found.items() if "باردة" in repr(rows)}
        assert holding == {"unnamed_buffer"}
        async with app.database.view() as view:
            rating = await ratings.by_application(view, reference)
        assert rating
        assert (rating.state, rating.score, rating.comment, rating.answered_at) == (
            *("used", None),
            *(None, None),
        )
        said = [body.read(line.body).text for line in await noura.lines() if line.direction == "in"]
        assert said[-5:] == [UNNAMED, *["(جواب دون ذكر الاسم)"] * 4]
        assert "تخطٍّ" not in said


async def test_five_go_to_the_pool_together_and_one_alone_waits_for_others(
    database_url: str,
) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        people = [(await served(app, f"visitor {n}"))[0] for n in range(6)]
        for number, who in enumerate(people[:4], 1):
            await who.say(UNNAMED, f"{number}", "تخطي", "تخطي", f"ملاحظة {number}")
        assert await pooled(app) == []
        await people[4].say(UNNAMED, "5")
        there = await pooled(app)
        assert sorted(one.value for one in there if one.question == "score" and one.value) == [
            *(1, 2, 3, 4, 5),
        ]
        assert len(there) == 9
        assert [one.key for one in there] == [
            row[0]
            for row in look(
                database_url,
                "SELECT key FROM unnamed_answers"
                + ("" if is_sqlite(database_url) else " ORDER BY ctid"),
            )
        ]
        await people[5].say(UNNAMED, "1")
        await app.daily.surveys.close(clock.now())
        waiting = "SELECT programme, month, department FROM unnamed_buffer"
        assert look(database_url, waiting) == [("", "2026-11", "")], "of no programme by morning"
        clock.advance(timedelta(days=9))
        await app.daily.surveys.close(clock.now())
        assert len(await pooled(app)) == 9, "one alone would be known by the month"
        assert look(database_url, waiting) == [("", "2026-11", "")], "nor kept for ever"


async def pooled(app: App) -> list[Pooled]:
    async with app.database.view() as view:
        return await unnamed.pooled(view, "2026-11", "2026-12")


async def test_it_is_given_once_and_not_with_a_name_afterwards(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, reference = await served(app, "noura")
        await noura.say(UNNAMED, "2", "تخطي", "تخطي", "تخطي", "لا شكرا")
        assert "لا توجد خدمة بانتظار التقييم" in await noura.say("تقييم")
        async with app.database.view() as view:
            rating = await ratings.by_application(view, reference)
        assert rating
        assert rating.state == "used"


async def test_a_text_that_is_changed_later_stays_unknown(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say(UNNAMED, "2", "تخطي", "تخطي")
        events: tuple[Event, ...] = (Said("بارد جدا"), Edited("حار جدا"))
        for number, event in enumerate(events):
            what = FromPerson(noura.external, event, "7000")
            await app.turns.take(Update("website", "website", f"{number}", what))
        assert "لا يُعرف صاحبه" in (await noura.heard())[-1]
        assert "حار جدا" not in repr(decrypted(app, database_url))


async def test_a_caption_is_not_kept_either(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say(UNNAMED, "2", "تخطي", "تخطي")
        await noura.does(Sent("image", "file", "صورة الموظف"))
        assert "صورة الموظف" not in repr(decrypted(app, database_url))


async def test_an_answer_that_cannot_be_handled_is_not_kept_raw(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say(UNNAMED)
        app.turns.kit = replace(app.turns.kit, engine=Poisoned(app.kit.engine.flows))
        await noura.does(Said(POISON))
        async with app.database.view() as view:
            [failed] = await inbox.unfinished(view, "failed")
            kept = await conversations.load_many(view, [await noura.address()])
        assert failed.raw == b""
        assert kept


async def test_nothing_of_it_may_be_lost_or_counted_twice(database_url: str) -> None:
    """A second delivery of the same update, and a score given at another address of theirs."""
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say(UNNAMED)
        for _ in range(3):
            await noura.does(Said("2"), "the same")
        found = decrypted(app, database_url)["unnamed_buffer"]
        assert [json.loads(row["answers"]) for row in found] == [[["score", 2, None]]]
