"""From how near a question came to what is done about it: the rules' numbers.

`BIAS`, `SCORE` and `LEAD` are a logistic regression on the development questions of
`tests/flows/questions`: right answers against wrong ones and questions that must not be answered.
What they come to (`python -m tests.flows.questions` prints it anew):

    confidence   development: questions, nearest right   held out: questions, nearest right
    0.9 to 1                        385   97 %                          179   96 %
    0.7 to 0.9                      115   78 %                           57   68 %
    0.5 to 0.7                       71   58 %                           33   64 %
    0.2 to 0.5                      121   38 %                           59   44 %
    0 to 0.2                        111    3 %                           70   14 %
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from flows.matching.index import Candidate

BIAS, SCORE, LEAD = -5.0, 4.0, 3.5

SURE = 0.94  # at least so likely, and it is answered
HALF_SURE = 0.2  # so likely, and the nearest are offered as choices
ASIDE = 0.6  # … in the middle of a form, which should not be left for a guess
APART = 0.08  # so far at least is a sure answer ahead of the next
WHOLE = 0.9  # so near a phrasing must be to one word, for a word may stand in many questions

LIKE = 0.7  # so near a phrasing, with nothing else in it, and a text is taken for a wish


def confidence(candidates: Sequence[Candidate]) -> float:
    """The probability that the first of them, the best, is meant."""
    if not candidates:
        return 0.0
    lead = candidates[0].score - (candidates[1].score if len(candidates) > 1 else 0.0)
    return 1 / (1 + exp(-(BIAS + SCORE * candidates[0].score + LEAD * lead)))
