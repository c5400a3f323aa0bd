"""Every word of the association's content that people read: tone, direction and length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import chain

import pytest

from bot.content import load
from flows.arabic import fold
from flows.book import Book, Wording
from tests.bot.content_folder import SAMPLE

# Imperatives and second-person verbs are masculine or feminine; our readers are both.
ADDRESSED = frozenset(
    {
        *("اكتب", "أدخل", "أرسل", "اضغط", "اختر", "حدد", "تأكد", "انتظر", "تواصل", "تفضل", "حاول"),
        *("تريد", "ترغب", "تستطيع", "تود", "عزيزي", "أخي", "راض"),
        *("اكتبي", "أدخلي", "أرسلي", "اختاري", "سجل", "سجلي", "قم", "قومي", "راجع", "راجعي"),
        *("اتصل", "اتصلي", "استخدم", "افتح", "اقرأ", "احضر", "زر", "تحب", "تقدر", "تتمكن", "تجد"),
        *("ترى", "عزيزتي", "أختي"),
    }
)
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
RANGE = re.compile(r"[0-9] ?[-–—] ?[0-9]|\+[0-9]")


@pytest.fixture(scope="module")
def book() -> Book:
    return load(SAMPLE)


@pytest.fixture(scope="module")
def wordings(book: Book) -> dict[str, Wording]:
    found = dict(walk(book))
    assert len(found) > 300
    return found


def walk(value: object, place: str = "book") -> Iterator[tuple[str, Wording]]:
    inner: Iterator[tuple[object, object]] = iter(())
    if isinstance(value, Wording):
        yield place, value
    elif is_dataclass(value):
        inner = ((field.name, getattr(value, field.name)) for field in fields(value))
    elif isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, tuple):
        inner = iter(enumerate(value))
    for key, one in inner:
        yield from walk(one, f"{place}.{key}")


def addressed(arabic: str) -> set[str]:
    """The words of a text that address a man or a woman, also after «و» and «ف»."""
    words = re.findall("[ء-ي]+", MARKS.sub("", arabic))
    forms = chain.from_iterable((w, w.removeprefix("و"), w.removeprefix("ف")) for w in words)
    return set(forms) & ADDRESSED


def test_addressed_words_are_recognised() -> None:
    assert addressed("نأمل كتابة الاسم، واخْتَر البرنامج.") == {"اختر"}
    assert not addressed("وسائل التواصل الاجتماعي متاحة لك، ويمكنك الاعتذار.")


def test_arabic_addresses_women_and_men_alike(wordings: dict[str, Wording]) -> None:
    assert not {place: said for place, w in wordings.items() if (said := addressed(w.ar))}


def test_no_arabic_line_begins_with_a_latin_letter(wordings: dict[str, Wording]) -> None:
    """Clients take the direction of a line from its first letter."""
    lines = [(place, line) for place, w in wordings.items() for line in w.ar.splitlines()]
    assert not [(place, line) for place, line in lines if re.match(r"\W*[A-Za-z]", line)]


def test_nothing_in_arabic_is_turned_round(wordings: dict[str, Wording]) -> None:
    """Ranges with a dash and numbers with a plus are shown the wrong way round."""
    assert not [place for place, w in wordings.items() if RANGE.search(w.ar)]


def test_digits_are_stored_as_western_ones(wordings: dict[str, Wording]) -> None:
    assert not [place for place, w in wordings.items() if re.search("[٠-٩۰-۹]", w.ar + w.en)]


def test_each_language_is_written_in_its_own_letters(wordings: dict[str, Wording]) -> None:
    assert not [place for place, w in wordings.items() if not re.search("[ء-ي]", w.ar)]
    arabic = {place for place, w in wordings.items() if re.search("[ء-ي]", w.en)}
    assert arabic == {"book.answers.language.text"}  # it names the word that switches to Arabic


def test_wordings_fit_a_message(wordings: dict[str, Wording]) -> None:
    texts = [(place, text) for place, w in wordings.items() for text in (w.ar, w.en)]
    assert not [place for place, text in texts if len(text) > 1000]
    assert not [place for place, text in texts if text != text.strip() or "  " in text]


def test_answers_are_short(book: Book) -> None:
    texts = [(a.id, text) for a in book.answers.values() for text in (a.text.ar, a.text.en)]
    assert not [id_ for id_, text in texts if len(text) > 500]


def test_what_is_picked_from_a_list_fits_a_row_of_it(book: Book) -> None:
    """A row of a list holds 24 characters, a button 20."""
    rows = [answer.title for answer in book.answers.values()]
    rows += [programme.title for programme in book.programmes.values()]
    rows += [governorate.name for governorate in book.governorates.values()]
    picks = [
        *(q.options for p in book.programmes.values() for q in p.eligibility),
        *(q.options for p in book.programmes.values() for q in p.fields),
    ]
    labels = [pick.label for pick in chain.from_iterable(picks)]
    assert not [row for row in rows if max(len(row.ar), len(row.en)) > 24]
    assert not [label for label in labels if max(len(label.ar), len(label.en)) > 20]


def test_questions_are_written_down_in_both_languages(book: Book) -> None:
    for answer in book.answers.values():
        arabic = [p for p in answer.phrasings if re.search("[ء-ي]", p)]
        assert len(arabic) >= 6, answer.id
        assert len(arabic) < len(answer.phrasings), answer.id


def test_no_question_is_written_down_twice(book: Book) -> None:
    asked = [fold(p) for answer in book.answers.values() for p in answer.phrasings]
    assert len(asked) == len(set(asked))
