"""Years after all is over nobody is left: no name, no word, no way to reach them."""

from __future__ import annotations

from datetime import timedelta

from bot.app import App
from bot.retention import YEAR
from storage import questions, recommendations
from storage.questions import Question
from storage.recommendations import Recommendation
from tests.bot.test_recovery import passes, recovery_of
from tests.bot.test_unnamed import UNNAMED, decrypted, served
from tests.clock import FakeClock
from tests.databases import look
from tests.replacing import replace
from tests.shell import Desk, running_on

DAY = timedelta(days=1)
SAID = ("تأخر موعد الجلسة", "القاعة باردة", "وش لون الشعار", "شكرا على حسن الاستقبال", "نورة سعد")
"""Words of theirs, each in a place of its own."""


async def said(app: App, clock: FakeClock) -> None:
    """Two people leave something of themselves wherever that is possible, and all is closed."""
    noura, _ = await served(app, "noura")
    await noura.say("2", "الوقت", SAID[0])
    case, supervisor = await recovery_of(app, noura), Desk(app, "noura")
    await supervisor.make(case.reference, "claim")
    await supervisor.make(case.reference, "close", "أعيدت الجلسة.", "solved")
    sami, _ = await served(app, "sami")
    await sami.say(UNNAMED, "1", "1", "1", SAID[1], "لا شكرا", "القائمة")
    await sami.say("متى ساعات العمل عندكم؟", "نعم", "شكر وثناء", SAID[3])
    async with app.database.unit() as unit:
        questions.record(unit, Question(SAID[2], "unclear", clock.now(), case="26000422"))
        person, *_ = [one.person for one in await noura.cases()]
        drawn = Recommendation(str(person), "2026-2", "website", clock.now())
        recommendations.draw(unit, replace(drawn, state="answered", score=9))
    await passes(app, clock, 4 * DAY)


async def test_years_later_nobody_is_left(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        await said(app, clock)
        before = repr(decrypted(app, database_url))
        assert [words for words in SAID if words not in before] == []
        await app.daily.retention.sweep(clock.now() + 7 * YEAR)
        rows = decrypted(app, database_url)
    del rows["dictionaries"]  # what we say ourselves: its name is that of the example
    found = {(w, t) for w in SAID for t in rows if w in repr(rows[t])}
    assert found == set()
    for table in ("persons", "addresses", "consents", "messages", "conversations", "answers_given"):
        assert rows[table] == [], table
    for table, columns in ((table, {*row}) for table, found in rows.items() for row in found[:1]):
        for column in columns & {"person", "address"}:
            held = f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"
            assert look(database_url, held) == [(0,)], (table, column)
    scores = "SELECT score FROM ratings WHERE score IS NOT NULL"
    assert look(database_url, scores) == [(2,)], "what counts is counted still"
    assert look(database_url, "SELECT score FROM recommendations") == [(9,)]
    assert look(database_url, "SELECT reason FROM questions") == [("unclear",)]
