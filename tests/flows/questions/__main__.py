"""Prints how the matcher does: a table, its calibration, and every text it got wrong."""

from __future__ import annotations

from collections.abc import Iterator

from bot.evaluation import confidences, tally
from flows.matching import Matcher
from tests.flows.questions import SPLITS, read, sample


def report(split: str, matcher: Matcher) -> Iterator[str]:
    questions, wishes = read(split)
    whole = tally(matcher, questions)
    yield f"{split}: precision {whole.precision:.3f}"
    yield f"{'':12}{'asked':>7}{'answered':>10}{'right':>7}{'in a tap':>10}"
    for kind, its in {**whole.by_kind(), "all": whole}.items():
        yield f"{kind:12}{len(its.matches):7}{its.answered:10}{its.right:7}{its.solved:10}"
    yield "confidence  questions  nearest right"
    for tenth, counts in confidences(matcher, questions).items():
        yield f"from {tenth / 10:.1f} {counts.total():14}{counts[True]:15}"
    for question, match in whole.confusions:
        yield f"  {question.answer or question.kind}: {question.text} -> {match}"
    found = [(wish, matcher.intent(wish.text)) for wish in wishes]
    wrong = [(wish, intent) for wish, intent in found if intent != wish.intent]
    yield f"intents: {len(found) - len(wrong)} of {len(found)} right"
    yield from (f"  {wish.intent}: {wish.text} -> {intent}" for wish, intent in wrong)


if __name__ == "__main__":
    matcher = sample()
    for name in SPLITS:
        print("\n".join(report(name, matcher)), end="\n\n")  # noqa: T201 -- what it is for
