"""What officers type: the table of commands, and which lines are only words."""

from __future__ import annotations

import pytest

from bot.catalog import read_all
from bot.render import Renderer
from bot.staff.card import BUTTONS, REVIEW
from bot.staff.checklist import DECISIONS
from bot.staff.commands import COMMANDS, Command, Spoken, slashed, spellings, worded
from bot.staff.lists import LISTS
from bot.turns.orders import HANDLERS
from flows.arabic import fold
from flows.reference import make

REFERENCE = make("2600042")


def does(move: str) -> Command:
    return next(command for command in COMMANDS if command.does == move)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(read_all(), {})


def test_every_button_of_the_card_can_be_typed() -> None:
    offered = {move for moves in BUTTONS.values() for move in moves} | {*REVIEW, *DECISIONS}
    assert offered <= {command.does for command in COMMANDS}


def test_every_command_is_one_that_is_carried_out() -> None:
    kinds = {kind: {c.does for c in COMMANDS if c.kind == kind} for kind in ("list", "order")}
    assert kinds == {"list": {*LISTS}, "order": {*HANDLERS}}
    assert len({command.name for command in COMMANDS}) == len(COMMANDS) <= 100


def test_no_two_commands_have_the_same_word(renderer: Renderer) -> None:
    for catalog in renderer.catalogs.values():
        said: dict[str, str] = {}
        for command in COMMANDS:
            for line in spellings(command):
                assert said.setdefault(fold(catalog.line(line)), command.does) == command.does


@pytest.mark.parametrize(
    ("typed", "move", "reference"),
    [
        ("/answer", "answer", None),
        ("/claim", "claim", None),
        ("/CLAIM", "claim", None),
        ("/claim@sila_test_bot", "claim", None),
        (f"/claim {REFERENCE}", "claim", REFERENCE),
        (f"/delivered@sila_test_bot {REFERENCE} كاملة", "deliver", REFERENCE),
        ("/handback شكرًا", "hand_back", None),
        ("/release\n", "release", None),
        ("/close solved", "close", None),
        ("/verify", "verify", None),
        ("/need", "ask_correction", None),
        (f"/need {REFERENCE}", "ask_correction", REFERENCE),
        (f"/reject {REFERENCE}", "reject", REFERENCE),
    ],
)
def test_commands(typed: str, move: str, reference: str | None) -> None:
    assert slashed(typed) == Spoken(does(move), reference, slashed=True)


@pytest.mark.parametrize(
    "typed", ["", "claim", "/", "/claims", "/start", "/claim_all", " /claim", "//claim", "/استلام"]
)
def test_what_is_no_command(typed: str) -> None:
    assert slashed(typed) is None


@pytest.mark.parametrize(
    ("typed", "move"),
    [
        ("استلام", "claim"),
        ("إستلام.", "claim"),
        ("اسـتـلام", "claim"),
        ("Claim", "claim"),
        ("تمت", "deliver"),
        ("تمت الخدمة", "deliver"),
        ("اعاده", "release"),
        ("إعادة للبوت", "hand_back"),
        ("إعادة للرد الآلي", "hand_back"),
        ("اغلاق", "close"),
        ("مطابقة", "verify"),
        ("قبول", "approve"),
        ("قبول الطلب", "approve"),
        ("رفض", "reject"),
        ("طلب تصحيح", "ask_correction"),
        ("قبول الاعتراض", "grant"),
        ("تأييد القرار", "uphold"),
    ],
)
def test_words(typed: str, move: str, renderer: Renderer) -> None:
    assert worded(typed, renderer) == Spoken(does(move))
    assert worded(f"{typed} {REFERENCE}", renderer) == Spoken(does(move), REFERENCE)


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("بحث", "find", ""),
        ("بحث ٠٠٠٨", "find", "0008"),
        (f"بحث {REFERENCE}", "find", REFERENCE),
        ("المؤشرات", "indicators", ""),
        ("Indicators", "indicators", ""),
    ],
)
def test_words_of_lists(typed: str, name: str, rest: str, renderer: Renderer) -> None:
    assert worded(typed, renderer) == Spoken(does(name), rest=rest)
    assert slashed(f"/{name}@sila_bot {rest}") == Spoken(does(name), rest=rest, slashed=True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "…",
        "استلام الملف",
        "تمت إضافته",
        "إغلاق؟ لا",
        "تم",
        f"{REFERENCE}",
        "استلام 26000421",
        "12",
        "بحث عن موعد",
        "ما المؤشرات عندكم",
        "المؤشرات 12",
    ],
)
def test_sentences_and_numbers_are_only_words(typed: str, renderer: Renderer) -> None:
    assert worded(typed, renderer) is None
