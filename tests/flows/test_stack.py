from __future__ import annotations

from flows import stack
from flows.conversation import Conversation, Form
from flows.events import HandedBack, Opened
from flows.flow import Flow
from tests.flows.book import OWN
from tests.flows.chat import Chat, chat
from tests.replacing import replace

KEPT = Flow("kept", (), resumable=True)
PASSING = Flow("passing", ())
DELIVERIES = tuple(Opened("delivery", {"application": f"2600{n:04d}"}) for n in range(6))


def of(*flows: str) -> Conversation:
    return Conversation(forms=tuple(map(Form, flows)))


def flows(conversation: Conversation) -> tuple[str, ...]:
    return tuple(form.flow for form in conversation.forms)


def test_questions_about_what_to_do_go_as_soon_as_something_opens() -> None:
    conversation = stack.put(of("kept", "resume", "menu"), Opened("passing"), PASSING)
    assert flows(conversation) == ("kept", "passing")


def test_a_kept_form_begun_before_is_taken_up_again_after_asking() -> None:
    begun = Form("kept", answers={"a": 1}, trail=("a",))
    conversation = Conversation(forms=(begun, Form("other")))
    conversation = stack.put(conversation, Opened("kept"), KEPT)
    assert conversation.forms == (Form("other"), begun, Form("resume"))


def test_a_form_in_which_nothing_was_answered_begins_anew() -> None:
    conversation = stack.put(Conversation(forms=(Form("kept"),)), Opened("kept"), KEPT)
    assert flows(conversation) == ("kept",)


def test_of_a_kept_flow_several_forms_may_be_open() -> None:
    conversation = stack.put(of("kept"), Opened("kept", {"n": 1}), KEPT)
    assert flows(conversation) == ("kept", "kept")
    assert conversation.forms[1].answers == {"n": 1}


def test_of_another_flow_the_newest_form_replaces_the_last() -> None:
    conversation = stack.put(of("passing", "kept"), Opened("passing", {"n": 1}), PASSING)
    assert [(form.flow, form.given) for form in conversation.forms] == [
        ("kept", {}),
        ("passing", {"n": 1}),
    ]


def test_what_is_opened_waits_no_longer() -> None:
    waiting = stack.awaiting(stack.awaiting(Conversation(), Opened("kept")), Opened("kept"))
    assert waiting.waiting == (Opened("kept"),)
    assert stack.put(waiting, Opened("kept"), KEPT).waiting == ()


def test_an_answer_takes_a_review_back() -> None:
    form = Form(
        "f", answers={"a": 1, "review": "send"}, trail=("a", "review"), asking="b", refusals=2
    )
    form = stack.answered(form, "b", 2, form.answers)
    assert form.answers == {"a": 1, "b": 2}
    assert form.trail == ("a", "b")
    assert (form.asking, form.refusals) == (None, 0)
    again = stack.answered(form, "a", 3, form.answers)
    assert again.answers == {"a": 3, "b": 2}
    assert again.trail == ("b", "a")


def test_reopening_leaves_the_other_answers() -> None:
    form = Form("f", answers={"a": 1, "b": 2, "review": "change"}, trail=("a", "b", "review"))
    form = stack.reopened(form, "a")
    assert (form.answers, form.trail) == ({"b": 2}, ("b",))


# ------------------------------------------------------------------ the limit, in the engine
def full(*more: Opened) -> Chat:
    return chat().hear(*DELIVERIES[:5], *more)


def test_with_too_many_forms_open_another_is_refused() -> None:
    talk = full().say("register")
    assert talk.said == ["common.too_many", "delivery.received.ask"]
    assert len(talk.stack) == 5


def test_the_limit_does_not_count_what_leads_elsewhere() -> None:
    talk = full()
    for word in ("menu", "language", "requests", "enquiry"):
        assert "common.too_many" not in talk.say(word).said
    assert talk.say("menu").say("when do you open").said == ["enquiry.told", "enquiry.helped.ask"]


def test_with_too_many_forms_open_each_can_still_be_given_up() -> None:
    replies = ("register", "individual")
    talk = chat().hear(*DELIVERIES[:4]).say(*replies)
    assert talk.say("cancel").said == ["cancel.sure.ask"]
    assert talk.say("yes").said == ["common.cancelled", "delivery.received.ask"]


def test_what_comes_from_outside_waits_for_room() -> None:
    talk = full(DELIVERIES[5], DELIVERIES[5])
    assert not talk.turn.effects
    assert talk.conversation.waiting == (DELIVERIES[5],)
    talk.say("cancel", "cancel", "cancel", "cancel", "cancel")
    assert talk.said == ["common.cancelled", "delivery.received.ask"]
    assert talk.form.given == DELIVERIES[5].given


def test_what_an_officer_hands_back_with_waits_for_room_too() -> None:
    talk = full().say("officer")
    case = str(talk.conversation.case)
    talk.hear(HandedBack(case, Opened("delivery", {"application": OWN})))
    assert talk.said == ["handoff.back", "delivery.received.ask"]
    assert talk.form.given == DELIVERIES[4].given
    assert talk.conversation.waiting == (Opened("delivery", {"application": OWN}),)


def test_a_form_that_is_open_already_needs_no_room() -> None:
    talk = full().hear(DELIVERIES[0])
    assert talk.form.given == DELIVERIES[0].given
    assert len(talk.stack) == 5


def test_the_top_form_is_the_one_replaced() -> None:
    conversation = of("a", "b")
    assert flows(conversation.with_form(Form("c"))) == ("a", "c")
    assert flows(replace(conversation, forms=())) == ()
    assert Conversation().form is None
