"""Which answer of the book a question is about, how sure we are, and what else a text may want.

A sure match is answered, a half-sure one is offered as choices, the rest goes to a person: what
the beneficiary is told must be correct (policy procedures 3 and 4). A question is read
(`reading`), compared with every phrasing (`index`) and judged (`confidence`, `matcher`).
"""

from flows.matching.enquiries import (
    aside,
    asked,
    beside,
    explain,
    felt,
    intent,
    pointed,
    sure,
    told,
)
from flows.matching.explanation import Explanation, Match
from flows.matching.matcher import CHOICES, LONGEST, Matcher

__all__ = [
    "CHOICES",
    "LONGEST",
    "Explanation",
    "Match",
    "Matcher",
    "aside",
    "asked",
    "beside",
    "explain",
    "felt",
    "intent",
    "pointed",
    "sure",
    "told",
]
