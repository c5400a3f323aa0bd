"""Charts as SVG, drawn on the server: bars with their intervals, and a line of months.

Bars begin at the side where reading begins. A chart says nothing that the table beside it does not,
so it is one picture to a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.markup import Markup, element, joined
from flows.measures import Interval

WIDTH, ROW, LABEL, VALUE = 640, 34, 190, 64
HEIGHT, LEFT, BOTTOM, TOP = 240, 44, 34, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` from 0 to 1; None is not told. `words` stand at the end of the bar."""

    label: str
    share: float | None
    words: str
    interval: Interval | None = None


def bars(title: str, every: Sequence[Bar], *, rtl: bool) -> Markup:
    """One row for each."""
    room = WIDTH - LABEL - VALUE
    # Mirrored as a whole; text is not, so it is set by hand.
    rows = [_bar(bar, n * ROW, room, rtl=rtl) for n, bar in enumerate(every)]
    return _picture(title, WIDTH, max(1, len(every)) * ROW, *rows)


def _bar(bar: Bar, y: int, room: int, *, rtl: bool) -> Markup:
    def x(at: float) -> float:
        return round(WIDTH - LABEL - at if rtl else LABEL + at, 1)

    long = room * (bar.share or 0)
    start = x(long) if rtl else x(0)
    parts = [
        element("rect", class_="rail", x=_n(min(x(0), x(room))), y=y + 8, width=room, height=18),
        element("rect", class_="bar", x=_n(start), y=y + 8, width=_n(long), height=18, rx=3),
    ]
    if bar.interval:
        low, high = x(room * bar.interval.low), x(room * bar.interval.high)
        middle = y + 17
        whisker = f"M{low} {middle}H{high}M{low} {middle - 4}v8M{high} {middle - 4}v8"
        parts.append(element("path", class_="whisker", d=whisker))
    label_at, value_at = (WIDTH - 4, 4) if rtl else (4, WIDTH - 4)
    label = element("text", _cut(bar.label), class_="label start", x=label_at, y=y + 22)
    value = element("text", bar.words, class_="value end", x=value_at, y=y + 22)
    return joined(*parts, label, value)


@dataclass(frozen=True, slots=True)
class Point:
    """`share` from 0 to 1, or None where nothing is told."""

    label: str
    share: float | None
    interval: Interval | None = None


def line(title: str, points: Sequence[Point], *, rtl: bool) -> Markup:
    """Time runs the way that is read. What is not told breaks the line."""
    step = (WIDTH - LEFT - 24) / max(1, len(points) - 1)
    high = HEIGHT - BOTTOM - TOP

    def x(n: int) -> float:
        at = LEFT + n * step
        return round(WIDTH - at if rtl else at, 1)

    def y(share: float) -> float:
        return round(TOP + high * (1 - share), 1)

    ends = (8, WIDTH - LEFT + 8) if rtl else (LEFT - 8, WIDTH - 8)
    grid = [_rule(part, _n(y(part)), ends, rtl=rtl) for part in (0.0, 0.5, 1.0)]
    drawn: list[Markup] = []
    path, pen = "", "M"
    for n, point in enumerate(points):
        drawn.append(element("text", point.label, class_="tick middle", x=_n(x(n)), y=HEIGHT - 10))
        if point.share is None:
            pen = "M"
            continue
        path += f"{pen}{x(n)} {y(point.share)}"
        pen = "L"
        if point.interval:
            span = f"M{x(n)} {y(point.interval.low)}V{y(point.interval.high)}"
            drawn.append(element("path", class_="whisker", d=span))
        drawn.append(element("circle", class_="dot", cx=_n(x(n)), cy=_n(y(point.share)), r=4))
    return _picture(
        title, WIDTH, HEIGHT, *grid, element("path", class_="trend", d=path or "M0 0"), *drawn
    )


def _rule(share: float, y: str, ends: tuple[int, int], *, rtl: bool) -> Markup:
    """A line across, and what it stands for."""
    at = WIDTH - 2 if rtl else 2
    return joined(
        element("line", class_="grid", x1=ends[0], x2=ends[1], y1=y, y2=y),
        element("text", f"{round(100 * share)}%", class_="tick start", x=at, y=y, dy=4),
    )


def _picture(title: str, width: int, height: int, *parts: Markup) -> Markup:
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=title,
        class_="chart",
    )


def _n(value: float) -> str:
    return f"{value:g}"


def _cut(label: str, longest: int = 24) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"
