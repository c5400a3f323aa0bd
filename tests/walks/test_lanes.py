"""Cases that only some may see, end to end: a sensitive report, a move out of sight, a complaint.

The officers' three groups are on Telegram; the person is there too, or on WhatsApp. What others
must not learn is looked for in every request that their group got, and in all their desk shows.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.app import App
from bot.web.door import COOKIE
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi
from tests.fakes.botapi.group import Group
from tests.fakes.twilio import TwilioApi
from tests.serve import served
from tests.shell import running
from tests.walks import test_telegram as telegram
from tests.walks import test_whatsapp as whatsapp
from tests.walks.officers import DeskOfficer
from tests.walks.test_telegram import ABDULLAH, KHALID, ROOM, SARA, RoomOfficer, association
from tests.walks.walk import Beneficiary

SUPERVISORS, FOCAL = -1001234567891, -1001234567892
NOURA, HESSA = 700003, 700004
CHATS = {"telegram_supervisor_chat_id": SUPERVISORS, "telegram_focal_chat_id": FOCAL}
REPORT, MORE = "المدرب تحرش بي في القاعة", "حصل ذلك أمس بعد الدورة"
RUDE = "رفعت صوتها علي أمام الناس"
EVERYBODY = ("sara", "khalid", "noura", "hessa", "abdullah")


@dataclass
class Lanes:
    app: App
    api: BotApi
    clock: FakeClock
    url: str
    person: Beneficiary
    open: AsyncExitStack
    moves: itertools.count[int]

    def group(self, chat: int) -> Group:
        return self.api.world.group(chat)

    def seat(self, id_: int, chat: int) -> RoomOfficer:
        group = self.group(chat)
        seat = self.api.user(id_).in_group(group)
        return RoomOfficer(self.app, self.api, group, seat, self.clock)

    async def desk(self, id_: str) -> DeskOfficer:
        cookies = {COOKIE: self.app.passes.browser(id_, self.clock.now())}
        session = await self.open.enter_async_context(ClientSession(cookies=cookies))
        return DeskOfficer(session, self.url, self.moves)

    def told(self, chat: int) -> str:
        """Every request about this chat."""
        return "\n".join(
            str(call) for call in self.api.calls if str(call.parameters.get("chat_id")) == str(chat)
        )

    async def topic(self, chat: int) -> str:
        """The reference of the only case there, once its card is."""
        group = self.group(chat)
        await self.api.until(lambda: group.topics and all(t.messages for t in group.topics))
        [topic] = group.topics
        return topic.name.partition(" ")[0].strip("\u2066\u2069")

    async def shown(self, id_: str, reference: str) -> str:
        """All that an officer's desk shows of a case, and of all others."""
        officer, found = await self.desk(id_), []
        paths = [f"/desk/cases?state={state}" for state in ("open", "mine", "late", "closed")]
        for path in (*paths, f"/desk/cases/{reference}", f"/desk/cases/{reference}/documents"):
            async with officer.session.get(self.url + path) as answer:
                found.append(await answer.text())
        for case in (await officer.get("/desk/cases?state=open"))["cases"]:
            async with officer.session.get(f"{self.url}/desk/cases/{case['reference']}") as answer:
                found.append(await answer.text())
        async with officer.session.get(
            f"{self.url}/desk/cases/{reference}/transcript.pdf"
        ) as answer:
            found.append(f"printed {answer.status}")
        _, sought = await officer.post("/desk/search", {"text": reference})
        return "\n".join((*found, str(sought["cases"])))

    async def hidden_from(self, ids: Iterable[str], reference: str, *words: str) -> None:
        for id_ in ids:
            shown = await self.shown(id_, reference)
            assert [word for word in (reference, *words) if word in shown] == [], id_
            assert "printed 200" not in shown
            desk = await self.desk(id_)
            for move in ("claim", "note", "sensitive", "say", "answer"):
                refused = await desk.refused(reference, move=move, text="x")
                assert refused == "لا توجد معاملة بهذا الرقم.", (id_, move)


@asynccontextmanager
async def world(folder: Path, channel: str, **chats: int) -> AsyncIterator[Lanes]:
    content = association(folder)
    officers = content / "officers.toml"
    text = officers.read_text("utf-8")
    text = text.replace("\n[noura]\n", f"\n[noura]\ntelegram = {NOURA}\n")
    text = text.replace("\n[hessa]\n", f"\n[hessa]\ntelegram = {HESSA}\n")
    officers.write_text(text, "utf-8")
    clock = FakeClock()
    number = whatsapp.NUMBER
    twilio = TwilioApi(whatsapp.ACCOUNT, whatsapp.TOKEN, number=number, clock=clock.now)
    async with AsyncExitStack() as stack, twilio, BotApi(telegram.TOKEN, clock=clock.now) as api:
        members = {ROOM: (SARA, KHALID, NOURA, HESSA), SUPERVISORS: (NOURA, ABDULLAH)}
        for chat, ids in {**members, FOCAL: (HESSA,)}.items():
            api.group(chat, is_forum=True, admins=[api.user(id_) for id_ in ids])
        accounts = {
            "telegram_bot_token": telegram.TOKEN,
            "telegram_api_url": api.url,
            "telegram_mode": "polling",
            "telegram_staff_chat_id": ROOM,
            **chats,
            "association": content,
            "twilio_account_sid": whatsapp.ACCOUNT,
            "twilio_auth_token": whatsapp.TOKEN,
            "twilio_whatsapp_from": number,
            "twilio_api_url": twilio.url,
            "public_url": whatsapp.PUBLIC,
        }
        async with running(folder, clock, **accounts) as app, served(app.web) as url:
            twilio.webhook_url = f"{url}/whatsapp/webhook"
            twilio.public_url = f"{whatsapp.PUBLIC}/whatsapp/webhook"
            await api.until(lambda: api.called("getUpdates"))
            person: Beneficiary = (
                telegram.Phone(api, api.user(900001, "نورة"), clock)
                if channel == "telegram"
                else whatsapp.Phone(twilio, twilio.user("+966551234567"), clock)
            )
            async with stack:
                yield Lanes(app, api, clock, url, person, stack, itertools.count())
                app.streams.close()


@pytest.fixture(params=["telegram", "whatsapp"])
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Lanes]:
    async with world(tmp_path, request.param, **CHATS) as there:
        yield there


async def leaked(there: Lanes, words: Iterable[str]) -> list[str]:
    """Which of these words are told where everybody hears them, or to whoever counts."""
    desk = await there.desk("noura")
    async with desk.session.get(f"{there.url}/metrics") as answer:
        told = [there.told(ROOM), await answer.text()]
    for what in ("cases", "ratings"):
        path = f"/desk/reports/{what}.csv?period=2026"
        async with desk.session.get(there.url + path) as answer:
            told.append(await answer.text())
    return [word for word in words if any(word in one for one in told)]


# ------------------------------------------------------------------ a sensitive report
async def test_a_report_in_the_middle_of_a_registration(there: Lanes) -> None:
    person = there.person
    with capture_logs() as logs:
        await person.say("السلام عليكم", "وعليكم السلام ورحمة الله")
        await person.choose("التسجيل في خدمة", "هل لدينا موافقتك؟")
        await person.choose("موافقة", "لمن هذا الطلب؟")
        await person.say(REPORT, "لا يراه إلا مسؤول الحماية")
        await person.hears("911")
        reference = await there.topic(FOCAL)
        card = await there.seat(HESSA, FOCAL).sees(reference, "بلاغ سري")
        assert REPORT in card.text
        assert "استلام" in card.labels
        await there.hidden_from(("sara", "khalid", "noura", "abdullah"), reference, "تحرش")
        assert REPORT in await there.shown("hessa", reference)
        hessa = there.seat(HESSA, FOCAL)
        await hessa.press(reference, "استلام")
        await person.hears("معك حصة")
        cards = [m for m in there.group(FOCAL).topics[0].messages if m.labels]
        assert len(cards) == 1
        await hessa.reply(reference, "هل المكان آمن الآن؟")
        await person.hears("هل المكان آمن الآن؟")
        await person.say(MORE, "")
        await hessa.sees(reference, MORE)
        await person.say("القائمة", "كيف نخدمك؟")
        await person.choose("متابعة ما سبق", "لمن هذا الطلب؟")
    assert await leaked(there, (reference, "تحرش", MORE)) == []
    assert there.told(SUPERVISORS).count("sendMessage") == 0
    assert [word for word in (reference, "تحرش", MORE) if word in str(logs)] == []
    await there.hidden_from(("sara", "noura"), reference, "تحرش", MORE)


async def test_a_report_while_an_officer_has_the_turn(there: Lanes) -> None:
    person, sara = there.person, there.seat(SARA, ROOM)
    await person.say("مسؤول", "إلى مسؤول البرامج")
    general = await there.topic(ROOM)
    await sara.claim(general)
    await person.say(REPORT, "لا يراه إلا مسؤول الحماية")
    reference = await there.topic(FOCAL)
    await sara.reply(general, "كيف أخدمكم؟")
    await person.hears("كيف أخدمكم؟")
    await person.say(MORE, "")
    await there.seat(HESSA, FOCAL).sees(reference, MORE)
    assert await leaked(there, (reference, "تحرش", MORE)) == []
    await there.hidden_from(("sara", "noura"), reference, "تحرش", MORE)
    assert general in await there.shown("sara", general)


async def test_what_may_be_one_is_asked_about_and_kept_until_it_is_known(there: Lanes) -> None:
    person, sara = there.person, there.seat(SARA, ROOM)
    await person.say("مسؤول", "إلى مسؤول البرامج")
    general = await there.topic(ROOM)
    await sara.claim(general)
    await person.say("شفت عنف في القاعة", "هل هذا بلاغ")
    assert "عنف" not in await there.shown("sara", general)
    await person.choose("لا", "ما زالت مفتوحة")
    await sara.sees(general, "شفت عنف في القاعة")
    assert "شفت عنف في القاعة" in await there.shown("sara", general)


# ------------------------------------------------------------------ out of sight
@pytest.mark.parametrize("may_delete", [True, False])
async def test_an_officer_moves_a_case_out_of_sight(there: Lanes, may_delete: bool) -> None:
    group, person, sara = there.group(ROOM), there.person, there.seat(SARA, ROOM)
    if not may_delete:
        assert group.rights is not None
        group.rights -= {"can_delete_messages"}
    await person.say("مسؤول", "إلى مسؤول البرامج")
    reference = await there.topic(ROOM)
    await sara.claim(reference)
    await person.say("عندي شيء خاص جدا", "")
    await sara.sees(reference, "عندي شيء خاص جدا")
    [topic] = group.topics
    await sara.press(reference, "سري")
    await person.hears("أصبحت المعاملة")
    assert await there.topic(FOCAL) == reference
    if may_delete:
        await there.api.until(lambda: group.topics == [])
    else:
        await there.api.until(lambda: topic.closed)
        assert topic.name == reference
        left = [m.text for m in group.messages.values() if not m.deleted and m.thread == topic.id]
        assert "نُقلت" in left
    await there.hidden_from(("sara", "khalid", "noura"), reference, "خاص جدا")
    assert "عندي شيء خاص جدا" in await there.shown("hessa", reference)
    seen = len(there.told(ROOM))
    await person.say("وهذا أيضا", "")
    await there.seat(HESSA, FOCAL).sees(reference, "وهذا أيضا")
    assert "وهذا أيضا" not in there.told(ROOM)[seen:]


# ------------------------------------------------------------------ a complaint
async def test_an_officer_never_learns_of_the_complaint_about_her(there: Lanes) -> None:
    person, sara = there.person, there.seat(SARA, ROOM)
    await person.say("مسؤول", "إلى مسؤول البرامج")
    general = await there.topic(ROOM)
    await sara.claim(general)
    await person.hears("معك سارة")
    await person.say("القائمة", "كيف نخدمك؟")
    await person.say("ابي اشتكي", "ما الذي حدث؟")
    await person.say(RUDE, "هل تخص الشكوى أحدًا")
    assert RUDE not in await there.shown("sara", general)
    await person.choose("سارة", "سُجلت الشكوى")
    reference = await there.topic(SUPERVISORS)
    others = ("sara", "khalid", "hessa")
    await there.hidden_from(others, reference, RUDE)
    noura = there.seat(NOURA, SUPERVISORS)
    await noura.press(reference, "استلام")
    await person.hears("معك نورة")
    await noura.reply(reference, "نعتذر، وسنعالج الأمر.")
    await person.hears("نعتذر، وسنعالج الأمر.")
    desk = await there.desk("noura")
    await desk.close(reference, "أُوضح الأمر", "اعتذرنا، ونُبّه الموظف.")
    await person.hears("اعتذرنا")
    await person.say("أعترض", "ما سبب اعتراضك")
    await person.say("لم يعتذر لي أحد حتى الآن", "سُجّل اعتراضك")
    group = there.group(SUPERVISORS)
    await there.api.until(lambda: len(group.topics) == 2)
    again = group.topics[-1].name.partition(" ")[0].strip("\u2066\u2069")
    await there.hidden_from(others, again, "لم يعتذر لي")
    assert "موظف آخر" in await desk.refused(again, move="claim")
    assert not await (await there.desk("abdullah")).refused(again, move="claim")
    assert await leaked(there, (reference, again, RUDE, "لم يعتذر لي")) == []


async def test_a_complaint_about_a_supervisor_is_not_told_in_her_group(there: Lanes) -> None:
    person = there.person
    await person.say("ابي اشتكي", "ما الذي حدث؟")
    await person.say(RUDE, "هل تخص الشكوى أحدًا")
    await person.choose("غير مذكور", "ما اسمه")
    await person.say("نورة", "سُجلت الشكوى")
    desk = await there.desk("abdullah")
    [reference] = await desk.references()
    await there.hidden_from(("sara", "noura", "hessa"), reference, RUDE)
    assert RUDE in await there.shown("abdullah", reference)
    assert [word for word in (reference, RUDE) if word in there.told(SUPERVISORS)] == []


# ------------------------------------------------------------------ without a group
async def test_without_a_group_its_people_are_told_that_a_case_waits_and_not_what(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, "telegram") as there:
        hessa = there.api.user(HESSA)
        await hessa.say("/start")
        await there.person.say(REPORT, "لا يراه إلا مسؤول الحماية")
        await there.api.until(lambda: any("تنتظر في المكتب" in m.text for m in hessa.inbox))
        [reference] = await (await there.desk("hessa")).references()
        for chat in (ROOM, SUPERVISORS, FOCAL, HESSA):
            told = there.told(chat)
            assert [word for word in (reference, "تحرش") if word in told] == []
