"""The sample association with a new answer, with one that says something else, or later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.render import Renderer, book_lines
from flows.book import Answer, Wording
from flows.catalogue import FLOWS
from flows.flow import Flow
from flows.matching import Matcher
from flows.steps import Step
from tests.replacing import replace

if TYPE_CHECKING:
    from tests.talk import Association


def corrected(association: Association, title: str, words: str) -> tuple[Association, Answer]:
    """The answer of this title says these words now."""
    its = next(a for a in association.book.answers.values() if a.title.ar == title)
    right = replace(its, text=Wording(words, words))
    return _with(association, right), right


def promoted(association: Association, question: str, words: str) -> Association:
    """An officer's reply was made the answer of this question, and approved."""
    like = next(iter(association.book.answers.values()))
    title = Wording(question, question)
    reply = replace(like, id="promoted", title=title, text=Wording(words, words), opens=None)
    return _with(association, replace(reply, phrasings=(question,)))


def _with(association: Association, answer: Answer) -> Association:
    book = association.book
    book = replace(book, answers={**book.answers, answer.id: answer})
    renderer = Renderer(association.renderer.catalogs, book_lines(book), book.officers)
    return replace(
        association,
        book=book,
        renderer=renderer,
        matcher=Matcher.build(book.answers.values(), book.words),
        labels=renderer.labels(book),
    )


def reordered() -> Mapping[str, Flow]:
    """The flows of a release in which registration asks for the mobile before all else."""
    flow = FLOWS["registration"]
    first = [s for s in flow.steps if isinstance(s, Step) and s.key == "mobile"]
    asked = [s for s in flow.steps if s not in first]
    place = next(n for n, s in enumerate(asked) if isinstance(s, Step) and s.key == "national_id")
    steps = (*asked[:place], *first, *asked[place:])
    return {**FLOWS, "registration": replace(flow, steps=steps)}
