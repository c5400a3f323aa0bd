"""A call, a visit and a letter of people who are at no chat, from the first word to the rating."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from storage import recoveries
from tests.walks import test_telegram as telegram
from tests.walks.officers import DeskOfficer
from tests.walks.stage import stage

MOBILE = "0551234567"


async def written(officer: DeskOfficer, **line: str) -> None:
    status, told = await officer.post("/desk/logbook/lines", {"id": line["summary"], **line})
    assert status == 200, told


async def surveys(officer: DeskOfficer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await officer.get("/desk/logbook/board"))["surveys"]
    return found


async def test_three_numbers_one_life_and_ratings_of_their_own(tmp_path: Path) -> None:
    async with stage("website", tmp_path) as there:
        sara, khalid = await there.officer(), await there.officer("khalid")
        programme = (await sara.get("/desk/logbook/board"))["programmes"][0]["id"]
        about = {"programme": programme, "phone": MOBILE}
        await written(sara, way="call", summary="تسأل عن الاستشارة", **about)
        await written(sara, way="visit", summary="مقابلة أولى", programme=programme)
        await written(sara, way="letter", summary="طلب تعاون", name="جمعية البر")
        numbers = await sara.references()
        assert len(numbers) == 3
        for number in numbers:
            await sara.claim(number)
        kinds = {number: (await sara.case(number))["kind"] for number in numbers}
        served = [number for number, kind in kinds.items() if kind == "application"]
        [letter] = [number for number, kind in kinds.items() if kind == "handoff"]
        for number in served:
            await sara.deliver(number)
        await sara.close(letter, "أُوضح الأمر", "رُد على الخطاب بخطاب.")
        assert {one["reference"] for one in await surveys(sara)} == set(numbers)
        assert all(one["yours"] for one in await surveys(sara))
        for n, number in enumerate(numbers):
            answers = {"id": f"r{n}", "received": "full", "score": 5 - n, "comment": "شكرًا"}
            status, _ = await sara.post(f"/desk/logbook/surveys/{number}", answers)
            assert status == 409, "whoever is rated does not read it out"
            status, told = await khalid.post(f"/desk/logbook/surveys/{number}", answers)
            assert status == 200, told
        assert await surveys(khalid) == []
        assert await sara.references() == []
        assert there.sent() == [], "nobody is at a chat"
        noura = await there.officer("noura")
        async with noura.session.get(f"{noura.url}/desk/reports?channel=phone") as answer:
            page = await answer.text()
        assert "الهاتف" in page


async def test_a_known_number_hears_of_it_on_whatsapp(tmp_path: Path) -> None:
    async with stage("whatsapp", tmp_path) as there:
        noura, sara = there.person(), await there.officer()
        await noura.say("السلام عليكم", "وعليكم السلام")
        await written(sara, way="call", summary="تسأل عن الدورة", phone=MOBILE)
        await noura.hears("سجّلنا مكالمتك")
        [case] = await sara.references()
        await sara.claim(case)
        await sara.reply(case, "الدورة تبدأ الأحد.")
        await noura.hears("الدورة تبدأ الأحد.")


async def test_in_the_room_a_line_is_enough(tmp_path: Path) -> None:
    async with telegram.world(tmp_path) as there:
        sara = there.officer()
        await sara.seat.say(f"/call {MOBILE} تسأل عن الدورة")
        await there.api.until(lambda: there.group.topics)
        [first] = await sara.references()
        await sara.sees(first, "تسأل عن الدورة")
        await sara.seat.say("خطاب جمعية البر؛ طلب تعاون")
        await there.api.until(lambda: len(there.group.topics) > 1)
        both = await sara.references()
        [letter] = [number for number in both if number != first]
        await sara.sees(letter, "جمعية البر")
        await sara.claim(first)
        await sara.reply(first, "أهلًا")
        await sara.sees(first, "بلا محادثة هنا")


async def test_a_low_rating_of_a_caller_is_made_good_by_telephone(tmp_path: Path) -> None:
    async with stage("website", tmp_path) as there:
        sara, khalid, noura = [await there.officer(name) for name in ("sara", "khalid", "noura")]
        programme = (await sara.get("/desk/logbook/board"))["programmes"][0]["id"]
        about = {"programme": programme, "phone": MOBILE}
        await written(sara, way="call", summary="تسأل عن الاستشارة", **about)
        [served] = await sara.references()
        await sara.claim(served)
        await sara.deliver(served)
        answers = {"id": "r1", "received": "full", "score": 1, "reason": "time"}
        status, told = await khalid.post(f"/desk/logbook/surveys/{served}", answers)
        assert status == 200, told
        for officer in (sara, khalid):
            assert await surveys(officer) == [], "supervisors alone see it"
        [call] = await surveys(noura)
        assert call["kind"] == "recovery"
        status, shown = await noura.post(f"/desk/logbook/surveys/{call['reference']}/number", {})
        assert (status, shown["number"]) == (200, "+966551234567")
        await noura.claim(call["reference"])
        await noura.close(call["reference"], "أُوضح الأمر", "اتصلنا واعتذرنا.")
        await there.passes(timedelta(hours=3))
        [again] = await surveys(noura)
        assert (again["kind"], again["reference"]) == ("rerating", call["reference"])
        path = f"/desk/logbook/surveys/{call['reference']}"
        assert (await khalid.post(path, {"id": "r2", "score": 5}))[0] == 409
        assert (await noura.post(path, {"id": "r3", "score": 4}))[0] == 200
        assert await surveys(noura) == []
        async with there.app.database.view() as view:
            kept = await recoveries.by_reference(view, call["reference"])
        assert kept
        assert (kept.score, kept.again) == (1, 4)
        assert there.sent() == [], "nobody is at a chat"
