"""Quiet hours: when nothing is sent that nobody asked for (policy goal 6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.book import Quiet
from flows.calendar import RIYADH

_DAY = timedelta(days=1)
_EARLY = timedelta(minutes=30)  # before they begin, so that a slow send is not late


def is_quiet(moment: datetime, quiet: Quiet) -> bool:
    """Whether an aware `moment` lies in them; at their end it no longer does."""
    clock = moment.astimezone(RIYADH).time()
    if quiet.begins <= quiet.ends:
        return quiet.begins <= clock < quiet.ends
    return clock >= quiet.begins or clock < quiet.ends


def allowed(moment: datetime, quiet: Quiet) -> datetime:
    """The first moment from an aware `moment` on that is not quiet: itself, or their end."""
    if not is_quiet(moment, quiet):
        return moment
    local = moment.astimezone(RIYADH)
    ends = datetime.combine(local.date(), quiet.ends, RIYADH)
    return ends if ends > local else ends + _DAY


def last_allowed(moment: datetime, quiet: Quiet) -> datetime:
    """The last fitting moment up to an aware `moment`: itself, or a little before they began."""
    if not is_quiet(moment, quiet):
        return moment
    local = moment.astimezone(RIYADH)
    begins = datetime.combine(local.date(), quiet.begins, RIYADH)
    return (begins if begins <= local else begins - _DAY) - _EARLY
