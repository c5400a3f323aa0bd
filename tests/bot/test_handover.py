"""A case passed on through the real shell: to an officer, to a department, into another case."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.turns import handover
from storage import audit, cases, messages
from storage.cases import Case
from tests.clock import FakeClock
from tests.shell import Desk, Visitor, running_on


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    async with running_on(database_url, FakeClock()) as app:
        yield app


@pytest.fixture
def sara(app: App) -> Desk:
    return Desk(app)


@pytest.fixture
async def noura(app: App, sara: Desk) -> Visitor:
    """She asked for an officer, and Sara has her case."""
    noura = Visitor(app)
    await noura.say("السلام عليكم", "ابي موظف")
    await sara.make((await noura.cases())[0].reference, "claim")
    return noura


async def case_of(app: App, reference: str) -> Case:
    async with app.database.view() as view:
        case = await cases.by_reference(view, reference)
    assert case is not None
    return case


async def test_an_officer_passes_it_to_another_with_a_word(
    app: App, sara: Desk, noura: Visitor
) -> None:
    [before] = await noura.cases()
    reference, heard = before.reference, len(await noura.heard())
    assert await sara.make(reference, "assign", "تعرف الموضوع", about="khalid") is None
    case = await case_of(app, reference)
    assert (case.owner, case.state) == ("khalid", "claimed")
    told = (await noura.heard())[heard:]
    assert len([line for line in told if "خالد" in line]) == 1
    assert not [line for line in told if "تعرف الموضوع" in line], "the word stays inside"
    async with app.database.view() as view:
        entry = (await audit.of_case(view, reference))[-1]
    assert (entry.actor, entry.move, entry.reason) == ("officer:sara", "assign", "khalid")
    assert entry.details == {"text": "تعرف الموضوع"}
    refused = await sara.make(reference, "say", "وأنا أيضًا")
    assert refused
    assert refused.reason.id == "case.refused.not_owner"
    assert await Desk(app, "khalid").make(reference, "say", "أهلًا بك.") is None


@pytest.mark.parametrize(
    ("text", "owner", "department", "note"),
    [
        ("خالد يعرف الموضوع", "khalid", None, "يعرف الموضوع"),
        ("@khalid لأنها جهة", "khalid", None, "لأنها جهة"),
        ("تمكين الجهات سؤال عن الترخيص", None, "nonprofits", "سؤال عن الترخيص"),
    ],
)
async def test_a_name_that_is_typed_is_followed_by_the_word(  # noqa: PLR0917 -- a case each
    app: App,
    sara: Desk,
    noura: Visitor,
    text: str,
    owner: str | None,
    department: str | None,
    note: str,
) -> None:
    [before] = await noura.cases()
    assert await sara.make(before.reference, "assign", text) is None
    case = await case_of(app, before.reference)
    assert (case.owner, case.department) == (owner, department)
    assert case.state == ("claimed" if owner else "queued")
    async with app.database.view() as view:
        entry = (await audit.of_case(view, before.reference))[-1]
    assert isinstance(entry.details, dict)
    assert entry.details["text"] == note


async def test_it_goes_to_nobody_unknown_nor_without_a_word(
    app: App, sara: Desk, noura: Visitor
) -> None:
    [case] = await noura.cases()
    for text, about, why in (
        ("كلمة", "", "no_target"),
        ("كلمة", "nobody", "no_target"),
        ("", "khalid", "no_text"),
        ("كلمة", "sara", "there_already"),
        ("كلمة", "hessa", "not_for_them"),
    ):
        refused = await sara.make(case.reference, "assign", text, about=about)
        assert refused
        assert refused.reason.id == f"case.refused.{why}"
    assert (await case_of(app, case.reference)).owner == "sara"


async def test_two_talks_of_one_person_become_one(app: App, sara: Desk, noura: Visitor) -> None:
    [first] = await noura.cases()
    await noura.say("القائمة", "اقتراح", "فتح المكتب مساء يوم الثلاثاء")
    [_, second] = await noura.cases()
    officer = app.turns.kit.book.officers["sara"]
    async with app.database.view() as view:
        found = await handover.targets(view, app.turns.kit, first, officer)
    assert [id_ for id_, _ in found["merge"]] == [second.reference]
    assert await sara.make(first.reference, "merge", about=second.reference) is None
    merged = await case_of(app, first.reference)
    assert (merged.state, merged.follows) == ("merged", second.reference)
    assert merged.closed_at is not None
    await sara.make(second.reference, "claim")
    await sara.make(second.reference, "say", "نتابع هنا.")
    await noura.say("وصلتني")
    assert (await case_of(app, second.reference)).state == "waiting_officer"
    async with app.database.view() as view:
        lines = await messages.transcript_of_case(view, second.reference)
    assert lines[-1].author == "beneficiary"


async def test_another_persons_case_takes_nothing_in(app: App, sara: Desk, noura: Visitor) -> None:
    huda = Visitor(app, "huda")
    await huda.say("السلام عليكم", "ابي موظف")
    [hers], [other] = await noura.cases(), await huda.cases()
    for about, why in ((other.reference, "other_person"), ("10000009", "no_case")):
        refused = await sara.make(hers.reference, "merge", about=about)
        assert refused
        assert refused.reason.id == f"case.refused.{why}"
