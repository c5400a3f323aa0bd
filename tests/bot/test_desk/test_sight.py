"""The desk over HTTP: what officers see, what stays inside, and the demo."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.web.door import COOKIE
from flows.events import Said
from storage import cases
from tests.bot.site import OURS, Site, site
from tests.bot.test_desk.people import cookie, waiting
from tests.replacing import replace
from tests.shell import REGISTRATION, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

READ = ("/desk/me", "/desk/cases", "/desk/cases/26000001", "/desk/events")
NAME = "نورة سعد محمد العتيبي"
SECRETS = (NAME, "سعد محمد", "العتيبي", "1000000008", "0551234567", "551234567", "+966551234567")


# ------------------------------------------------------------------ notes stay inside
async def test_notes_never_reach_the_person(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "مسؤول")
    rows = (await ours.see("/desk/cases")).json["cases"]
    address = ours.address(token)
    [case] = [row["reference"] for row in rows if await belongs(ours, row["reference"], address)]
    await ours.move(case, move="claim")
    notes = ("عميلة صعبة", "// سر أول", "  // سر ثان", "//سر ثالث")
    assert (await ours.move(case, move="note", text=notes[0])).status == 200
    for note in notes[1:]:
        assert (await ours.move(case, move="say", text=note)).status == 200
    await ours.move(case, move="say", text="جواب ظاهر")
    async with ours.talk(token) as stream:
        heard = ""
        while "جواب ظاهر" not in heard:
            heard += json.dumps((await stream.next()).data, ensure_ascii=False)
    assert "سر" not in heard
    assert "صعبة" not in heard
    lines = (await ours.see(f"/desk/cases/{case}")).json["messages"]
    assert [line["author"] for line in lines[-5:]] == ["note"] * 4 + ["officer"]
    snippets = (await ours.see("/desk/cases")).json["cases"]
    [row] = [row for row in snippets if row["reference"] == case]
    assert row["snippet"] == "جواب ظاهر"


async def belongs(ours: Site, reference: str, address: str) -> bool:
    async with ours.app.database.view() as view:
        row = await view.read_one("case_by_reference", reference=reference)
    return row is not None and row["address"] == address


async def ended(ours: Site, reference: str) -> None:
    """The days of grace are over."""
    async with ours.app.database.unit() as unit:
        case = await cases.by_reference(unit, reference)
        assert case is not None
        cases.move(unit, replace(case, state="closed", closed_at=ours.clock.now()))


async def test_notes_of_another_case_of_the_same_person_stay_there(ours: Site) -> None:
    person, first = await waiting(ours, "two cases")
    await ours.move(first, move="claim")
    await ours.move(first, move="note", text="سر الأولى")
    await ours.move(first, move="close", text="انتهى", outcome="solved")
    await ended(ours, first)
    await person.say("مسؤول")
    second = (await person.cases())[-1].reference
    assert second != first
    assert "سر الأولى" in (await ours.see(f"/desk/cases/{first}")).text
    assert "سر الأولى" not in (await ours.see(f"/desk/cases/{second}")).text


# ------------------------------------------------------------------ what is shown
async def everything(ours: Site, officer: str = "sara") -> str:
    """All that the desk answers to somebody who looks everywhere, in both languages."""
    found = ""
    for language in ("ar", "en"):
        for state in ("open", "mine", "closed"):
            listed = await ours.see(f"/desk/cases?state={state}&language={language}", officer)
            found += listed.text
            for row in listed.json["cases"]:
                path = f"/desk/cases/{row['reference']}?language={language}"
                found += (await ours.see(path, officer)).text
    return found


async def test_no_answer_of_the_desk_has_a_number_or_a_name_in_full(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with site(tmp_path_factory.mktemp("masked"), host="0.0.0.0") as ours:
        await Visitor(ours.app, "registered").say(*REGISTRATION)
        drafting = Visitor(ours.app, "drafting")
        upto = REGISTRATION.index(NAME)
        await drafting.say(*REGISTRATION[:upto], "نـــورة  سعد محمد  العتيبي")
        await drafting.say("مسؤول", f"أنا {NAME} ورقمي 1000000008 وجوالي ٠٥٥١٢٣٤٥٦٧")
        [case, *_] = await drafting.cases()
        await ours.move(case.reference, move="claim")
        await ours.move(case.reference, move="note", text=f"اتصلت بـ {NAME} على 0551234567")
        shown = await everything(ours)
        for secret in SECRETS:
            assert secret not in shown
        assert "نورة ع." in shown
        assert "••••••0008" in shown
        assert "نـ" not in shown


async def test_the_widgets_own_hello_is_not_shown(ours: Site) -> None:
    person = Visitor(ours.app, "hello")
    await person.does(Said("/start"))
    await person.say("مسؤول")
    [case] = await person.cases()
    answer = await ours.see(f"/desk/cases/{case.reference}")
    assert "/start" not in answer.text


async def test_lists_are_of_open_own_and_closed_cases(ours: Site) -> None:
    _, mine = await waiting(ours, "mine")
    _, other = await waiting(ours, "other")
    await ours.move(mine, "abdullah", move="claim")

    async def listed(state: str) -> set[str]:
        rows = (await ours.see(f"/desk/cases?state={state}", "abdullah")).json["cases"]
        return {row["reference"] for row in rows}

    assert {mine, other} <= await listed("open")
    assert await listed("mine") == {mine}
    assert not {mine, other} & await listed("closed")
    assert await listed("nonsense") == await listed("open")


async def test_an_open_desk_is_told_of_changes(ours: Site) -> None:
    async with ours.stream("/desk/events", **ours.entry("sara")) as stream:
        await waiting(ours, "told")
        assert (await stream.next()).name == "changed"


# ------------------------------------------------------------------ the demo
async def test_in_the_demo_one_person_is_every_officer(demo: Site) -> None:
    assert "<title>Sila</title>" in (await demo.get("/")).text
    me = (await demo.get("/desk/me")).json
    assert (me["id"], me["demo"]) == ("sara", True)
    assert [officer["id"] for officer in me["officers"]] == list(demo.app.kit.book.officers)
    refused = await demo.post("/desk/officer", json={"id": "khalid"})
    assert refused.status == 403
    assert (await demo.post("/desk/officer", json={"id": "ghost"}, headers=OURS)).status == 403
    become = await demo.post("/desk/officer", json={"id": "khalid"}, headers=OURS)
    kept = cookie(become)
    assert kept is not None
    me = (await demo.get("/desk/me", headers={"Cookie": f"{COOKIE}={kept.value}"})).json
    assert me["id"] == "khalid"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},  # a name that somebody made lead here
        {"Host": "evil.example:8080"},
        {"Host": "["},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
        {"Via": "1.1 proxy"},
    ],
)
async def test_the_demo_is_not_for_whoever_comes_from_elsewhere(
    demo: Site, headers: dict[str, str]
) -> None:
    for path in ("/", *READ):
        assert (await demo.get(path, headers=headers)).status in {401, 404}
    become = await demo.post("/desk/officer", json={"id": "sara"}, headers={**OURS, **headers})
    assert become.status == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8080", "[::1]:8080"])
async def test_every_name_of_this_machine_is_at_home(demo: Site, host: str) -> None:
    assert (await demo.get("/desk/me", headers={"Host": host})).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "0.0.0.0"},
        {"telegram_staff_chat_id": -1001},
        {"public_url": "https://sila.example.org"},
    ],
)
async def test_elsewhere_there_is_no_demo(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, object]
) -> None:
    async with site(tmp_path_factory.mktemp("served"), **changes) as ours:
        assert (await ours.get("/")).status == 404
        assert (await ours.get("/desk/me")).status == 401
        become = await ours.post("/desk/officer", json={"id": "sara"}, headers=OURS)
        assert become.status == 403
        me = (await ours.see("/desk/me")).json
        assert (me["demo"], me["officers"]) == (False, [])


async def test_two_officers_at_once_and_one_owns(ours: Site) -> None:
    person, case = await waiting(ours, "contested")
    answers = await asyncio.gather(
        *(ours.move(case, officer, move="claim") for officer in ("sara", "khalid"))
    )
    assert sorted(answer.status for answer in answers) == [200, 409]
    [found] = await person.cases()
    assert found.owner in {"sara", "khalid"}
