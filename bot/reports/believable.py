"""How a year goes at an association: seasons, channels, moods. Made up, for simulations only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

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
CHANNELS: Mapping[str, float] = {"whatsapp": 0.5, "telegram": 0.28, "website": 0.22}
ANSWERING: Mapping[str, float] = {"whatsapp": 0.49, "telegram": 0.42, "website": 0.24}
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
