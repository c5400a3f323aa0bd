"""Who the officers are, changed from the staff room: added, given roles, removed, gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.telegram_update import Incoming, decode
from flows.cases import TALKING
from storage import audit, officers
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.bot.test_telegram.ours import FAHD
from tests.fakes.botapi import Message
from tests.shell import Desk

OFF, ON = "☐", "☑"


async def told(there: Stage) -> Message:
    """The last that the bot said in the general part of the room."""
    await there.settled()
    return [m for m in there.group.general if m.by_bot and not m.deleted][-1]


async def card_of(there: Stage, name: str) -> Message:
    await there.abdullah.say(f"بطاقة موظف {name}")
    return await told(there)


async def moves(there: Stage, officer: str) -> list[str]:
    async with there.app.database.view() as view:
        return [entry.move for entry in await audit.of_subject(view, f"officer:{officer}")]


async def test_somebody_is_added_in_answer_to_what_they_wrote(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        fahd = there.api.user(FAHD, "فهد").in_group(there.group)
        line = await fahd.say("صباح الخير")
        await there.abdullah.say("إضافة موظف", reply_to=line)
        card = await told(there)
        assert "فهد" in card.text
        assert f"{ON} موظف برامج" in card.labels
        assert f"{OFF} مشرف" in card.labels
        await fahd.tap(there.card(reference), "استلام")
        await there.settled()
        case = await there.case(reference)
        assert case.owner in there.app.kit.book.officers
        assert there.app.kit.book.officers[str(case.owner)].alias.ar == "فهد"
        assert "فهد" in there.card(reference).text
        assert await moves(there, str(case.owner)) == ["officer_listed"]


@pytest.mark.parametrize("word", ["إضافة موظف", "/addofficer"])
async def test_somebody_is_added_by_one_line(tmp_path: Path, word: str) -> None:
    async with stage(tmp_path) as there:
        line = f"{word} ٧٠٠٠٠٩ العنود / Alanoud؛ خدمة المستفيدين، التطوع؛ مشرف، موظف برامج"
        await there.abdullah.say(line)
        assert "Alanoud" not in (await told(there)).text  # the card is in the room's language
        officer = there.app.kit.book.officers["alanoud"]
        assert (officer.telegram, officer.alias.en) == (700009, "Alanoud")
        assert officer.roles == {"officer", "supervisor"}
        assert officer.departments == {"care", "volunteering"}


@pytest.mark.parametrize(
    "line", ["إضافة موظف", "إضافة موظف 700009", "إضافة موظف 700009 نوف؛ قسم لا وجود له"]
)
async def test_what_cannot_be_read_is_explained(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as there:
        before = len(there.app.kit.book.officers)
        await there.abdullah.say(line)
        assert "للإضافة" in (await told(there)).text
        assert len(there.app.kit.book.officers) == before


async def test_roles_and_departments_are_switched_by_buttons(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        card = await card_of(there, "سارة")
        await there.abdullah.tap(card, f"{OFF} مشرف")
        await there.settled()
        await there.abdullah.tap(card, f"{OFF} التطوع")
        await there.settled()
        await there.abdullah.tap(card, f"{ON} البرامج والتدريب")
        await there.settled()
        sara = there.app.kit.book.officers["sara"]
        assert sara.roles == {"officer", "supervisor"}
        assert sara.departments == {"care", "volunteering"}
        assert f"{ON} مشرف" in card.labels
        assert await moves(there, "sara") == ["officer_changed"] * 3


async def test_it_stands_after_a_start_and_until_the_file_says_something_new(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as there:
        await there.abdullah.say("بطاقة موظف سارة؛ مشرف")
        await there.settled()
        await there.app.officers.load()  # as every process does at its start
        assert there.app.kit.book.officers["sara"].roles == {"supervisor"}
        roster = there.app.officers.roster
        roster.files = {**roster.files, "sara": roster.files["noura"]}
        await there.app.officers.load()
        assert there.app.kit.book.officers["sara"] == roster.files["noura"]


@pytest.mark.parametrize("line", ["إضافة موظف 700009 نوف", "بطاقة موظف خالد؛ مشرف"])
async def test_only_administrators_may(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as there:
        card = await card_of(there, "خالد")
        said = await there.sara.say(line)
        assert "مدير النظام" in (await there.answer(said)).text
        tap = await there.sara.tap(card, f"{OFF} مشرف")
        await there.api.until(lambda: tap.answered)
        assert "لمديري النظام" in tap.text
        stranger = there.api.user(FAHD, "فهد").in_group(there.group)
        tap = await stranger.tap(card, f"{OFF} مشرف")
        await there.api.until(lambda: tap.answered)
        assert "ليس لك" in tap.text
        assert there.app.kit.book.officers["khalid"].roles == {"officer"}
        assert await moves(there, "khalid") == []


async def test_whoever_is_removed_loses_rights_and_cases(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        card = await card_of(there, "سارة")
        await there.abdullah.tap(card, "إزالة من القائمة")
        await there.settled()
        assert (await there.case(reference)).owner == "sara"
        await there.abdullah.tap(card, "تأكيد الإزالة")
        assert (await there.stands(reference, "queued")).owner is None
        assert "عادت إلى الانتظار" in there.texts(reference)
        assert any("معاملة واحدة" in m.text for m in there.group.general if m.by_bot)
        heard = len(await there.visitor.heard())
        await there.sara.say("لا أزال هنا", thread=there.topic(reference))
        tap = await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        await there.api.until(lambda: tap.answered)
        assert "ليس لك" in tap.text
        assert len(await there.visitor.heard()) == heard
        await there.khalid.tap(there.card(reference), "استلام")
        await there.settled()
        assert (await there.case(reference)).owner == "khalid"


async def test_a_supervisor_no_more_keeps_what_officers_have(tmp_path: Path) -> None:
    async with stage(tmp_path, supervisors=-1002000000001) as there:
        kept = await there.open_case()
        await there.visitor.say("القائمة", "ابي اشتكي", "تأخر الرد علي كثيرا", "لا")
        [_, apart] = [case.reference for case in await there.visitor.cases()]
        for reference in (kept, apart):
            assert await Desk(there.app, "noura").make(reference, "claim") is None
        card = await card_of(there, "نورة")
        await there.abdullah.tap(card, f"{ON} مشرف")
        assert (await there.stands(apart, "queued")).owner is None
        assert (await there.case(kept)).owner == "noura"


async def test_whoever_leaves_the_group_comes_back_by_an_administrator_alone(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.khalid.say("صباح الخير")
        await there.sara.leave()
        await there.stands(reference, "queued")
        assert any("خارج المجموعة" in m.text for m in there.group.general if m.by_bot)
        await there.sara.come_back()
        await there.settled()
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        assert (await there.case(reference)).state not in TALKING
        card = await card_of(there, "سارة")
        await there.abdullah.tap(card, "إعادة إلى القائمة")
        await there.settled()
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        assert (await there.case(reference)).owner == "sara"
        assert await moves(there, "sara") == ["officer_left", "officer_listed"]


async def test_a_stranger_who_leaves_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.api.user(FAHD, "فهد").in_group(there.group).leave()
        await there.settled()
        async with there.app.database.view() as view:
            assert await officers.latest(view) == {}


async def test_an_administrator_does_not_shut_themselves_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        card = await card_of(there, "عبدالله")
        for label in (f"{ON} مدير النظام", "إزالة من القائمة", "تأكيد الإزالة"):
            tap = await there.abdullah.tap(card, label)
            await there.settled()
            await there.api.until(lambda tap=tap: tap.answered)  # type: ignore[misc]  # of this turn
        assert "لمدير نظام آخر" in tap.text
        assert "admin" in there.app.kit.book.officers["abdullah"].roles


async def test_the_list_names_everybody_with_their_roles(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        said = await there.sara.say("الموظفون")
        answer = (await there.answer(said)).text
        assert "سارة" in answer
        assert "مدير النظام" in answer


@pytest.mark.parametrize(
    ("status", "more", "out"),
    [
        ("left", {}, True),
        ("kicked", {"until_date": 0}, True),
        ("restricted", {"is_member": False}, True),
        ("restricted", {"is_member": True}, False),
        ("administrator", {}, False),
    ],
)
def test_who_is_out_of_a_group(status: str, more: dict[str, object], out: bool) -> None:
    body = (
        '{"update_id": 1, "chat_member": {"chat": {"id": -1, "type": "supergroup"}, '
        f'"new_chat_member": {{"status": "{status}", "user": {{"id": 7}}'
        + "".join(f', "{key}": {str(value).lower()}' for key, value in more.items())
        + "}}}"
    )
    incoming = decode(body.encode())
    assert isinstance(incoming, Incoming)
    assert incoming.chat_member is not None
    assert (incoming.person, incoming.chat_member.is_out) == (7, out)
