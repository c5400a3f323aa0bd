"""The forms of a conversation, one on top of another, and what an answer does to the top one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from flows.conversation import Conversation, Form
from flows.events import Opened
from flows.flow import Flow
from flows.steps import REVIEW
from flows.text import Answers, Value

MENU = "menu"
QUESTIONS = frozenset({MENU, "resume", "cancel"})
"""Flows that only ask what to do next: they go as soon as something else is opened."""
ASIDES = QUESTIONS | {"officer", "rate", "voice", "language", "notices"}
"""Flows that lead elsewhere."""


def begun(opened: Opened) -> Form:
    return Form(opened.flow, opened.given, answers=opened.given)


def popped(conversation: Conversation) -> Conversation:
    return replace(conversation, forms=conversation.forms[:-1])


def work(conversation: Conversation) -> Conversation:
    """Without the menu and the questions about a form: what was begun comes to the top."""
    forms = tuple(form for form in conversation.forms if form.flow not in QUESTIONS)
    return replace(conversation, forms=forms)


def is_of(form: Form, opened: Opened) -> bool:
    return (form.flow, form.given) == (opened.flow, opened.given)


def put(conversation: Conversation, opened: Opened, flow: Flow) -> Conversation:
    """With this flow on top. A form of it left half-way is taken up again, or replaced."""
    forms = work(conversation).forms
    left = next((form for form in forms if is_of(form, opened)), None)
    top = (left, Form("resume")) if left and left.trail and flow.resumable else (begun(opened),)
    others = tuple(f for f in forms if f is not left and (flow.kept or f.flow != opened.flow))
    waiting = tuple(other for other in conversation.waiting if other != opened)
    return replace(conversation, forms=(*others, *top), waiting=waiting)


def awaiting(conversation: Conversation, opened: Opened) -> Conversation:
    """With this flow to be opened later, once."""
    others = tuple(other for other in conversation.waiting if other != opened)
    return replace(conversation, waiting=(*others, opened))


def without(conversation: Conversation, opened: Opened) -> Conversation:
    """Without this flow, whether it was begun or waits."""
    forms = tuple(form for form in conversation.forms if not is_of(form, opened))
    waiting = tuple(other for other in conversation.waiting if other != opened)
    return replace(conversation, forms=forms, waiting=waiting)


def raised(conversation: Conversation, prompt: int, flows: Mapping[str, Flow]) -> Conversation:
    """With the question of this number on top, if it is one that lasts and something covers it."""
    forms = work(conversation).forms
    asked = (f for f in forms if f.prompt == prompt and f.flow in flows and flows[f.flow].lasting)
    form = next(asked, None)
    if form is None:
        return conversation
    return replace(conversation, forms=(*(f for f in forms if f is not form), form))


def answered(form: Form, key: str, value: Value, rest: Answers) -> Form:
    """With one more answer and the `rest` of them. A review given before it no longer stands."""
    answers = {**{k: v for k, v in rest.items() if k != REVIEW}, key: value}
    trail = (*(k for k in form.trail if k in answers and k != key), key)
    return _moved(form, answers, trail)


def reopened(form: Form, key: str) -> Form:
    """Without one answer, and without the review given on the strength of it."""
    kept = {k: v for k, v in form.answers.items() if k not in {key, REVIEW}}
    return _moved(form, kept, tuple(k for k in form.trail if k in kept))


def _moved(form: Form, answers: Mapping[str, Value], trail: tuple[str, ...]) -> Form:
    return replace(form, answers=answers, trail=trail, asking=None, refusals=0, draft="", files=())
