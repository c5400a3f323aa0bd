from __future__ import annotations

from flows.checks import CHECKS
from flows.context import Context
from flows.conversation import Form
from flows.flow import Flow
from flows.steps import Ask, Choose, Group, Review, Stop, Tell
from flows.text import Text, Value
from tests.flows.book import CONTEXT
from tests.replacing import replace

FLOW = Flow(
    "f",
    resumable=True,
    numbered=lambda ctx: "kind" in ctx.answers,
    steps=(
        Choose(key="kind", among=lambda _: ("a", "b")),
        Tell(key="about"),
        Group(
            lambda ctx: ctx.answers.get("kind"),
            lambda _: [Choose(key="more", line="g", among=lambda _: ("c",))],
        ),
        Ask(key="id", check=CHECKS["national_id"], when=lambda ctx: ctx.answers.get("kind") == "a"),
        Ask(
            key="id",
            check=CHECKS["unified_number"],
            when=lambda ctx: ctx.answers.get("kind") == "b",
        ),
        Stop(key="stop", when=lambda ctx: ctx.answers.get("more") == "never"),
        Review(),
    ),
)


def having(**answers: Value) -> Context:
    return replace(CONTEXT, answers=answers)


def test_lines_are_derived_and_those_given_are_kept() -> None:
    assert [step.line for step in FLOW.unfold(having(kind="a"))] == [
        *("f.kind", "f.about", "g", "f.id", "f.id", "f.stop", "f.review")
    ]


def test_the_position_is_the_first_step_without_an_answer_that_holds() -> None:
    def at(**answers: Value) -> str | None:
        step = FLOW.next(having(**answers))
        return step.key if step else None

    assert at() == "kind"
    assert at(kind="z") == "kind"
    assert at(kind="a") == "about"
    assert at(kind="a", about=True) == "more"
    assert at(kind="a", about=True, more="c", id="7001234567") == "id"
    assert at(kind="b", about=True, more="c", id="7001234567") == "review"
    assert at(kind="b", about=True, more="c", id="7001234567", review="send") is None


def test_of_two_steps_with_one_key_the_one_that_applies_is_meant() -> None:
    step = FLOW.step("id", having(kind="b"))
    assert isinstance(step, Ask)
    assert step.check.name == "unified_number"
    neither = FLOW.step("id", having())
    assert isinstance(neither, Ask)
    assert neither.check.name == "national_id"
    assert FLOW.step("none", having()) is None


def test_progress_is_told_once_it_can_be_known() -> None:
    kind = FLOW.step("kind", having())
    assert kind is not None
    assert FLOW.progress(kind, having()) is None
    ctx = having(kind="a", about=True)
    more, review = FLOW.step("more", ctx), FLOW.step("review", ctx)
    assert more is not None
    assert review is not None
    assert FLOW.progress(more, ctx) == (2, 3)
    assert FLOW.progress(review, ctx) is None, "no question of the form's own"
    assert replace(FLOW, numbered=Flow("x", ()).numbered).progress(more, ctx) is None


def test_answers_of_a_changed_mind_are_not_handed_on() -> None:
    ctx = having(kind="b", about=True, more="c", id="7001234567", review="send", old="x")
    assert FLOW.answers(ctx) == {"kind": "b", "more": "c", "id": "7001234567"}


def test_fields_are_what_applies_with_its_label() -> None:
    ctx = having(kind="a", id="1000000008", review="send")
    assert FLOW.fields(ctx) == (
        (Text("f.kind.label"), Text("f.kind.option.a")),
        (Text("f.id.label"), "••••••0008"),
    )
    name = Flow("n", (Ask(key="name", check=CHECKS["arabic_name"]),))
    said = having(name="نورة سعد محمد العتيبي")
    assert name.fields(said) == ((Text("n.name.label"), "نورة ع."),)
    assert name.fields(said, masked=False) == ((Text("n.name.label"), "نورة سعد محمد العتيبي"),)


def test_a_form_is_read_under_the_keys_of_this_release() -> None:
    flow = Flow("f", (Choose(key="new", formerly=("old",), among=lambda _: ("a",)),))
    form = Form("f", answers={"old": "a", "kept": 1}, trail=("old", "kept"), asking="old")
    assert flow.current(form) == replace(
        form, answers={"new": "a", "kept": 1}, trail=("new", "kept"), asking="new"
    )
    both = replace(form, answers={"old": "a", "new": "b"}, trail=("new", "old"), asking=None)
    now = flow.current(both)
    assert (now.answers, now.trail, now.asking) == ({"new": "b"}, ("new",), None)
    assert FLOW.current(form) == form


def test_which_forms_may_be_open_together() -> None:
    assert FLOW.kept
    assert Flow("l", (), lasting=True).kept
    assert not Flow("p", ()).kept
