"""Steps that are answered by picking from a list."""

from __future__ import annotations

import pytest

from flows.arabic import fold
from flows.checks import several_of
from flows.context import Context
from flows.events import Edited, Event, Opened, Said, Sent, Shared, Tapped
from flows.rejection import Called, Unclear
from flows.steps import Choose, Diverted, Select
from flows.text import Option, Text
from tests.flows.book import CONTEXT
from tests.replacing import replace

LABELS = {
    "q.option.near": ("In Dammam", "في الدمام"),
    "q.option.far": ("Online", "عن بُعد"),
    "q.option.either": ("Either of them", "أيهما"),
}
LABELLED = replace(
    CONTEXT,
    labels={id_: frozenset(map(fold, said)) for id_, said in LABELS.items()},
    book=replace(CONTEXT.book, words={**CONTEXT.book.words, "far": frozenset({fold("from home")})}),
)
PLACE = Choose(key="q", line="q", among=lambda _: ("near", "far", "either"))
SCALE = Choose(key="q", line="q", among=lambda _: ("5", "4", "3", "2", "1"))


@pytest.mark.parametrize(
    ("reply", "option"),
    [
        *(("1", "near"), ("٢", "far"), ("۳", "either"), ("2️⃣", "far"), ("(3)", "either")),
        *(("one", "near"), ("اثنين", "far"), ("1.", "near"), (" 2 ", "far")),
        *(("online", "far"), ("ONLINE!", "far"), ("عن بعد", "far"), ("في الدمّام", "near")),
        *(("from home", "far"), ("أيهما", "either"), ("onlin", "far"), ("either", "either")),
    ],
)
def test_an_option_is_named_in_many_ways(reply: str, option: str) -> None:
    assert PLACE.parse(Said(reply), LABELLED) == option


@pytest.mark.parametrize(
    "event",
    [
        *(Said("0"), Said("4"), Said("-1"), Said(""), Said("مدري"), Said("in"), Said("1 2")),
        *(Tapped(0, "other"), Sent("image", "f"), Edited("1"), Shared("0551234567")),
    ],
)
def test_what_names_no_option_is_unclear(event: Event) -> None:
    with pytest.raises(Unclear):
        PLACE.parse(event, LABELLED)


def test_an_option_that_is_called_as_an_officer_is_by_chance_keeps_its_label() -> None:
    way = Choose(key="q", line="q", among=lambda _: ("sara", "far"))
    labels = {**LABELLED.labels, "q.option.sara": frozenset({fold("By the road")})}
    assert way.parse(Said("by the road"), replace(LABELLED, labels=labels)) == "sara"


def test_a_button_is_an_option() -> None:
    assert PLACE.parse(Tapped(3, "either"), LABELLED) == "either"


@pytest.mark.parametrize(("reply", "score"), [("5", "5"), ("1", "1"), ("⭐⭐", "2"), ("خمسة", "5")])
def test_on_a_scale_a_number_is_itself(reply: str, score: str) -> None:
    assert SCALE.parse(Said(reply), LABELLED) == score


@pytest.mark.parametrize("reply", ["10", "0", "6"])
def test_a_number_off_the_scale_is_unclear(reply: str) -> None:
    with pytest.raises(Unclear):
        SCALE.parse(Said(reply), LABELLED)


def test_an_option_may_call_a_behaviour() -> None:
    step = replace(PLACE, calls={"either": "help"})
    with pytest.raises(Called) as called:
        step.parse(Said("3"), LABELLED)
    assert called.value.behaviour == "help"
    assert step.parse(Said("1"), LABELLED) == "near"


def test_a_text_that_names_no_option_may_belong_elsewhere() -> None:
    def elsewhere(text: str, _: Context) -> Opened | None:
        return Opened("enquiry", {"question": text}) if "?" in text else None

    step = replace(PLACE, otherwise=elsewhere)
    with pytest.raises(Diverted) as diverted:
        step.parse(Said("where?"), LABELLED)
    assert diverted.value.opened == Opened("enquiry", {"question": "where?"})
    for event in (Said("hm"), Sent("image", "f")):
        with pytest.raises(Unclear):
            step.parse(event, LABELLED)


def test_other_words_may_stand_for_an_option_that_is_offered() -> None:
    step = replace(PLACE, also={"thanks": "far", "greeting": "gone"})
    assert step.parse(Said("شكرا"), LABELLED) == "far"
    assert step.claims("شكرا", LABELLED)
    assert not step.claims(fold("hello"), LABELLED)
    with pytest.raises(Unclear):
        step.parse(Said("hello"), LABELLED)


def test_a_step_claims_what_names_an_option() -> None:
    assert PLACE.claims("online", LABELLED)
    assert PLACE.claims("from home", LABELLED)
    assert not PLACE.claims("2", LABELLED)


def test_a_choice_holds_while_it_is_offered() -> None:
    assert PLACE.holds("far", LABELLED)
    assert not PLACE.holds("gone", LABELLED)
    assert PLACE.lapsed("gone", LABELLED) == Text("common.gone")
    assert PLACE.show("far", LABELLED) == PLACE.masked("far", LABELLED) == Text("q.option.far")


def test_the_book_may_hold_the_labels() -> None:
    step = replace(PLACE, label=lambda id_, _: Text(f"book.{id_}"))
    assert step.options(LABELLED)[0] == Option("near", Text("book.near"))


def test_an_answer_that_is_begun_is_taken() -> None:
    picks = {"food": ("food", "food"), "rent": ("rent", "rent")}
    step = Select(key="needs", check=several_of(picks), among=tuple(picks))
    assert step.takes(Tapped(1, "food"), CONTEXT)
    assert not step.takes(Tapped(1, "gold"), CONTEXT)
