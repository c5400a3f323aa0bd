"""What a case may be closed with, and what is asked of its end."""

from __future__ import annotations

import pytest

from flows import cases, ending
from flows.cases import Case, Moved
from flows.closing import about, labelled
from flows.context import Person
from flows.ending import OF, OUTCOMES, Matter
from flows.text import Text
from tests.flows.book import BOOK, CONTEXT, REFERENCES
from tests.replacing import replace

SARA, CASE = BOOK.officers["sara"], REFERENCES[0]


@pytest.mark.parametrize(
    ("kind", "reason", "matter"),
    [
        ("hand_off", "asked", "talk"),
        ("application", "submitted", "talk"),
        ("hand_off", "suggestion", "suggestion"),
        ("hand_off", "complaint", "complaint"),
        ("hand_off", "complaint_again", "complaint"),
        ("hand_off", "erasure", "erasure"),
        ("recovery", "low_score", "recovery"),
    ],
)
def test_a_case_ends_as_what_it_is_about(kind: str, reason: str, matter: Matter) -> None:
    assert ending.matter(kind, reason) == matter
    case = Case(CASE, "hand_off", "claimed", owner="sara", matter=matter, nudges=2)
    for outcome in OUTCOMES:
        made = cases.make(case, "close", SARA, text="تبدأ قريبًا", outcome=outcome)
        assert isinstance(made, Moved) == (outcome in ending.of(kind, reason))


def test_only_a_talk_ends_without_an_answer() -> None:
    assert [matter for matter, every in OF.items() if "no_reply" in every] == ["talk"]


def test_a_suggestion_is_decided_and_not_solved() -> None:
    def asked(matter: Matter) -> tuple[Text, Text, Text]:
        person = Person(matters={CASE: matter})
        ctx = replace(CONTEXT, person=person, given={"case": CASE})
        question = about(ctx)["question"]
        assert isinstance(question, Text)
        return question, labelled("yes", ctx), labelled("no", ctx)

    yes = Text("closing.solved.option.yes")
    assert asked("suggestion") == (
        Text("closing.question.suggestion"),
        yes,
        Text("closing.more"),
    )
    solved = (Text("closing.question.talk"), yes, Text("closing.solved.option.no"))
    assert asked("complaint") == asked("talk") == solved
