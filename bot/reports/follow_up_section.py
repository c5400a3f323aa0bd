"""On the dashboard: how low ratings were made good, and what each department changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.reports.follow_up import DONE, FollowUp
from bot.reports.frame import table
from bot.reports.markup import Markup, Part, element
from bot.reports.words import Words
from flows.arabic import isolate

HEADS = ("department", "recovered", "open", "changed", "declined", "thanks")


def recoveries(words: Words, followed: FollowUp) -> Iterator[Markup]:
    """Opened, somebody in touch in time, closed, rated again, and by how much better."""
    if not followed.opened:
        none = words.say("no_recoveries" if followed.whole else "few")
        yield element("p", none, class_="few")
        return
    yield element("p", words.say("recoveries", closed=followed.closed.hits, n=_counted(followed)))
    in_time = words.percent(followed.in_time.value)
    yield element("p", words.say("recoveries.in_time", share=in_time))
    again = followed.rerated
    yield element("p", words.say("recoveries.again", n=again.hits, asked=again.n))
    if followed.gain is not None:
        gain = isolate(f"{followed.gain:+.2f}")
        yield element("p", words.say("recoveries.gain", gain=gain))


def made_good(words: Words, one: FollowUp) -> str:
    """So many of so many; not of few."""
    if one.opened or one.whole:
        return f"{one.closed.hits} / {_counted(one)}"
    return words.say("few")


def _counted(one: FollowUp) -> str:
    """How many are told of, with the mark of figures that miss some."""
    return f"{one.opened}{'' if one.whole else ' *'}"


def departments(words: Words, followed: Mapping[str, FollowUp]) -> Markup:
    """A row for every department, also where nothing was; in the order of the book."""
    rows: list[list[Part]] = [
        [
            words.book("department", name),
            made_good(words, one),
            one.improvements.get("open", 0),
            sum(one.improvements.get(state, 0) for state in DONE),
            one.improvements.get("declined", 0),
            one.thanks,
        ]
        for name, one in followed.items()
    ]
    heads = [words.say(f"head.{head}") for head in HEADS]
    return table(words.say("section.followed"), heads, rows)
