"""The desk over HTTP: who comes in, and what they may do."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.turns import refusing
from bot.web.desk import LONGEST
from bot.web.door import COOKIE
from bot.web.passes import BROWSER, LINK
from flows.text import Lines, Shown, Text
from tests.bot.site import OURS, Site
from tests.bot.test_desk.people import cookie, waiting

pytestmark = pytest.mark.asyncio(loop_scope="module")

READ = ("/desk/me", "/desk/cases", "/desk/cases/26000001", "/desk/events")


# ------------------------------------------------------------------ who comes in
async def test_nobody_comes_in_without_a_pass(ours: Site) -> None:
    for path in READ:
        answer = await ours.get(path)
        assert (answer.status, answer.json["problem"]) == (401, "unknown session"), path
        assert "الدخول" in answer.json["error"], path
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
    assert ([move["id"] for move in whole["moves"]], whole["may_speak"]) == (
        ["claim", "sensitive", "assign", "transfer"],
        False,
    )
    assert (await ours.move(case, move="claim")).json == {"ok": True}
    whole = (await ours.see(f"/desk/cases/{case}")).json["case"]
    assert (whole["owner"], whole["owner_name"], whole["may_speak"]) == ("sara", "سارة", True)
    assert [move["id"] for move in whole["moves"]] == [
        "hand_back",
        "release",
        "close",
        "sensitive",
        "canned",
        "clause",
        "assign",
        "transfer",
    ]
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


async def test_a_refused_move_sent_again_is_refused_again(ours: Site) -> None:
    person, case = await waiting(ours, "refused twice")
    await ours.move(case, "sara", move="claim")
    first = await ours.move(case, "khalid", move="claim", id="late claim")
    assert first.status == 409
    await ours.move(case, "sara", move="release")
    again = await ours.move(case, "khalid", move="claim", id="late claim")
    assert (again.status, again.json) == (409, first.json)
    [found] = await person.cases()
    assert found.owner is None
    assert (await ours.move(case, "khalid", move="claim")).status == 200


@pytest.mark.parametrize(
    "value",
    [3, "x", date(2026, 11, 22), datetime(2026, 11, 22, 9, tzinfo=UTC), Lines((Text("a"),))],
)
async def test_why_a_move_was_refused_is_kept_whole(value: Shown) -> None:
    reason = Text("a", {"inner": Text("b", {"value": value}, 2)})
    assert refusing.read(json.loads(json.dumps(refusing.plain(reason)))) == reason


async def test_a_case_is_passed_on_to_whom_the_page_names(ours: Site) -> None:
    person, case = await waiting(ours, "passed on")
    await ours.move(case, move="claim")
    whole = (await ours.see(f"/desk/cases/{case}")).json["case"]
    offered = {move["id"]: move for move in whole["moves"]}
    assert (offered["assign"]["needs"], offered["sensitive"]["needs"]) == ("target", "sure")
    assert "khalid" in {choice["id"] for choice in offered["assign"]["outcomes"]}
    assert (await ours.move(case, move="assign", about="nobody", text="سبب")).status == 409
    given = await ours.move(case, move="assign", about="khalid", text="يعرف الموضوع")
    assert given.status == 200
    [found] = await person.cases()
    assert found.owner == "khalid"
    assert (await ours.move(case, "khalid", move="sensitive")).status == 200
    assert (await ours.see(f"/desk/cases/{case}", "khalid")).status == 404
    assert (await ours.see(f"/desk/cases/{case}", "hessa")).status == 200


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


async def test_only_a_closing_has_an_outcome(ours: Site) -> None:
    person, case = await waiting(ours, "no outcome")
    assert (await ours.move(case, move="claim", outcome="solved")).status == 200
    assert [found.outcome for found in await person.cases()] == [None]
