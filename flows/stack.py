"""The forms of a conversation, one on top of another, and what an answer does to the top one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.conversation import Conversation, Form
from flows.events import Opened
from flows.steps import REVIEW
from flows.text import Value

MENU = "menu"
QUESTIONS = frozenset({MENU, "resume", "cancel"})
"""Flows that only ask what to do next: they go as soon as something else is opened."""
ASIDES = QUESTIONS | {"officer", "rate", "language", "notices"}
"""Flows that lead elsewhere. Nothing is lost with them, so no limit counts them."""


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


def is_full(conversation: Conversation, opened: Opened, limit: int) -> bool:
    """Whether so many forms are left open that this one may not be put on top of them."""
    begun_before = [form for form in conversation.forms if form.flow not in ASIDES]
    known = opened.flow in ASIDES or any(is_of(form, opened) for form in begun_before)
    return not known and len(begun_before) >= limit


def put(conversation: Conversation, opened: Opened, *, resumable: bool) -> Conversation:
    """With this flow on top. One left half-way is taken up again, if it is of a resumable kind."""
    forms = work(conversation).forms
    left = next((form for form in forms if is_of(form, opened)), None)
    top = (left, Form("resume")) if left and left.trail and resumable else (begun(opened),)
    waiting = tuple(other for other in conversation.waiting if other != opened)
    others = tuple(form for form in forms if form is not left)
    return replace(conversation, forms=(*others, *top), waiting=waiting)


def awaiting(conversation: Conversation, opened: Opened) -> Conversation:
    """With this flow to be opened later, once."""
    others = tuple(other for other in conversation.waiting if other != opened)
    return replace(conversation, waiting=(*others, opened))


def answered(form: Form, key: str, value: Value) -> Form:
    """With one more answer. A review given before it no longer stands."""
    kept = {k: v for k, v in form.answers.items() if k != REVIEW}
    trail = (*(k for k in form.trail if k not in {key, REVIEW}), key)
    return _moved(form, {**kept, key: value}, trail)


def reopened(form: Form, key: str) -> Form:
    """Without one answer, and without the review given on the strength of it."""
    kept = {k: v for k, v in form.answers.items() if k not in {key, REVIEW}}
    return _moved(form, kept, tuple(k for k in form.trail if k in kept))


def _moved(form: Form, answers: Mapping[str, Value], trail: tuple[str, ...]) -> Form:
    return replace(form, answers=answers, trail=trail, asking=None, refusals=0)
