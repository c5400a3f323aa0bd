"""A complaint about somebody of the staff is kept from them."""

from __future__ import annotations

import pytest

from flows.book import Officer, Wording
from flows.effects import Escalate
from flows.text import Text
from tests.flows.book import BOOK, CONTEXT, w
from tests.flows.chat import Chat
from tests.replacing import replace

LED = replace(
    BOOK,
    officers={
        **BOOK.officers,
        "noura": Officer("noura", None, w("نورة"), frozenset({"supervisor"}), frozenset()),
    },
    voices={**BOOK.voices, "complaint": replace(BOOK.voices["complaint"], lane="supervisors")},
)


def complaint(*dealt: str) -> Chat:
    talk = Chat(replace(CONTEXT, book=LED), known={"": dealt})
    return talk.say("complaint", "she shouted at me")


def test_who_was_dealt_with_is_offered_and_nobody_else() -> None:
    talk = complaint("sara", "somebody who left")
    assert talk.said == ["complaint.dealt", "complaint.about.ask"]
    assert talk.offered == ["sara", "unlisted", "no"]
    assert talk.question.options[0].label == Text("book.officer.sara")


def test_it_concerns_whoever_is_picked() -> None:
    [case] = complaint("sara").tap("sara").done(Escalate)
    assert (case.lane, case.concerns) == ("supervisors", "sara")
    assert case.fields[-1] == (Text("complaint.name.label"), Text("book.officer.sara"))


@pytest.mark.parametrize("name", ["Sara", "سارة", "ساره"])
def test_a_name_on_the_list_may_be_typed_too(name: str) -> None:
    alias = Wording(ar="سارة", en="Sara")
    led = replace(LED, officers={"sara": replace(LED.officers["sara"], alias=alias)})
    talk = Chat(replace(CONTEXT, book=led), known={"": ("sara",)})
    [case] = talk.say("complaint", "she shouted at me", name).done(Escalate)
    assert case.concerns == "sara"


def test_about_the_only_supervisor_it_goes_to_the_focal_points() -> None:
    [case] = complaint("noura").tap("noura").done(Escalate)
    assert (case.lane, case.concerns) == ("focal", "noura")


@pytest.mark.parametrize(
    ("name", "lane", "concerns"),
    [
        ("the lady sara at the desk", "supervisors", "sara"),
        ("نورة", "focal", "noura"),
        ("somebody at the gate", "supervisors", None),
        ("sara and khalid", "supervisors", None),
    ],
)
def test_a_name_may_be_written(name: str, lane: str, concerns: str | None) -> None:
    talk = complaint("sara").tap("unlisted")
    assert talk.said == ["complaint.name.ask"]
    [case] = talk.say(name).done(Escalate)
    assert (case.lane, case.concerns) == (lane, concerns)
    assert case.fields[-1] == (Text("complaint.name.label"), name)


def test_one_about_the_service_goes_where_the_association_says() -> None:
    [case] = complaint("sara").tap("no").done(Escalate)
    assert (case.lane, case.concerns) == ("supervisors", None)
    [open_to_all] = Chat().say("complaint", "it was late").tap("no").done(Escalate)
    assert open_to_all.lane == "general"
