"""Days as people name them when they are near: today, tomorrow, next Sunday."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flows.arabic import fold

_AHEAD: Mapping[str, tuple[str, ...]] = {
    "0": ("اليوم", "هذا اليوم", "today"),
    "1": ("غدا", "بكرة", "بكرا", "باكر", "tomorrow"),
    "2": ("بعد غد", "بعد غدا", "بعد بكرة", "بعد بكرا", "عقب بكرة", "day after tomorrow"),
    "-1": ("أمس", "امبارح", "البارحة", "yesterday"),
}
_WEEK = (
    ("الاثنين", "الأثنين", "اثنين", "monday"),
    ("الثلاثاء", "الثلوث", "ثلاثاء", "tuesday"),
    ("الأربعاء", "الربوع", "اربعاء", "wednesday"),
    ("الخميس", "خميس", "thursday"),
    ("الجمعة", "جمعة", "friday"),
    ("السبت", "سبت", "saturday"),
    ("الأحد", "احد", "sunday"),
)
_DAYS = {fold(name): int(ahead) for ahead, names in _AHEAD.items() for name in names}
_WEEKDAYS = {fold(name): day for day, names in enumerate(_WEEK) for name in names}
_AROUND = re.compile(r"^(?:يوم|this|next|coming|on) | (?:القادم|القادمه|الجاي|المقبل|next)$")


def near_day(text: str, today: date) -> date | None:
    """The day a text names by nothing but such words; a day of the week is the next one so called.

    On a Sunday, "Sunday" is in seven days.
    """
    word = fold(text)
    while (rest := _AROUND.sub("", word)) != word:
        word = rest
    if word in _DAYS:
        return today + timedelta(days=_DAYS[word])
    if word in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[word] - today.weekday() - 1) % 7 + 1)
    return None
