"""How well questions to the sample association are matched: the floors are what was measured.

`python -m tests.flows.questions` prints the whole table and every text that was got wrong.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.evaluation import Questions, Tally, confidences, shortfalls, tally
from flows.matching import Matcher
from flows.matching.intents import ACTED, FELT
from tests.flows.questions import SPLITS, path, read, sample
from tests.flows.questions.__main__ import report

LEADING = {
    "talk_to_officer": {"officer"},
    "complaint": {"complaint"},
    "request_status": {"requests"},
    "rating_survey": {"rate"},
    "privacy": {"delete_data"},
    "suggestion": {"suggestion"},
    "language": {"language"},
    "notices": {"stop"},
    "register_individual": {"register"},
    "register_org": {"register"},
    "training_registration": {"register"},
    "rights": {"rights"},
    "": {"courtesy"},  # who only laughs
}
"""Intents that a question about this answer may well come to."""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return sample()


@pytest.fixture(scope="module")
def tallies(matcher: Matcher) -> dict[str, Tally]:
    return {split: tally(matcher, read(split)[0]) for split in SPLITS}


def test_the_questions_are_many_and_none_is_in_both_sets() -> None:
    for split, least in (("development", 600), ("held_out", 300)):
        questions, _ = read(split)
        assert sum(question.answer is not None for question in questions) >= least
        assert sum(question.answer is None for question in questions) >= 95
    one, other = ({question.text for question in read(split)[0]} for split in SPLITS)
    assert not one & other


def test_every_answer_is_asked_for_in_both_sets() -> None:
    asked = [{question.answer for question in read(split)[0]} - {None} for split in SPLITS]
    assert asked[0] == asked[1]
    assert len(asked[0]) == 53


@pytest.mark.parametrize("split", SPLITS)
def test_what_is_answered_is_right_and_most_is_answered_or_offered(
    tallies: dict[str, Tally], split: str
) -> None:
    """Of what is answered, questions that must not be answered counted as wrong."""
    floors = Questions.read(path(split)).floors
    assert floors.keys() == {"precision", "answered", "solved"}
    assert list(shortfalls(tallies[split], floors)) == []


@pytest.mark.parametrize("split", SPLITS)
def test_what_must_not_be_answered_by_itself_is_not(tallies: dict[str, Tally], split: str) -> None:
    its = tallies[split]
    assert its.strangers_answered <= 0.03 * (len(its.matches) - its.ours)


@pytest.mark.parametrize("split", SPLITS)
def test_confidence_means_what_it_says(matcher: Matcher, split: str) -> None:
    table = confidences(matcher, read(split)[0])
    assert table[9][True] >= 0.95 * table[9].total()
    middle = table[5] + table[6] + table[7] + table[8]
    assert 0.5 <= middle[True] / middle.total() <= 0.85
    assert table[0][True] <= 0.1 * table[0].total()


@pytest.mark.parametrize(("split", "least"), [("development", 0.88), ("held_out", 0.68)])
def test_wishes_are_understood_and_nothing_else_is_taken_for_one(
    matcher: Matcher, split: str, least: float
) -> None:
    questions, wishes = read(split)
    found = [(wish, matcher.intent(wish.text)) for wish in wishes]
    meant = [(wish, intent) for wish, intent in found if wish.intent]
    assert sum(wish.intent == intent for wish, intent in meant) >= least * len(meant)
    assert not [(wish, intent) for wish, intent in found if wish.intent is None and intent]
    amiss = [
        (question, intent)
        for question in questions
        if (intent := matcher.intent(question.text))
        and intent not in LEADING.get(question.answer or "", ())
    ]
    assert amiss == []


def test_every_intent_is_among_the_questions() -> None:
    assert {wish.intent for wish in read("development")[1]} - {None} == (
        (ACTED | FELT) - {"courtesy"}
    )


def test_the_report_names_what_went_wrong(matcher: Matcher, tallies: dict[str, Tally]) -> None:
    lines = list(report("held_out", matcher))
    assert lines[0] == f"held_out: precision {tallies['held_out'].precision:.3f}"
    for question, _ in tallies["held_out"].confusions:
        assert any(question.text in line for line in lines)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: f"السلام عليكم، {text}",
        lambda text: f"يعطيكم العافية {text} لو سمحتوا",
        lambda text: (
            text.replace("ة", "ه").replace("ى", "ي").translate(str.maketrans("أإآ", "ااا"))
        ),
        lambda text: "".join(
            f"{letter}\u064e" if "ء" <= letter <= "ي" else letter for letter in text
        ),
        lambda text: text.replace("ل", "لـــ"),
        lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda text: f"\u200f{text} !!! 🌹",
        lambda text: text.upper(),
    ],
    ids=["greeting", "politeness", "letters", "vowels", "tatweel", "digits", "signs", "capitals"],
)
def test_what_is_only_spelling_or_politeness_changes_nothing(
    matcher: Matcher, spoilt: Callable[[str], str]
) -> None:
    """Whole questions: a comma parts a story from what is asked after it."""
    questions = [question.text for question in read("held_out")[0] if question.kind != "long"]
    changed = [text for text in questions if matcher.match(spoilt(text)) != matcher.match(text)]
    assert len(changed) <= 0.01 * len(questions), changed
