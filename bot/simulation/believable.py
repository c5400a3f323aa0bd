"""How a year goes at an association: seasons, channels, moods. Made up, for simulations only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from flows.ending import Matter

DAYTIME = (time(8), time(23))
SEASONS: Mapping[int, float] = {
    1: 1.2,
    2: 1.1,
    3: 0.9,
    4: 1.0,
    5: 1.0,
    6: 0.7,
    7: 0.5,
    8: 0.6,
    9: 1.2,
    10: 1.3,
    11: 1.2,
    12: 1.0,
}
WEEKDAYS: Mapping[int, float] = {7: 1.3, 1: 1.2, 2: 1.1, 3: 1.0, 4: 0.8, 5: 0.2, 6: 0.4}
CHANNELS: Mapping[str, float] = {
    "whatsapp": 0.48,
    "telegram": 0.27,
    "website": 0.21,
    "phone": 0.04,
}
ANSWERING: Mapping[str, float] = {
    "whatsapp": 0.49,
    "telegram": 0.42,
    "website": 0.24,
    "phone": 0.66,
}
STATES: Mapping[str, float] = {"delivered": 89, "partly_delivered": 7, "disputed": 4}
OUTCOMES: Mapping[Matter, Mapping[str, float]] = {
    "talk": {"solved": 5, "explained": 3, "referred": 1},
    "suggestion": {"adopted": 5, "later": 3, "not_now": 2},
    "complaint": {"remedied": 5, "explained": 3, "not_possible": 1},
}
VOICES: Mapping[str, float] = {"complaint": 0.02, "suggestion": 0.02}
"""For each service."""
HELD: Mapping[str, float] = {
    "": 84,
    "window": 6,
    "template": 3,
    "unreachable": 4,
    "opted_out": 3,
}
"""Why a survey that nobody answered was not asked, if it was not."""
UNASKED = frozenset({"window", "template"})
RECOMMENDING = 0.43  # of those who are asked
RECOMMENDED: Mapping[int, float] = {10: 34, 9: 21, 8: 17, 7: 9, 6: 5, 5: 6, 4: 2, 2: 2, 0: 4}
SCORES: Mapping[str, Mapping[str, float]] = {
    "care": {"5": 52, "4": 30, "3": 10, "2": 5, "1": 3},
    "programmes": {"5": 46, "4": 33, "3": 12, "2": 6, "1": 3},
    "nonprofits": {"5": 38, "4": 32, "3": 16, "2": 9, "1": 5},
    "volunteering": {"5": 58, "4": 27, "3": 9, "2": 4, "1": 2},
    "resources": {"5": 41, "4": 34, "3": 15, "2": 6, "1": 4},
}
WHYS: Mapping[str, float] = {
    "time": 34,
    "information": 18,
    "conduct": 7,
    "procedure": 22,
    "result": 14,
    "other": 5,
}
REASONS: Mapping[str, float] = {
    "asked": 38,
    "unclear": 24,
    "refused": 6,
    "stale": 5,
    "not_helped": 14,
    "none_of_these": 13,
}
HAND_OFFS: Mapping[str, float] = {
    "care": 45,
    "programmes": 22,
    "nonprofits": 18,
    "volunteering": 9,
    "resources": 6,
}
