"""Improvements: opened by ratings or for a suggestion, decided at the desk, told to people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.body import Body, read
from storage import improvements, messages, people, praises, templates
from storage.improvements import Improvement
from storage.messages import Outgoing
from storage.praises import Praise
from storage.templates import Made
from tests.bot.site import OURS, Site, site
from tests.bot.test_unnamed import served
from tests.clock import SUNDAY_MORNING, FakeClock
from tests.shell import Visitor, running_on

DAY, NOW = timedelta(days=1), SUNDAY_MORNING
PAGE = "/desk/improvements"
WORDS = {"ar": "أضفنا موعدًا مسائيًا للدورات.", "en": "We added evening courses."}

CHANGED = Improvement(
    reference="26000003",
    origin="suggestion",
    state="approved",
    department="care",
    title="دورات مسائية",
    opened_at=NOW,
    due_at=NOW,
    updated_at=NOW,
    changed_ar=WORDS["ar"],
    changed_en=WORDS["en"],
    approved_at=NOW,
)


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Site]:
    """Open to a network, so that everybody needs a pass."""
    async with site(tmp_path, host="0.0.0.0") as ours:
        yield ours


async def passes(app: App, clock: FakeClock, by: timedelta) -> None:
    clock.advance(by)
    for _ in range(3):
        await app.timer.step()


async def listed(app: App) -> Sequence[Improvement]:
    async with app.database.view() as view:
        return await improvements.listed(view)


# ------------------------------------------------------------------ opened by ratings
async def test_three_low_ratings_with_one_reason_open_one(database_url: str) -> None:
    async with running_on(database_url) as app:
        for name in ("a", "b"):
            visitor, _ = await served(app, name)
            await visitor.say("1", "الوقت", "تأخرتم")
        other, _ = await served(app, "c")
        await other.say("2", "النتيجة", "تخطي")
        assert await listed(app) == []
        last, _ = await served(app, "d")
        await last.say("2", "الوقت")
        [item] = await listed(app)
        assert (item.origin, item.reason, item.state) == ("ratings", "time", "open")
        assert item.due_at > item.opened_at
        await last.say("ملاحظة")
        more, _ = await served(app, "e")
        await more.say("1", "الوقت", "تخطي")
        assert len(await listed(app)) == 1


# ------------------------------------------------------------------ decided at the desk
async def posted(ours: Site, officer: str, path: str, **wish: Any) -> int:
    headers = {**OURS, **ours.entry(officer)}
    return (await ours.post(path, json=wish, headers=headers)).status


async def test_the_words_are_approved_by_another(ours: Site) -> None:
    app = ours.app
    noura = Visitor(app, "noura")
    await noura.say("السلام عليكم", "عندي اقتراح", "نقترح دورات مسائية")
    [suggestion] = await noura.cases()
    assert await posted(ours, "sara", PAGE, do="open") == 403
    new = {"what": "دورات مسائية", "department": "programmes", "suggestion": suggestion.reference}
    assert await posted(ours, "noura", PAGE, do="open", **new) == 200
    assert await posted(ours, "noura", PAGE, do="open", what="", department="care") == 409
    [item] = await listed(app)
    there = f"{PAGE}/{item.reference}"
    assert await posted(ours, "noura", there, do="finish", ar="شيء") == 409
    assert await posted(ours, "noura", there, do="finish", **WORDS) == 200
    assert await posted(ours, "noura", there, do="approve") == 409
    page = (await ours.see(PAGE, "noura")).text
    assert "دورات مسائية" in page
    assert suggestion.reference in page
    assert await posted(ours, "abdullah", there, do="approve") == 200
    assert await posted(ours, "abdullah", f"{PAGE}/12345678", do="approve") == 409
    for _ in range(3):
        await app.timer.step()
    heard = "\n".join(await noura.heard())
    assert heard.count(WORDS["ar"]) == 1
    assert suggestion.reference in heard


async def test_markup_is_shown_as_text(ours: Site) -> None:
    evil = "<script>alert(1)</script>"
    assert await posted(ours, "noura", PAGE, do="open", what=evil, department="care") == 200
    page = (await ours.see(PAGE, "noura")).text
    assert evil not in page
    assert "&lt;script&gt;" in page


async def test_a_page_begins_with_what_is_open_and_goes_on_state_by_state(ours: Site) -> None:
    now = ours.clock.now()
    async with ours.app.database.unit() as unit:
        for number in range(45):
            for state in ("open", "approved"):
                made = replace(CHANGED, reference=f"{state}{number:02}", state=state)
                improvements.open(unit, replace(made, title=f"{state} {number:02}", due_at=now))
        for number in range(12):
            praises.record(unit, Praise("care", f"شكرًا {number}", now))

    async def shown(query: str = "") -> tuple[int, int, int]:
        page = (await ours.see(f"{PAGE}{query}", "noura")).text
        return page.count("<h3>open"), page.count("<h3>approved"), page.count("<li>")

    assert await shown() == (20, 5, 10)
    assert await shown("?state=open") == (30, 0, 0)
    assert await shown("?state=open&after=30") == (15, 0, 0)
    assert await shown("?state=approved&after=x") == (0, 30, 0)
    assert await shown("?state=praise") == (0, 0, 12)
    assert await shown("?state=nonsense&after=9") == (20, 5, 10)
    page = (await ours.see(f"{PAGE}?state=open", "noura")).text
    assert "state=open&amp;after=30" in page
    assert "بانتظار القرار (45)" in page


# ------------------------------------------------------------------ once a quarter
async def told_of(app: App, clock: FakeClock) -> None:
    """Something changed in the quarter, and another has begun."""
    async with app.database.unit() as unit:
        improvements.open(unit, replace(CHANGED, approved_at=clock.now()))


async def wants(app: App, who: Visitor, *, notices: bool | None) -> None:
    await who.say("السلام عليكم")
    address = await who.address()
    async with app.database.unit() as unit:
        [known] = (await people.load_many(unit, [address])).values()
        people.set_notices(unit, known.person.id, notices)


async def test_what_changed_is_told_once_to_who_wants_notices(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        some = {None: Visitor(app, "a"), True: Visitor(app, "b"), False: Visitor(app, "c")}
        for notices, who in some.items():
            await wants(app, who, notices=notices)
        await told_of(app, clock)
        clock.advance(41 * DAY)  # the second of January: a Saturday
        assert await app.daily.changes.schedule(clock.now()) == 0
        clock.advance(DAY)
        assert await app.daily.changes.schedule(clock.now()) == 1
        assert await app.daily.changes.schedule(clock.now() + DAY) == 1, "it is the same row"
        await passes(app, clock, DAY)
        heard = {notices: "\n".join(await who.heard()) for notices, who in some.items()}
        assert heard[True].count(WORDS["ar"]) == 1
        assert WORDS["ar"] not in heard[False] + heard[None]


async def test_a_quarter_in_which_nothing_changed_is_passed_over(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        await wants(app, Visitor(app, "b"), notices=True)
        clock.advance(42 * DAY)
        assert await app.daily.changes.schedule(clock.now()) == 0


async def test_who_stopped_notices_meanwhile_hears_nothing(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        who = Visitor(app, "b")
        await wants(app, who, notices=True)
        await told_of(app, clock)
        clock.advance(42 * DAY)
        assert await app.daily.changes.schedule(clock.now()) == 1
        await wants(app, who, notices=False)
        await passes(app, clock, DAY)
        assert WORDS["ar"] not in "\n".join(await who.heard())


async def test_where_whatsapp_is_closed_the_template_of_changes_asks_to_write(
    database_url: str,
) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app, app.database.unit() as unit:
        now = clock.now()
        templates.keep(unit, Made("waiting_changes", "ar", "d", "HX1", "approved", None, now))
        address = await people.resolve(unit, "whatsapp", "AC1", "whatsapp:+966500000001", now)
        said = Body(text=WORDS["ar"], invitation="waiting_changes").plain()
        messages.queue(unit, Outgoing("whatsapp", "AC1", said, address=address.id), now)
        [line] = await messages.latest(unit, address.id, 1)
        await app.kit.parking.ask(unit, line, now)
        asking = (await messages.latest(unit, address.id, 2))[-1]
    assert read(asking.body).template == "waiting_changes"
