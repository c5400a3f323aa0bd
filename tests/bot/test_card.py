"""A case's card: what officers read before they answer, and the moves it offers."""

from __future__ import annotations

import re

import pytest

from bot.staff import card
from flows.text import Text
from storage.cases import Case
from tests.bot.sending import book, renderer
from tests.clock import SUNDAY_MORNING
from tests.replacing import replace

A = "26000001"
ISOLATES = re.compile("[\u2066-\u2069]")


def case(**changes: object) -> Case:
    plain = Case(A, "hand_off", "asked", "queued", SUNDAY_MORNING, SUNDAY_MORNING)
    return replace(plain, **changes)


@pytest.mark.parametrize("language", card.LANGUAGES)
def test_a_card_shows_what_is_known_and_nothing_more(language: str) -> None:
    words = renderer()
    fields = ((Text("registration.name.label"), "نورة ع."),)
    kept = card.details("جوالي 0551234567 " + "و" * 300, fields, words, "whatsapp")
    bare = card.card(case(), words, language)  # type: ignore[arg-type]
    assert "\n\n" not in bare
    assert bare == bare.strip()
    whole = card.card(
        case(
            details=kept,
            programme="incubator",
            owner="sara",
            due_at=SUNDAY_MORNING,
            outcome="solved",
            priority=2,
        ),
        words,
        language,  # type: ignore[arg-type]
    )
    assert ISOLATES.sub("", whole).startswith("🔴")
    assert "نورة ع." in whole.split("\n")[-1]
    assert "0551234567" not in whole
    assert len(whole) < 1500
    assert ("09:00" in whole, "سارة" in whole) == (True, language == "ar")


def test_a_topic_is_named_by_its_number_within_telegrams_limit() -> None:
    for programme in (None, "incubator"):
        named = card.title(case(programme=programme), renderer(), "ar")
        assert ISOLATES.sub("", named).startswith(f"{A} · ")
        assert len(named) <= 128


@pytest.mark.parametrize(
    ("state", "application", "moves"),
    [
        ("queued", None, ["claim", "assign", "sensitive"]),
        ("claimed", None, ["canned", "hand_back", "assign", "release", "close", "sensitive"]),
        ("waiting_officer", A, ["canned", "hand_back", "assign", "release", "close", "sensitive"]),
        ("closed", A, ["open_again"]),
        ("merged", A, []),
    ],
)
def test_a_card_offers_the_moves_of_its_state(
    state: str, application: str | None, moves: list[str]
) -> None:
    buttons = card.buttons(case(state=state, application=application), renderer(), "ar")
    assert [data for _, data in buttons] == [f"c:{A}:{move}" for move in moves]
    assert all(len(data.encode()) <= 64 for _, data in buttons)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("queued", ["claim", "assign", "sensitive"]),
        ("claimed", ["grant", "uphold", "hand_back", "assign", "release", "sensitive"]),
        ("closed", []),
    ],
)
def test_an_objection_is_granted_or_not(state: str, moves: list[str]) -> None:
    objection = case(kind="objection", state=state, application="26000430")
    buttons = card.buttons(objection, renderer(), "ar")
    assert [data for _, data in buttons] == [f"c:{A}:{move}" for move in moves]
    told = replace(objection, details={"decision": "ليس من الفئة، وجواله 0551234567"})
    shown = card.card(told, renderer(), "ar")
    assert "ليس من الفئة" in shown
    assert "0551234567" not in shown


def test_clauses_fit_under_a_message() -> None:
    buttons = card.clauses(case(), book().clauses, renderer(), "ar")
    assert [data for _, data in buttons] == [f"c:{A}:reject:{id_}" for id_ in book().clauses]
    assert all(len(data.encode()) <= 64 for _, data in buttons)


def test_a_card_says_what_it_goes_on_from_and_why_it_goes_first() -> None:
    again = card.card(case(follows="26000430", priority=3), renderer(), "ar")
    assert "متابعة للمعاملة: \u206626000430\u2069" in again
    assert "الأولوية: أُعيد فتحها" in again
    merged = card.card(case(follows="26000430", state="merged"), renderer(), "ar")
    assert "ضُمّت إلى المعاملة: \u206626000430\u2069" in merged
    assert "الأولوية" not in merged
