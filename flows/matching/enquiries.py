"""What the flows ask of the matcher: an answer to tell, an enquiry to open, an intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.book import Answer
from flows.events import Opened
from flows.matching.confidence import ASIDE
from flows.matching.explanation import Explanation
from flows.matching.intents import ACTED
from flows.matching.matcher import Matcher
from flows.matching.reading import is_question
from flows.programme import AUDIENCE
from flows.text import Answers, Text

if TYPE_CHECKING:
    from flows.context import Context


def told(answer: Answer) -> Text:
    """The answer with its source, owner and date, as it is said to the beneficiary."""
    path = f"book.answer.{answer.id}"
    return Text(
        "enquiry.told",
        {
            "answer": Text(f"{path}.text"),
            "source": Text(f"{path}.source"),
            "owner": Text(f"book.department.{answer.owner}"),
            "until": answer.valid_until,
        },
    )


def sure(question: str, ctx: Context) -> Text | None:
    """The one answer this text certainly asks for, if it may still be given today."""
    found = ctx.matcher.match(question)
    if found.action != "answer":
        return None
    answer = ctx.book.answers[found.ids[0]]
    return told(answer) if answer.valid_on(ctx.today) else None


def asked(text: str, ctx: Context) -> Opened | None:
    """What this text opens, if the book has something to say to it and nothing else is wanted."""
    if intent(text, ctx) in ACTED:
        return None
    if opened := pointed(text, ctx):
        return opened
    if ctx.matcher.match(text).action == "handoff":
        return None
    return Opened("enquiry", {"question": text})


def pointed(text: str, ctx: Context) -> Opened | None:
    """The flow that puts right what this text believes, tells who serves what it asks for, or
    begins the registration it wants.
    """
    found = ctx.matcher.explain(text).pointed
    if found is None:
        return None
    flow, _, id_ = found.partition(".")
    if flow == "registration":
        programme, _, applicant = id_.partition(".")
        return Opened(flow, wanted(programme, applicant, ctx))
    return Opened(flow, {"about": id_, "question": text})


def wanted(programme: str, applicant: str, ctx: Context) -> Answers:
    """What is known already of a registration: of a programme only what serves the applicant."""
    named = ctx.book.programmes.get(programme)
    if named and applicant and AUDIENCE[applicant] not in named.audience:
        programme = ""
    known = {"programme": programme, "applicant": applicant}
    return {key: value for key, value in known.items() if value}


def aside(text: str, ctx: Context) -> Text | Opened | None:
    """What a question in the middle of a form comes to: its answer, or the enquiry it opens.

    There, most texts are answers that failed: one word alone, or what is not put as a question, is
    none, and for a mere guess the form is not left.
    """
    if opened := pointed(text, ctx):
        return opened
    if not is_question(text):
        return None
    likely = ctx.matcher.explain(text).confidence >= ASIDE
    several = len(text.split()) > 1
    return sure(text, ctx) or (asked(text, ctx) if likely and several else None)


def beside(text: str, ctx: Context) -> Text | Opened | None:
    """What a question comes to that was put in one breath with a number, which was an answer."""
    words = text.split()
    rest = [word for word in words if not any(map(str.isdigit, word))]
    return aside(" ".join(rest), ctx) if 1 < len(rest) < len(words) else None


def intent(text: str, ctx: Context) -> str | None:
    """The intent this text comes to, one of `flows.matching.intents`, if it says little else."""
    return ctx.matcher.intent(text)


def felt(text: str, ctx: Context) -> str | None:
    """Anger or abuse, if this text tells of it."""
    return ctx.matcher.explain(text).felt


def explain(question: str, matcher: Matcher) -> Explanation:
    """All that decides about a question: how it is read, what is near, and what follows."""
    return matcher.explain(question)
