"""What must not be said is found however it is typed, and nothing that was asked for is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import secrets
from flows.checks import luhn
from flows.events import Edited, Event, Said, Sent, Shared, Tapped, Unread
from flows.secrets import MARKS, Cleared, Heard, clear, cleared
from tests.flows.book import BOOK
from tests.flows.chat import chat

WORDS = BOOK.words
CARD = "4111111111111111"
IBAN = "SA0380000000608010167519"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

CARDS = (
    CARD,
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "٤١١١ ١١١١-١١١١/١١١١",
    "۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱",
    "4111\u200f1111\u20661111\u20691111",
    "4111\n1111\n1111\n1111",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "41 11 11 11 11 11 11 11",
    "411111 1111111111",
    "بطاقتي4111111111111111شكرا",
    "visa 4111111111111111",
    "378282246310005",
    "3782 822463 10005",
    "3056 930902 5904",
    "4222222222222",
    "9682010000000005",
    "6304000000000000000",
    "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏",
    "هويتي 1000000008 وبطاقتي 4111 1111 1111 1111",
)
CODES = (
    "رمز التحقق 4821",
    "4821 هو الرمز",
    "وصلني كود ٤٨٢١٩٣ الآن",
    "والرمز: 48 21",
    "code 482-193",
    "رَمْز الـتحقق ٤\u200f٨\u200f٢\u200f١",
    "رمز\n4821",
    "رقمي 0551234567 والرمز 5522",
    "code 48219301",
    "codes? code4821",
    "الرمز البريدي 32245 ورمز التحقق 4821",
    "رمز 482193 4821 99",
)
ACCOUNTS = (
    IBAN,
    "SA03 8000 0000 6080 1016 7519",
    "sa٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩",
    "SA-03-80000000-608010167519",
    "0380000000608010167519",
    "SA0380000000608010167518",
    "SA03800000006080101675",
    "GB82 WEST 1234 5698 7654 32 thanks",
    "حسابي DE89370400440532013000 شكرا",
)
KEPT = (
    *("", "شكرا", "1000000008", "٢٠٠٠٠٠٠٠٠٦", "26000422", "0551234567", "+966 55 123 4567"),
    *("00966551234567", "+971501234567123", "1000000008 2000000006", "26000422 26000430"),
    *("0551234567 1000000008", "1448/06/12", "2030/10/12 2026/12/20", "30/12/2026 15/01/2027"),
    *("1990 05 12 1448 06 12", "7001234567", "RRRD2929", "4821", "المبلغ 5000 ريال", "123"),
    *("الرمز البريدي 32245", "postal code 31411", "رقم طلبي 26000422 والرمز ما وصل"),
    *("رمز 055 123 4567", "كود التفعيل ما وصلني", "رمز 2026/11/22", "4111111111111112"),
    *("0000000000000000", "in 2025 the programme began", "رمز 12", "41111111 1000000008"),
    "الرمز الذي وصلني لم يعمل معي في التطبيق أمس ولا اليوم ولا أدري لماذا، وعددنا في الأسرة 12345",
)


def digits(text: str) -> str:
    return "".join(c for c in clear(text, {}).text if c.isdigit())


@pytest.mark.parametrize("text", CARDS)
def test_a_card_is_found(text: str) -> None:
    found = clear(text, WORDS)
    assert found.kinds == ("card",)
    assert MARKS["card"] in found.text
    assert digits(found.text) in {"", "1000000008"}


@pytest.mark.parametrize("text", CODES)
def test_a_code_is_found_by_the_word_beside_it(text: str) -> None:
    found = clear(text, WORDS)
    assert found.kinds == ("code",)
    assert not {"4821", "482193", "5522"} & set(found.text.split())


@pytest.mark.parametrize("text", ACCOUNTS)
def test_an_account_is_found_and_left_where_it_is_asked_for(text: str) -> None:
    found = clear(text, WORDS)
    assert found.kinds == ("account",)
    assert digits(found.text) == ""
    assert clear(text, WORDS, account_asked=True) == Cleared(text)


def test_a_card_is_found_where_an_account_is_asked_for() -> None:
    assert clear(f"VISA{CARD}", WORDS, account_asked=True) == Cleared("VISA" + "•" * 8, ("card",))
    both = clear(f"{IBAN} {CARD}", WORDS, account_asked=True)
    assert both == Cleared(f"{IBAN} {MARKS['card']}", ("card",))


@pytest.mark.parametrize("text", KEPT)
def test_what_is_asked_for_here_is_left_alone(text: str) -> None:
    assert clear(text, WORDS) == Cleared(text)


def test_the_gravest_is_named_first_and_every_one_goes() -> None:
    found = clear(f"رمز 4821 بطاقة {CARD} حساب {IBAN}", WORDS)
    assert found.kinds == ("card", "code", "account")
    assert digits(found.text) == ""


@pytest.mark.parametrize("text", [*CARDS, *CODES, *ACCOUNTS])
def test_a_cleared_text_says_what_was_in_it_and_is_not_changed_again(text: str) -> None:
    found = clear(text, WORDS)
    assert clear(found.text, WORDS) == found


def test_masks_are_no_marks() -> None:
    for mask in ("••••••0008", "••••••••••567", "•"):
        assert clear(mask, WORDS) == Cleared(mask)


@given(
    st.from_regex(r"\A[3-6][0-9]{12,17}\Z"),
    st.lists(st.sampled_from(["", " ", "-", "/", "\u200f", "\u2066", " - "]), min_size=19),
    st.booleans(),
)
def test_no_card_is_kept_whatever_stands_between_its_digits(
    begun: str, between: list[str], arabic: bool
) -> None:
    """Groups that by themselves are what is asked for here are another matter: two references."""
    number = begun + luhn.check_digit(begun)
    typed = "".join(d + gap for d, gap in zip(number, between, strict=False)).strip(" -/")
    found = clear(typed.translate(ARABIC) if arabic else typed, {})
    plain, _ = secrets._plain(typed)
    groups = re.findall("[0-9]+", plain)
    asked_for = any(map(secrets._is_asked_for, groups)) or secrets._DATE.search(plain)
    if secrets._ISSUERS.match(number) and not asked_for:
        assert found.kinds


@given(st.text(alphabet="0123456789٠٥ /-+\nرمزcodeSA\u200f•", max_size=60))
def test_clearing_twice_is_clearing_once(text: str) -> None:
    once = clear(text, WORDS)
    assert clear(once.text, WORDS).text == once.text


# ------------------------------------------------------------------ events
@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (Said(CARD), Said(MARKS["card"])),
        (Edited(CARD), Edited(MARKS["card"])),
        (Sent("image", CARD, f"هذه {CARD}"), Sent("image", CARD, f"هذه {MARKS['card']}")),
        (Tapped(1, CARD), Tapped(1, MARKS["card"])),
    ],
)
def test_events_are_cleared_of_words(event: Event, kept: Event) -> None:
    assert cleared(event, WORDS) == Heard(kept, ("card",))


@pytest.mark.parametrize("event", [Shared("+966551234567"), Unread("sticker"), Said("4821")])
def test_other_events_stay_as_they_are(event: Event) -> None:
    assert cleared(event, WORDS) == Heard(event)


# ------------------------------------------------------------------ in a conversation
def test_it_is_warned_of_once_and_the_question_asked_again() -> None:
    talk = chat().say("register", "individual").say(f"{CARD} {IBAN}")
    assert talk.said == ["secret.card", "registration.programme.ask"]
    assert talk.conversation.misses == talk.form.refusals == 0


def test_what_else_was_said_is_heard() -> None:
    talk = chat().say("menu", "when do you open? code 4821")
    assert talk.said[0] == "secret.code"
    assert talk.said[1] in {"enquiry.told", "enquiry.which.ask"}


def test_a_number_that_is_asked_for_is_an_answer() -> None:
    talk = chat().say("register", "individual", "1", "yes", "1000000008")
    assert "secret.code" not in talk.said
    assert talk.form.answers["national_id"] == "1000000008"


def test_an_officer_hears_it_without() -> None:
    talk = chat().say("officer").say(f"بطاقتي {CARD}")
    [say, relay] = talk.turn.effects
    assert say.text.id == "secret.card"  # type: ignore[union-attr]  # the warning
    assert relay.event == Said(f"بطاقتي {MARKS['card']}")  # type: ignore[union-attr]  # a relay


def test_an_account_is_kept_from_an_officer() -> None:
    talk = chat().say("officer").say(IBAN)
    assert talk.said == ["secret.account"]
