"""The desk over HTTP: who comes in, what they see, what they may do, and the demo."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie

import pytest
import pytest_asyncio

from bot.web.desk import COOKIE, LONGEST
from bot.web.passes import BROWSER, LINK
from flows.events import Said
from tests.bot.site import OURS, Answer, Site, site
from tests.shell import REGISTRATION, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

READ = ("/desk/me", "/desk/cases", "/desk/cases/26000001", "/desk/events")
NAME = "نورة سعد محمد العتيبي"
SECRETS = (NAME, "سعد محمد", "العتيبي", "1000000008", "0551234567", "551234567", "+966551234567")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """Open to a network, so that everybody needs a pass."""
    async with site(tmp_path_factory.mktemp("desk"), host="0.0.0.0") as ours:
        yield ours


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with site(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


async def waiting(ours: Site, external: str, *words: str) -> tuple[Visitor, str]:
    """Somebody who asked for an officer, and the number of their case."""
    person = Visitor(ours.app, external)
    await person.say("السلام عليكم", "مسؤول", *words)
    return person, (await person.cases())[-1].reference


def cookie(answer: Answer) -> Morsel[str] | None:
    return SimpleCookie(answer.headers.get("Set-Cookie", "")).get(COOKIE)


# ------------------------------------------------------------------ who comes in
async def test_nobody_comes_in_without_a_pass(ours: Site) -> None:
    for path in READ:
        answer = await ours.get(path)
        assert (answer.status, answer.json) == (401, {"problem": "unknown session"}), path
    wish = {"id": "a", "move": "claim"}
    refused = await ours.post("/desk/cases/26000001/moves", json=wish, headers=OURS)
    assert refused.status == 401


async def test_the_page_and_its_words_are_nobodys_secret(ours: Site) -> None:
    assert (await ours.get("/desk")).text.startswith("<!doctype html>")
    told = (await ours.get("/desk/strings", headers={"Accept-Language": "en-GB"})).json
    assert told == {
        id_: line
        for id_, line in ours.app.kit.renderer.catalogs["en"].lines.items()
        if id_.startswith(("desk.", "demo."))
    }


async def test_a_link_becomes_a_cookie_that_no_script_and_no_other_site_has(ours: Site) -> None:
    key = ours.app.passes.link("khalid", ours.clock.now())
    answer = await ours.get(f"/desk?key={key}")
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    kept = cookie(answer)
    assert kept is not None
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "strict", "/desk")
    assert int(kept["max-age"]) == BROWSER.total_seconds()
    assert not kept["secure"]
    me = await ours.get("/desk/me", headers={"Cookie": f"{COOKIE}={kept.value}"})
    assert (me.json["id"], me.json["demo"], me.json["officers"]) == ("khalid", False, [])


async def test_behind_https_the_cookie_is_for_https_alone(ours: Site) -> None:
    key = ours.app.passes.link("khalid", ours.clock.now())
    answer = await ours.get(f"/desk?key={key}", headers={"X-Forwarded-Proto": "https"})
    kept = cookie(answer)
    assert kept is not None
    assert kept["secure"]


async def test_a_link_that_is_old_forged_or_no_link_gives_nothing(ours: Site) -> None:
    now, passes = ours.clock.now(), ours.app.passes
    good = passes.link("khalid", now)
    keys = [
        passes.link("khalid", now - LINK - timedelta(seconds=1)),
        passes.browser("khalid", now),
        passes.link("ghost", now),
        good.replace("khalid", "noura"),
        good[:-1],
        "",
        "..",
        "khalid.9999999999.x",
        "%00",
        "%ff",
    ]
    for key in keys:
        answer = await ours.get(f"/desk?key={key}")
        assert (answer.status, cookie(answer)) == (303, None), key
    assert cookie(await ours.get(f"/desk?key={good}")) is not None


async def test_a_cookie_that_is_old_forged_or_a_link_opens_nothing(ours: Site) -> None:
    now, passes = ours.clock.now(), ours.app.passes
    good = passes.browser("sara", now)
    kept = [
        passes.browser("sara", now - BROWSER - timedelta(seconds=1)),
        passes.link("sara", now),
        good.replace("sara", "noura"),
        good + "x",
        "sara",
    ]
    for value in kept:
        answer = await ours.get("/desk/me", headers={"Cookie": f"{COOKIE}={value}"})
        assert answer.status == 401, value
    assert (await ours.see("/desk/me")).status == 200


async def test_an_officer_taken_off_the_list_is_out(ours: Site) -> None:
    assert (await ours.see("/desk/me", "ghost")).status == 401
    assert (await ours.move("26000001", "ghost", move="claim")).status == 401


async def test_a_page_of_another_site_cannot_move_anything(ours: Site) -> None:
    person, case = await waiting(ours, "careful")
    wish = {"id": "a", "move": "claim"}
    for headers in ({}, {"X-Sila": ""}, {"X-Sila": "widget"}):
        sent = {**ours.entry("sara"), **headers}
        answer = await ours.post(f"/desk/cases/{case}/moves", json=wish, headers=sent)
        assert answer.status == 403
    [found] = await person.cases()
    assert found.owner is None


# ------------------------------------------------------------------ moves
async def test_a_case_is_worked_on_from_claim_to_close(ours: Site) -> None:
    person, case = await waiting(ours, "worked")
    whole = (await ours.see(f"/desk/cases/{case}")).json["case"]
    assert ([move["id"] for move in whole["moves"]], whole["may_speak"]) == (["claim"], False)
    assert (await ours.move(case, move="claim")).json == {"ok": True}
    whole = (await ours.see(f"/desk/cases/{case}")).json["case"]
    assert (whole["owner"], whole["owner_name"], whole["may_speak"]) == ("sara", "سارة", True)
    assert [move["id"] for move in whole["moves"]] == ["hand_back", "release", "close"]
    assert (await ours.move(case, move="say", text="وعليكم السلام")).status == 200
    assert (await person.heard())[-1] == "وعليكم السلام"
    [close] = [move for move in whole["moves"] if move["id"] == "close"]
    assert close["needs"] == "outcome"
    chosen = close["outcomes"][0]["id"]
    closed = await ours.move(case, move="close", text="انتهى", outcome=chosen)
    assert closed.status == 200
    assert "انتهى" in "".join(await person.heard())
    listed = (await ours.see("/desk/cases?state=closed")).json["cases"]
    assert case in {row["reference"] for row in listed}


async def test_hand_back_and_release(ours: Site) -> None:
    person, case = await waiting(ours, "released")
    for move, state in (("claim", "claimed"), ("release", "queued"), ("claim", "claimed")):
        assert (await ours.move(case, move=move)).status == 200
        assert [found.state for found in await person.cases()] == [state]
    assert (await ours.move(case, move="hand_back")).status == 200
    assert (await person.heard())[-1]


async def test_a_refused_move_is_told_in_the_officers_language(ours: Site) -> None:
    _, case = await waiting(ours, "refused")
    assert (await ours.move(case, "sara", move="claim")).status == 200
    taken = await ours.move(case, "khalid", move="claim")
    assert taken.status == 409
    assert "سارة" in taken.json["error"]
    wish = {"id": "e", "move": "claim"}
    headers = {**OURS, **ours.entry("khalid"), "Accept-Language": "en"}
    english = await ours.post(f"/desk/cases/{case}/moves", json=wish, headers=headers)
    assert (english.status, "Sarah" in english.json["error"]) == (409, True)
    assert (await ours.move(case, "khalid", move="say", text="x")).status == 409
    assert (await ours.move(case, "sara", move="say", text=" \n ")).status == 409
    assert (await ours.move(case, "sara", move="close", text="x")).status == 409
    assert (await ours.move(case, "sara", move="deliver")).status == 409


async def test_a_case_that_is_not_there(ours: Site) -> None:
    assert (await ours.see("/desk/cases/99999999")).status == 404
    refused = await ours.move("99999999", move="claim")
    assert refused.status == 409
    assert refused.json["error"]
    assert (await ours.move("99999999", move="note", text="x")).status == 409


async def test_a_move_sent_twice_is_made_once(ours: Site) -> None:
    person, case = await waiting(ours, "twice")
    await ours.move(case, move="claim")
    for _ in range(3):
        assert (await ours.move(case, move="say", text="مرة", id="once")).status == 200
    assert (await person.heard()).count("مرة") == 1


async def test_words_too_long_are_refused_with_their_number(ours: Site) -> None:
    person, case = await waiting(ours, "long")
    await ours.move(case, move="claim")
    refused = await ours.move(case, move="say", text="ا" * 10_000)
    assert refused.status == 413
    assert "4000" in refused.json["error"]
    assert (await ours.move(case, move="say", text="ا" * LONGEST)).status == 200
    assert "ا" * LONGEST in "".join(await person.heard())


async def test_what_a_channel_would_refuse_is_left_out(ours: Site) -> None:
    person, case = await waiting(ours, "odd")
    await ours.move(case, move="claim")
    await ours.move(case, move="say", text="a\0b\x1b[0m\nج\tد 👨\u200d👩")
    assert (await person.heard())[-1] == "ab[0m\nج\tد 👨\u200d👩"


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


async def test_notes_of_another_case_of_the_same_person_stay_there(ours: Site) -> None:
    person, first = await waiting(ours, "two cases")
    await ours.move(first, move="claim")
    await ours.move(first, move="note", text="سر الأولى")
    await ours.move(first, move="close", text="انتهى", outcome="solved")
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
