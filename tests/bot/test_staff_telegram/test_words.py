"""What officers type: which words move a case, and which are only words."""

from __future__ import annotations

import pytest

from bot.catalog import read_all
from bot.render import Renderer
from bot.staff.card import BUTTONS, REVIEW
from bot.staff.checklist import DECISIONS
from bot.staff.telegram_words import COMMANDS, Spoken, command, word
from flows.reference import make

REFERENCE = make("2600042")


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(read_all(), {})


def test_every_button_of_the_card_can_be_typed() -> None:
    offered = {move for moves in BUTTONS.values() for move in moves} | {*REVIEW, *DECISIONS}
    assert offered <= set(COMMANDS.values())


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
        (f"/reject {REFERENCE}", "reject", REFERENCE),
    ],
)
def test_commands(typed: str, move: str, reference: str | None) -> None:
    assert command(typed) == Spoken(move, reference, is_command=True)


@pytest.mark.parametrize(
    "typed", ["", "claim", "/", "/claims", "/start", "/claim_all", " /claim", "//claim", "/استلام"]
)
def test_what_is_no_command(typed: str) -> None:
    assert command(typed) is None


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
    assert word(typed, renderer) == Spoken(move, None, is_command=False)
    named = word(f"{typed} {REFERENCE}", renderer)
    assert named == Spoken(move, REFERENCE, is_command=False)


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
    ],
)
def test_sentences_and_numbers_are_only_words(typed: str, renderer: Renderer) -> None:
    assert word(typed, renderer) is None
