"""The frame of every report page: its head, its bar, its filters and its foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.reports.ledger import Ledger
from bot.reports.markup import Markup, Part, element, joined
from bot.reports.words import Words
from flows.disclosure import Place
from flows.period import Period

BACK = 12  # months, and quarters, that may be chosen


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at, as it stands in the address of the page."""

    place: Place
    language: str

    def query(self, **changed: str) -> str:
        place = self.place
        chosen = {
            "period": place.period.id,
            "department": place.department,
            "programme": place.programme,
            "channel": place.channel,
            "language": self.language,
        }
        return urlencode({name: v for name, v in {**chosen, **changed}.items() if v})


def page(words: Words, title: str, choice: Choice, path: str, *parts: Part) -> str:
    """A whole page, in the direction it is read."""
    turned = f"?{choice.query(language='en' if words.rtl else 'ar')}"
    bar = element(
        "header",
        element("h1", title),
        element(
            "nav",
            *(
                element(
                    "a",
                    words.say(f"nav.{name}"),
                    href=f"{there}?{choice.query()}" if there != "/desk" else there,
                    aria_current="page" if there == path else None,
                )
                for name, there in PAGES.items()
            ),
            aria_label=words.say("nav"),
        ),
        element("a", words.say("language"), class_="language", href=turned),
        class_="bar",
    )
    return _document(words, title, bar, element("main", *parts))


def posting(words: Words) -> Markup:
    """What the forms of a page need: the script that posts them, and where it says what failed."""
    return joined(
        element(
            "p", role="status", id="told", aria_live="polite", data_lost=words.say("unreachable")
        ),
        element("script", src="/static/forms.js", type="module"),
    )


def notice(words: Words, line: str, there: str) -> str:
    """A page that says one thing, and where to go from it."""
    name = "nav.desk" if there == PAGES["desk"] else "own"
    link = element("p", element("a", words.say(name), href=there))
    main = element("main", element("section", element("p", words.say(line)), link))
    return _document(words, words.say("title"), main)


def _document(words: Words, title: str, *parts: Part) -> str:
    head = joined(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="robots", content="noindex"),
        element("title", title),
        element("link", rel="icon", href="/static/sila.svg"),
        element("link", rel="stylesheet", href="/static/palette.css"),
        element("link", rel="stylesheet", href="/static/reports.css"),
    )
    direction = "rtl" if words.rtl else "ltr"
    body = element("body", *parts)
    html = element("html", element("head", head), body, lang=words.language, dir=direction)
    return f"<!doctype html>\n{html}\n"


PAGES: Mapping[str, str] = {
    "reports": "/desk/reports",
    "indicators": "/desk/indicators",
    "improvements": "/desk/improvements",
    "misconceptions": "/desk/misconceptions",
    "desk": "/desk",
}


def filters(
    words: Words, ledger: Ledger, choice: Choice, month: Period, names: Sequence[str]
) -> Markup:
    """A form that asks for another period, up to `month`, or place. It needs no script."""
    place = choice.place
    options = {
        "period": [(p.id, words.period(p)) for p in _periods(place.period, month)],
        "department": [(d, words.book("department", d)) for d in ledger.departments],
        "programme": [(p, words.book("programme", p)) for p in ledger.programmes],
        "channel": [(c, words.book("channel", c)) for c in ledger.channels],
    }
    chosen = {
        "period": place.period.id,
        "department": place.department,
        "programme": place.programme,
        "channel": place.channel,
    }
    fields = [
        element(
            "label",
            element("span", words.say(f"filter.{name}")),
            element(
                "select",
                None if name == "period" else element("option", words.say("filter.any"), value=""),
                *(
                    element("option", label, value=id_, selected=id_ == chosen[name])
                    for id_, label in options[name]
                ),
                name=name,
            ),
        )
        for name in names
    ]
    return element(
        "form",
        *fields,
        element("input", type="hidden", name="language", value=words.language),
        element("button", words.say("filter.show"), type="submit"),
        method="get",
        class_="filters",
    )


def _periods(chosen: Period, last: Period) -> list[Period]:
    """Years, quarters and months up to the last one of the ledger, the newest first."""
    years = [last.year, last.year.previous]
    quarters = _back(last.quarter, 2 * BACK // 3)
    found = [*years, *quarters, *_back(last, 2 * BACK)]
    return found if chosen in found else [chosen, *found]


def _back(period: Period, n: int) -> list[Period]:
    found = [period]
    while len(found) < n:
        found.append(found[-1].previous)
    return found


def table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[Part]], *, stacked: bool = False
) -> Markup:
    """The first cell of each row is its head. `stacked`: on a phone each row is a block of its own,
    whose cells say what they are.
    """
    labels = heads[1:] if stacked else [None] * (len(heads) - 1)
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
            element(
                "tbody",
                *(
                    element(
                        "tr",
                        element("th", first, scope="row"),
                        *(
                            element("td", cell, data_head=label)
                            for cell, label in zip(rest, labels, strict=True)
                        ),
                    )
                    for first, *rest in rows
                ),
            ),
        ),
        class_="table stacked" if stacked else "table",
        tabindex="0",
        role="region",
        aria_label=caption,
    )
