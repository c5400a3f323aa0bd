"""Prayer times by the calendar of Umm al-Qura, from the sun's place: to within two minutes.

The sun's longitude and declination follow the low-precision formulas of the Astronomical Almanac,
good to a minute of arc for two centuries around 2000.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import acos, asin, atan, atan2, cos, degrees, radians, sin, tan

from flows.calendar import RIYADH
from flows.hours import Prayer

PRAYERS = ("fajr", "dhuhr", "asr", "maghrib", "isha")

_FAJR = -18.5  # degrees: how high the sun stands
_SUNSET = -0.833  # its upper edge, through the air
_ISHA, _ISHA_IN_RAMADAN = timedelta(minutes=90), timedelta(minutes=120)  # after sunset
_EPOCH = date(2000, 1, 1)
_ZONE = 3  # hours ahead of Greenwich


def times(day: date, place: Prayer, *, in_ramadan: bool) -> tuple[datetime, ...]:
    """When each of `PRAYERS` begins on a day in Riyadh time.

    The place must be one where the sun rises and sets every day.
    """
    declination, equation = _sun(day, place.longitude)
    noon = 12 + _ZONE - place.longitude / 15 - equation

    def away(height: float) -> float:
        """Hours between noon and the sun's standing so high."""
        latitude = radians(place.latitude)
        reached = (sin(radians(height)) - sin(latitude) * sin(declination)) / (
            cos(latitude) * cos(declination)
        )
        return degrees(acos(reached)) / 15

    shadow = degrees(atan(1 / (1 + tan(abs(radians(place.latitude) - declination)))))
    sunset = _at(day, noon + away(_SUNSET))
    return (
        _at(day, noon - away(_FAJR)),
        _at(day, noon),
        _at(day, noon + away(shadow)),
        sunset,
        sunset + (_ISHA_IN_RAMADAN if in_ramadan else _ISHA),
    )


def _sun(day: date, longitude: float) -> tuple[float, float]:
    """The sun's declination in radians, and the equation of time in hours, at local noon."""
    days = (day - _EPOCH).days - longitude / 360
    anomaly = radians(357.529 + 0.98560028 * days)
    mean = 280.459 + 0.98564736 * days
    ecliptic = radians(mean + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    tilt = radians(23.439 - 0.00000036 * days)
    ascension = degrees(atan2(cos(tilt) * sin(ecliptic), cos(ecliptic)))
    return asin(sin(tilt) * sin(ecliptic)), ((mean - ascension + 180) % 360 - 180) / 15


def _at(day: date, hours: float) -> datetime:
    """To the nearest minute."""
    midnight = datetime.combine(day, time(), RIYADH)
    return midnight + timedelta(minutes=round(60 * hours))
