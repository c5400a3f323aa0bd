"""How the catalogs speak: to women and men alike, briefly, and from right to left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import chain

import pytest

from bot.catalog import LANGUAGES
from bot.content import load
from bot.lines import ROOT
from flows.arabic import fold
from flows.book import Book
from tests.bot.everything import CHECKED
from tests.bot.po import HOLE, domains, texts

TODAY = date(2026, 11, 22)

# Imperatives, second-person presents and forms of address: masculine or feminine, never both.
ADDRESSED = frozenset(
    {
        *("اكتب", "أدخل", "أرسل", "اضغط", "اختر", "حدد", "تأكد", "انتظر", "تواصل", "تفضل", "حاول"),
        *("اكتبي", "أدخلي", "أرسلي", "اضغطي", "اختاري", "حددي", "تأكدي", "انتظري", "تواصلي"),
        *("انقر", "استخدم", "راجع", "اتصل", "افتح", "اقرأ", "أجب", "أعد", "اسأل", "قم", "أكمل"),
        *("تريد", "تريدين", "ترغب", "ترغبين", "تستطيع", "تستطيعين", "تود", "تودين", "توافق"),
        *("أنت", "عزيزي", "عزيزتي", "أخي", "أختي", "راضٍ", "راض", "راضية"),
    }
)
BENEFICIARY = re.compile("المستفيد [ء-ي]+")  # what he did is spelt like an imperative
LONGER = frozenset({"common.welcome", "consent.agree.help"})  # what policy and law want said
REFUSALS = r"check\..*|handoff\..*|.*\.(declined|ineligible|unknown|failed)|case\.refused\..*"
QUOTED = re.compile("«([^»]+)»|“([^”]+)”")
TOLD_BY_EXAMPLE = re.compile(r"^(?:مثال|Example)[^:\n]*: (.+)$", re.MULTILINE)


def arabic() -> list[tuple[str, str]]:
    """Every text of every Arabic catalog."""
    return [(id_, text) for domain in domains("ar") for id_, text in texts("ar", domain)]


def lines() -> list[tuple[str, str]]:
    return [(id_, line) for id_, text in arabic() for line in text.splitlines()]


def offenders(of: Callable[[str], object], among: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(id_, text) for id_, text in among if of(text)]


def addressed(text: str) -> set[str]:
    """The words that address a man or a woman, also after «و» and «ف»."""
    words = re.findall(r"[ء-ي\u064b-\u0652]+", BENEFICIARY.sub("", text))
    return {form for w in words for form in (w, w[1:] if w[0] in "وف" else w)} & ADDRESSED


# ------------------------------------------------------------------ Arabic
def test_addressed_words_are_recognised() -> None:
    assert addressed("نأمل كتابة الاسم، واختر البرنامج.") == {"اختر"}
    assert not addressed("للتأكد والتواصل: سُجّل طلبك وأُرسل، والموافقة محفوظة.")


def test_arabic_addresses_women_and_men_alike() -> None:
    assert len(arabic()) > 400
    assert not offenders(addressed, arabic())


def test_every_line_is_led_by_an_arabic_letter() -> None:
    """Clients take the direction of a line from its first letter. The name of a language stands
    alone on its button; what a placeholder begins with is judged where it is filled."""
    latin = re.compile(r"[^A-Za-zء-ي{]*[A-Za-z]")
    turned = offenders(lambda line: latin.match(line) and re.search("[ء-ي{]", line), lines())
    assert not turned
    only_latin = {id_ for id_, text in texts("ar") if not re.search("[ء-ي{]", text)}
    assert only_latin == {"language.which.option.english"}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("digits are Western ones", "[٠-٩۰-۹]"),
        ("ranges and plus signs are shown turned round", r"[0-9}] ?[-–—] ?[0-9{]|\+[0-9{]"),
        ("isolates are the renderer's business", "[\u202a-\u202e\u2066-\u2069]"),
        ("no tatweel but in «هـ» and «بـ», no doubled spaces", "(?<![هب])\u0640|[ء-ي،.]  "),
        ("a comma is an Arabic one", r"[ء-ي]\s?[,;?]"),
    ],
)
def test_arabic_is_written_so_that_it_reads_right(what: str, pattern: str) -> None:
    assert not offenders(re.compile(pattern).search, arabic()), what


# ------------------------------------------------------------------ both languages
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_asks_one_thing(language: str) -> None:
    asking = [(id_, len(re.findall("[؟?]", text))) for id_, text in texts(language)]
    assert not [id_ for id_, marks in asking if marks > 1]
    questions = {id_ for id_, marks in asking if marks and re.search(r"\.(label|option)", id_)}
    assert not questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_three_short_sentences(language: str) -> None:
    def long(text: str) -> bool:
        said = [line for line in text.splitlines() if not TOLD_BY_EXAMPLE.match(line)]
        ends = re.findall(r"[.؟?!](?=\s|$)", "\n".join(said))
        return len(ends) > 3 or any(len(s) > 180 for s in re.split(r"(?<=[.؟?!])\s", text))

    notices = [(id_, text) for id_, text in texts(language) if id_ not in LONGER]
    assert not offenders(long, notices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_emoji_are_few_and_none_where_something_went_wrong(language: str) -> None:
    def emoji(text: str) -> int:
        return sum(unicodedata.category(letter) == "So" for letter in text)

    for id_, text in texts(language):
        assert emoji(text) <= (0 if re.fullmatch(REFUSALS, id_) else 1), id_


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_a_line_offers_is_understood(language: str, book: Book) -> None:
    """«كلمة …» promises that typing it does something."""
    understood = set(chain.from_iterable(book.words.values()))
    labels = {fold(text) for id_, text in texts(language) if ".option." in id_}
    labels |= {fold(dict(texts(language))["common.skip"])}
    quoted = {fold(a or b) for _, text in texts(language) for a, b in QUOTED.findall(text)}
    assert len(quoted) > 10
    assert not quoted - understood - labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_shows_an_example_that_would_be_accepted(language: str) -> None:
    said = dict(texts(language))
    for check in CHECKED:
        for reason in check.reasons:
            [example] = TOLD_BY_EXAMPLE.findall(said[f"check.{check.name}.{reason}"])
            for one in re.split(" (?:أو|or) ", example):
                if not HOLE.fullmatch(one) and check.name != "text":
                    assert check.read(one, TODAY), (check.name, reason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_in_questions_are_accepted_too(language: str) -> None:
    by_name = {check.name: check for check in CHECKED}
    said = dict(texts(language))
    for question, check in (
        ("registration.national_id", "national_id"),
        ("registration.id_expiry", "expiry_date"),
        ("registration.name", "arabic_name"),
        ("registration.mobile", "mobile"),
        ("requests.reference", "reference"),
    ):
        shown = TOLD_BY_EXAMPLE.findall(said[f"{question}.ask"] + "\n" + said[f"{question}.help"])
        assert shown, question
        for one in chain.from_iterable(re.split(" (?:أو|or) ", example) for example in shown):
            assert by_name[check].read(one, TODAY), question


# ------------------------------------------------------------------ what the policy wants said
def test_rating_is_said_to_be_a_right() -> None:
    said = dict(texts("ar"))
    for id_ in ("common.welcome", "rating.score.ask", "rate.nothing", "case.closed"):
        assert "التقييم حق لك" in said[id_], id_
    assert "لا يؤثر في استحقاقك" in said["rating.score.ask"]


def test_the_welcome_names_the_officer_and_warns_of_fraud() -> None:
    welcome = dict(texts("ar"))["common.welcome"]
    assert "كلمة «مسؤول» تصلك بمسؤول البرامج في أي وقت" in welcome
    assert all(word in welcome for word in ("رمز تحقق", "كلمة مرور", "رسوم", "English"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_of_language_is_read_in_both(language: str) -> None:
    said = {id_: text for id_, text in texts(language) if id_.startswith("language.which.")}
    for id_ in ("language.which.ask", "language.which.help"):
        assert re.search("[ء-ي]", said[id_])
        assert re.search("[A-Za-z]", said[id_])
    names = {said["language.which.option.arabic"], said["language.which.option.english"]}
    assert names == {"العربية", "English"}


@pytest.fixture(scope="module")
def book() -> Book:
    return load(ROOT / "association")
