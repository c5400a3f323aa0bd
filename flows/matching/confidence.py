"""From how near a question came to what is done about it: the rules' numbers.

`BIAS` to `AMONG` are a logistic regression on the development questions of
`tests/flows/questions`, and on the public development data that docs/answers.md names: right
answers against wrong ones and questions that must not be answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log1p

from flows.matching.index import Candidate, Senses

BIAS, SCORE, LEAD, COVER, LENGTH = -6.34, 0.8, 4.3, 3.5, 1.6
AMONG = 0.5
"""For the logarithm of how many entries there are: a lead over many tells more than over few."""
WIDTH = 0.06
"""For each phrasing of an entry: the more it has, the more that is foreign to it comes near one.
Set by the questions of strangers, of which a regression sees few."""

SURE = 0.95  # at least so likely, and it is answered
POINTED = 0.8  # … and a misconception is put right or a need referred: both ask if that was it
BELIEVED = 0.45  # … the score from which who says "I heard" or "is it true" means it
HALF_SURE = 0.15  # so likely, and the nearest are offered as choices
FAINT = 0.27  # a score that is less than this comes from a chance likeness
ASIDE = 0.5  # … in the middle of a form, which should not be left for a guess
APART = 0.08  # so far at least is a sure answer ahead of the next
WHOLE = 0.9  # so near a phrasing must be to one word, for a word may stand in many questions

CERTAIN = 0.9  # so certain must be what the words of a wish mean
LIKE = 0.62  # so near a phrasing, with nothing else in it, and a text is taken for a wish


def confidence(candidates: Sequence[Candidate], senses: Senses, entries: int) -> float:
    """The probability that the first of them, the best of so many, is meant by what was read so."""
    if not candidates:
        return 0.0
    best = candidates[0]
    lead = best.score - (candidates[1].score if len(candidates) > 1 else 0.0)
    near = SCORE * best.score + LEAD * lead + COVER * best.cover - WIDTH * best.texts
    odds = BIAS + near + LENGTH * log1p(len(senses)) + AMONG * log1p(entries)
    return 1 / (1 + exp(-odds))
