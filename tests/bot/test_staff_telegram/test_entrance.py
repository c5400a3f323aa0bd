"""The way into the desk from Telegram: a link in private, for whoever asked and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.passes import LINK, Passes
from storage import audit
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message
from tests.walks.test_telegram import SARA

ADDRESS = "https://sila.example.org/desk"


def key(there: Stage, link: Message) -> str | None:
    """Whose pass the address of the button under it carries, now."""
    assert link.markup
    address = str(link.markup["inline_keyboard"][0][0]["url"])
    assert address.startswith(f"{ADDRESS}?key=")
    pass_ = address.partition("key=")[2].partition("#")[0]
    passes = Passes(there.app.database.vault)
    later = there.clock.now() + LINK
    assert passes.officer_of("link", pass_, later) is None
    return passes.officer_of("link", pass_, there.clock.now())


@pytest.mark.parametrize("text", ["المكتب", "/desk"])
async def test_the_room_hears_that_there_is_one_and_the_officer_has_it(
    tmp_path: Path, text: str
) -> None:
    async with stage(tmp_path) as there:
        there.app.kit.room.desk = ADDRESS
        sara = there.api.user(SARA)
        await sara.say("/start")
        told = await there.answer(await there.sara.say(text))
        await there.settled()
        assert "?key=" not in told.text
        assert "الخاصة" in told.text
        [link] = [line for line in sara.inbox if "'url'" in str(line.markup)]
        assert key(there, link) == "sara"
        async with there.app.database.view() as view:
            kept = await audit.of_subject(view, "officer:sara")
        assert [entry.move for entry in kept] == ["enter_desk"]


async def test_a_button_of_the_card_leads_to_the_case_in_private(tmp_path: Path) -> None:
    """Recorded with the case; the group reads nothing, and nobody else gets in."""
    async with stage(tmp_path) as there:
        there.app.kit.room.desk = ADDRESS
        sara, reference = there.api.user(SARA), await there.open_case()
        await sara.say("/start")
        before = there.texts(reference)
        await there.api.user(7001).in_group(there.group).tap(there.card(reference), "عرض خاص")
        await there.sara.tap(there.card(reference), "عرض خاص")
        [link] = await there.api.until(lambda: [m for m in sara.inbox if "'url'" in str(m.markup)])
        assert f"#{reference}'" in str(link.markup)
        assert key(there, link) == "sara"
        assert there.texts(reference) == before
        async with there.app.database.view() as view:
            kept = await audit.of_case(view, reference)
        assert [e.actor for e in kept if e.move == "enter_desk"] == ["officer:sara"]
        await there.settled()


async def test_in_their_own_chat_it_is_all_they_are_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        there.app.kit.room.desk = ADDRESS
        sara = there.api.user(SARA)
        await sara.say("المكتب")
        await there.settled()
        [link] = sara.inbox
        assert key(there, link) == "sara"


async def test_who_never_wrote_to_us_is_told_how(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        there.app.kit.room.desk = ADDRESS
        told = await there.answer(await there.khalid.say("المكتب"))
        assert "بعد بدء محادثة" in told.text


async def test_without_an_address_there_is_no_link(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        told = await there.answer(await there.sara.say("/desk"))
        assert "PUBLIC_URL" in told.text


async def test_to_anybody_else_it_is_a_word_like_any(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        there.app.kit.room.desk = ADDRESS
        other = there.api.user(7001)
        await other.say("المكتب")
        await there.settled()
        assert other.inbox
        assert all("المكتب" not in line.text for line in other.inbox)
