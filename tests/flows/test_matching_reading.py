"""What is understood of a question before it is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.arabic import fold
from flows.matching import Matcher, keyboard
from flows.matching.arabizi import Arabizi
from flows.matching.index import Index
from flows.matching.reading import Reader, clauses, is_question
from flows.matching.slips import Sense
from flows.matching.stems import SHORTEST, root, stem
from flows.matching.vocabulary import Vocabulary
from tests.flows.junk import modest, texts

TEXTS = (
    "أين يقع مقر الجمعية؟",
    "متى أوقات الدوام؟",
    "أرغب في التطوع معكم",
    "كيف أسجل في الدورات التدريبية؟",
    "وصلتني الشهادة",
    "بيانات الجمعية",
    "where is your office",
)
READER = Reader.of(
    map(fold, TEXTS), (fold("السلام عليكم"), fold("السلام عليكم يا اخوان"), "please")
)


def terms(question: str) -> tuple[str, ...]:
    return READER.read(question).terms


# ------------------------------------------------------------------ words
@pytest.mark.parametrize(
    "forms",
    [
        ("شهادة", "الشهادة", "شهادتي", "الشهادات", "شهاداتكم", "للشهادة", "وبالشهادة"),
        ("متطوع", "متطوعين", "المتطوعات", "متطوعة"),
        ("جمعية", "جمعيتنا", "الجمعيات", "جمعيتكم"),
        ("موظف", "موضف", "الموظفين"),
        ("خدمة", "خدماتكم", "الخدمات"),
    ],
)
def test_forms_of_one_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(fold(form)) for form in forms}) == 1


def test_words_of_one_root_have_one_root() -> None:
    assert len({root(stem(word)) for word in ("تحويل", "محول", "الحوالات", "يحولون")}) == 1
    assert root("اوي") == "اوي", "nothing else is in it"
    assert root("hours") == root("15") == ""


@pytest.mark.parametrize("word", ["hours", "15", "😊", "بن", "a1ب"])
def test_other_words_are_their_own_stems(word: str) -> None:
    assert stem(word) == word


@given(texts)
@modest
def test_a_stem_is_never_empty_and_never_too_short(text: str) -> None:
    for word in fold(text).split():
        assert stem(word)
        assert len(stem(word)) >= min(len(word), SHORTEST)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("وين مقركم", "أين مقركم"),
        ("فين المقر", "أين المقر"),
        ("شلون اسجل", "كيف أسجل"),
        ("ابغى اسجل", "أريد التسجيل"),
        ("ابي اسجل", "أرغب في التسجيل"),
        ("ليش تأخر", "لماذا تأخر"),
        ("إيمتى الدوام", "متى الدوام"),
        ("موقعكم", "مقركم"),
        ("بكم الدورة", "كم الدورة"),
        ("اونلاين", "عن بعد"),
        ("وش المطلوب بالضبط", "ما هو المطلوب"),
    ],
)
def test_gulf_and_written_arabic_meet(said: str, meant: str) -> None:
    assert terms(said) == terms(meant)


def test_a_joined_particle_is_dropped_where_the_rest_is_known() -> None:
    assert terms("ودوراتكم") == terms("دوراتكم")
    assert terms("بيانات") == ("بيان",), "this one belongs to the word"
    assert terms("بقبق") == ("بقبق",), "this may too"


def test_fillers_count_only_where_there_is_nothing_else() -> None:
    assert terms("يعني طيب الدوام") == terms("الدوام")
    assert terms("يعني طيب") == ("يعن", "طيب")


@pytest.mark.parametrize("slip", ["الدواام", "الدام", "الدواج", "الدوما", "الذوام"])
def test_a_slip_in_a_long_word_is_put_right(slip: str) -> None:
    assert terms(slip) == terms("الدوام")


@pytest.mark.parametrize("word", ["الزحام", "الدوحتان", "بيانان"])
def test_other_words_are_left_as_they_are(word: str) -> None:
    assert terms(word) == (stem(word),)


def test_how_much_of_a_text_is_known() -> None:
    vocabulary = Vocabulary.of(["وين الدوام"])
    assert vocabulary.share("وين الدوام") == 1
    assert vocabulary.share("وين زخرفه") == pytest.approx(3 / 8)
    assert vocabulary.share("") == 0
    assert vocabulary.knows("والدوام")
    assert not vocabulary.knows("زخرفه")


# ------------------------------------------------------------------ greeting and politeness
@pytest.mark.parametrize("question", ["السلام عليكم متى الدوام", "متى الدوام السلام عليكم"])
def test_a_greeting_is_left_out(question: str) -> None:
    assert READER.read(question).text == "متي الدوام"


def test_a_greeting_alone_stays() -> None:
    assert READER.read("السلام عليكم يا اخوان").text == "السلام عليكم يا اخوان"
    assert READER.read("please please").text == "please"


# ------------------------------------------------------------------ other letters
@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("wain mgrkm", "وين مقر"),
        ("wen almaqar", "وين مقر"),
        ("mta aldawam", "متا الدوام"),
        ("abgha at6aw3", "ابغا التطوع"),
        ("kaif asjl", "كيف اسجل"),
        ("w9ltni alshahada", "وصلتني الشهاده"),
    ],
)
def test_arabic_in_latin_letters_is_read_by_its_consonants(typed: str, text: str) -> None:
    reading = READER.read(typed)
    assert reading.by == "arabizi"
    assert terms(typed) == terms(text)


@pytest.mark.parametrize(
    "english", ["where is your office", "what is your office", "tell me a joke"]
)
def test_english_stays_english(english: str) -> None:
    assert READER.read(english).by == "as typed"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ljn hg],hl", "متي الدوام"),
        (",dk hglrv", "وين المقر"),
        ("هس غخعق خببهؤث", "is your office"),
    ],
)
def test_the_other_keyboard_is_undone(typed: str, text: str) -> None:
    reading = READER.read(typed)
    assert (reading.by, reading.text) == ("other keyboard", text)


@pytest.mark.parametrize("text", ["zxcvb qwrtp", "قبقب طشم", "وين office", "123", "", "😊"])
def test_what_makes_no_sense_otherwise_is_read_as_it_stands(text: str) -> None:
    assert READER.read(text).by == "as typed"
    assert READER.read(text).text == fold(text)


@given(st.text("abcdefghijklmnopqrstuvwxyz;'[],./ ", max_size=30))
@modest
def test_what_a_key_writes_in_arabic_writes_it_back(text: str) -> None:
    assert keyboard.as_english(keyboard.as_arabic("")) == ""
    for word in text.replace("g", "").split():
        assert keyboard.as_english(word.translate(keyboard.TO_ARABIC)) == fold(word)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("shahada", "شهادة"),
        ("5dma", "خدمة"),
        ("7kwma", "حوكمة"),
        ("3ndkm", "عندكم"),
        ("t6w3", "تطوع"),
        ("gharama", "غرامة"),
        ("wthayf", "وظائف"),
        ("ywm", "يوم"),
        ("mumkin", "ممكن"),
        ("al3nwan", "عنوان"),
    ],
)
def test_a_sound_finds_its_word(latin: str, arabic: str) -> None:
    known = Arabizi.of([fold(arabic), fold("كتاب"), "office", "2026"])
    assert known.read(latin) == fold(arabic)


def test_what_sounds_like_nothing_known_is_not_read() -> None:
    known = Arabizi.of(["دوام"])
    assert known.read("bstn") is None
    assert known.read("e") is None
    assert known.read("ddeeemm") is None, "the same consonants, but far from it"


@given(texts)
@modest
def test_reading_never_fails_and_reads_alike_twice(text: str) -> None:
    reading = READER.read(text)
    assert READER.read(text) == reading
    assert reading.text == fold(reading.text) or reading.by != "as typed"
    assert all(0 < sum(its.values()) < 1.01 for its in reading.senses)
    assert Arabizi.of(fold(text).split()).read(fold(text)) is None or text


# ------------------------------------------------------------------ questions
@pytest.mark.parametrize("text", ["وش المطلوب", "الدوام؟", "متى", "is it free", "office hours?"])
def test_a_question_has_its_mark_or_a_word_that_asks(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["", "نورة سعد محمد", "الدوام", "it is free", "ما عندي"])
def test_the_rest_is_none(text: str) -> None:
    assert not is_question(text)


def test_a_text_has_clauses_where_stops_and_commas_are() -> None:
    assert clauses("أنا طالب، وعندي سؤال. متى الدوام؟") == (
        "أنا طالب",
        " وعندي سؤال",
        " متى الدوام",
    )
    assert clauses("متى الدوام؟") == ()
    assert clauses("طيب، متى الدوام") == (), "one word is no part"


# ------------------------------------------------------------------ the index
def known(*terms: str) -> tuple[Sense, ...]:
    return tuple({term: 1.0} for term in terms)


def test_an_uncertain_word_counts_as_far_as_it_is_likely() -> None:
    index = Index.of({"place": [known("مقر")], "hours": [known("دوام")]})
    best, other = index.candidates(({"مقر": 0.7, "دوام": 0.3},))
    assert (best.id, other.id) == ("place", "hours")
    assert best.score > other.score > 0


def test_an_index_says_how_near_in_four_ways() -> None:
    index = Index.of(
        {"place": [known("اين", "مقر"), known("عنوان")], "hours": [known("متي", "دوام")]}
    )
    best, *_ = index.candidates(known("اين", "مقر"))
    assert (best.id, best.cover) == ("place", 1)
    assert best.phrasing == pytest.approx(1)
    assert best.several == pytest.approx(1 / 3), "of its other text nothing is in it"
    assert best.entry > 0
    partly = index.candidates(known("مقر", "كذا"))[0]
    assert partly.id == "place"
    assert 0 < partly.cover < 1
    assert partly.score < best.score
    assert index.candidates(()) == index.candidates(known("xyz")) == ()


def test_an_index_gives_the_best_in_order() -> None:
    index = Index.of({str(n): [known("دوام"), known(f"xyz{n}")] for n in range(9)})
    best, *others = index.candidates(known("دوام", "xyz7"), most=3)
    assert best.id == "7"
    assert len(others) == 2
    assert Index.of({}).candidates(known("دوام")) == ()
    assert Index.of({"empty": [()]}).candidates(known("دوام")) == ()


def test_a_text_of_nothing_but_a_slip_is_not_sure() -> None:
    policy = ["وين سياستكم", "ابي سياسة الجمعية", "عندكم سياسة", "سياسة الجمعية"]
    matcher = Matcher.of({"policy": policy, "hours": ["متى الدوام"]}, {})
    assert matcher.match("ابي سياستكم").action == "answer"
    assert matcher.match("ابي سيارة").action == "choices"
    assert not matcher.reader.guesses(matcher.reader.read("ابي"))
