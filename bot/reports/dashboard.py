"""The dashboard: how satisfied people are and how officers' work goes, charts beside tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.reports import chart, follow_up_section, opinions
from bot.reports.chart import Bar, Point
from bot.reports.follow_up import FollowUp, follow_up
from bot.reports.frame import Choice, filters, page, table
from bot.reports.ledger import Figure, Ledger
from bot.reports.markup import Markup, Part, element, joined
from bot.reports.words import Words
from bot.reports.work import Work, work
from flows.disclosure import LEAST, Place, comparable
from flows.measures import Scores, Share
from flows.period import Period

FILTERS = ("period", "programme", "department", "channel")
PATH = "/desk/reports"
FILES = ("ratings", "cases", "indicators")


@dataclass(frozen=True, slots=True)
class Dashboard:
    """For one choice, in one language. `month` is the last that may be chosen."""

    words: Words
    ledger: Ledger
    choice: Choice
    month: Period

    def page(self) -> str:
        place, say = self.choice.place, self.words.say
        whole, done = self.ledger.figure(place), work(self.ledger, place)
        return page(
            self.words,
            say("title"),
            self.choice,
            PATH,
            filters(self.words, self.ledger, self.choice, self.month, FILTERS),
            element("p", say("how", period=self.words.period(place.period)), class_="lead"),
            self._tiles(whole, done),
            self._section("months", self._months()),
            *(
                self._section(name, self._compared(name, self.ledger.by(name, place)))
                for name in ("programme", "department", "channel")
            ),
            self._section("response", opinions.fates(self.words, self.ledger, self.choice)),
            self._section("scales", self._scales(whole)) if whole.scales else None,
            *self._others(),
            self._section("low", self._low(whole)),
            self._section(
                "followed",
                follow_up_section.departments(self.words, self._followed()),
                self._decided(),
            ),
            self._section("work", self._work(done)),
            self._section("questions", self._questions()),
            self._officers(),
            self._files(),
        )

    def _section(self, name: str, *parts: Part) -> Markup:
        heading = element("h2", self.words.say(f"section.{name}"), id=name)
        return element("section", heading, *parts, aria_labelledby=name)

    def _others(self) -> Iterator[Markup]:
        """What is asked of more than services."""
        asked = (self.words, self.ledger, self.choice)
        if enquired := opinions.enquiries(*asked):
            yield self._section("enquiries", enquired)
        yield self._section("recommended", opinions.recommended(*asked))

    def _tiles(self, whole: Figure, done: Work) -> Markup:
        words, say = self.words, self.words.say
        satisfied = self._shown(whole.scores.satisfied)
        tiles = (
            ("satisfied", satisfied, words.interval(self._told(whole.scores.satisfied).interval)),
            ("mean", self._mean(whole.scores), say("of", n=whole.scores.n)),
            ("response", self._shown(whole.response), say("of", n=whole.response.n)),
            ("first_reply", words.minutes(done.first_reply.p50), self._nine(done.first_reply.p90)),
            ("resolution", words.minutes(done.resolution.p50), self._nine(done.resolution.p90)),
            ("reopened", words.percent(done.reopened.value), say("of", n=done.reopened.n)),
        )
        return element(
            "dl",
            *(
                element(
                    "div",
                    element("dt", say(f"tile.{name}")),
                    element("dd", element("strong", value), element("small", beside)),
                )
                for name, value, beside in tiles
            ),
            class_="tiles",
        )

    def _nine(self, minutes: float | None) -> str:
        return self.words.say("nine_of_ten", minutes=self.words.minutes(minutes))

    def _told(self, share: Share) -> Share:
        return share if share.n >= LEAST else Share(0, 0)

    def _shown(self, share: Share) -> str:
        """A share, unless it is of few."""
        return self.words.percent(self._told(share).value)

    def _mean(self, scores: Scores) -> str:
        return self.words.score(scores.mean if scores.n >= LEAST else None)

    # ------------------------------------------------------------- satisfaction
    def _compared(self, name: str, figures: Mapping[str, Figure]) -> Markup:
        title = self.words.say(f"section.{name}")
        bars = [
            Bar(
                self.words.book(name, id_),
                (told := self._told(figure.scores.satisfied)).value,
                self._shown(told),
                told.interval,
            )
            for id_, figure in figures.items()
        ]
        rows = [[self.words.book(name, id_), *self._cells(f)] for id_, f in figures.items()]
        head = self.words.say(f"head.{name}")
        return self._beside(chart.bars(title, bars, rtl=self.words.rtl), title, head, rows)

    def _months(self) -> Markup:
        months = self.ledger.by_month(self.choice.place)
        title = self.words.say("section.months")
        points = [
            Point(
                self.words.month(month),
                (told := self._told(figure.scores.satisfied)).value,
                told.interval,
            )
            for month, figure in months.items()
        ]
        rows = [[self.words.period(month), *self._cells(f)] for month, f in months.items()]
        drawn = chart.line(title, points, rtl=self.words.rtl)
        return self._beside(drawn, title, self.words.say("head.month"), rows)

    def _beside(self, drawn: Markup, title: str, head: str, rows: list[list[Part]]) -> Markup:
        heads = [
            head,
            *(self.words.say(f"head.{h}") for h in ("n", "satisfied", "interval", "mean")),
        ]
        return element("div", drawn, table(title, heads, rows), class_="pair")

    def _cells(self, figure: Figure) -> list[Part]:
        if figure.scores.n < LEAST and not figure.whole:
            return [element("span", self.words.say("few"), class_="few"), "–", "–", "–"]
        told = self._told(figure.scores.satisfied)
        n = f"{figure.scores.n}{'' if figure.whole else ' *'}"
        return [n, self._shown(told), self.words.interval(told.interval), self._mean(figure.scores)]

    def _scales(self, whole: Figure) -> Markup:
        heads = [self.words.say(f"head.{head}") for head in ("question", "n", "mean")]
        rows: list[list[Part]] = [
            [self.words.say(f"scale.{name}"), scores.n, self._mean(scores)]
            for name, scores in whole.scales.items()
        ]
        return table(self.words.say("section.scales"), heads, rows)

    def _low(self, whole: Figure) -> Markup:
        """How many were dissatisfied, why, and what was done about it."""
        say, limit = self.words.say, self.ledger.book.association.numbers.low_score
        low = whole.scores.among(range(1, limit + 1))
        told = self._told(low)
        lines = [
            element("p", say("low", share=self._shown(told), n=told.n)),
            *follow_up_section.recoveries(self.words, self.followed),
        ]
        if whys := self.ledger.low.within(self.choice.place):
            lines.append(
                self._counted("low", {self.words.reason("rating", w): n for w, n in whys.items()})
            )
        return joined(*lines)

    # ------------------------------------------------------------- work
    def _work(self, done: Work) -> Markup:
        say = self.words.say
        rows: list[list[Part]] = [
            [
                self.words.book("department", name),
                sum(case.n for case in own.opened),
                self.words.percent(own.closed.value),
                self.words.minutes(own.first_reply.p50),
                self.words.minutes(own.first_reply.p90),
                self.words.minutes(own.resolution.p50),
                self.words.minutes(own.resolution.p90),
            ]
            for name, own in self._by_department()
        ]
        heads = (
            "department",
            "cases",
            "closed",
            "reply_50",
            "reply_90",
            "resolved_50",
            "resolved_90",
        )
        times = table(say("section.work"), [say(f"head.{head}") for head in heads], rows)
        reasons = {self.words.reason("case", why): n for why, n in done.reasons.items()}
        return joined(times, self._counted("reasons", reasons) if reasons else None)

    def _by_department(self) -> list[tuple[str, Work]]:
        place = self.choice.place
        return [
            (name, work(self.ledger, replace(place, department=name)))
            for name in self.ledger.departments
            if place.department in {None, name}
        ]

    @property
    def followed(self) -> FollowUp:
        return follow_up(self.ledger, self.choice.place)

    def _followed(self) -> dict[str, FollowUp]:
        """Of every department, also where nothing was."""
        place = self.choice.place
        return {
            name: follow_up(self.ledger, replace(place, department=name))
            for name in self.ledger.departments
            if place.department in {None, name}
        }

    def _decided(self) -> Markup | None:
        """What suggestions and complaints came to."""
        found = self.ledger.decided.within(self.choice.place)
        told = {self.words.decided(id_): n for id_, n in found.items()}
        return self._counted("decided", told) if told else None

    def _questions(self) -> Markup:
        """What no answer settled."""
        say, found = self.words.say, self.ledger.unsettled.within(Place(self.choice.place.period))
        if not found:
            return element("p", say("no_questions"), class_="few")
        return self._counted(
            "questions", {self.words.reason("case", why): n for why, n in found.items()}
        )

    def _counted(self, name: str, counts: Mapping[str, int]) -> Markup:
        """Bars of counts, the longest as long as there is room, and their table."""
        title, most = self.words.say(f"counted.{name}"), max(counts.values())
        drawn = [Bar(label, n / most, str(n)) for label, n in counts.items()]
        heads = [title, self.words.say("head.n")]
        rows: list[list[Part]] = [[label, n] for label, n in counts.items()]
        picture = chart.bars(title, drawn, rtl=self.words.rtl)
        return element("div", picture, table(title, heads, rows), class_="pair")

    def _officers(self) -> Markup | None:
        """Of a whole year only: months would tell of few. In no order while answers are few."""
        period = self.choice.place.period
        if period.kind != "year":
            return None
        found = self.ledger.officers(period)
        fair = comparable([scores.n for scores in found.values()])
        names = sorted(found, key=lambda id_: -(found[id_].mean or 0) if fair else 0)
        heads = [
            self.words.say(f"head.{head}")
            for head in ("officer", "n", "satisfied", "interval", "mean")
        ]
        rows: list[list[Part]] = [
            [
                self.words.book("officer", id_),
                found[id_].n,
                self._shown(found[id_].satisfied),
                self.words.interval(found[id_].satisfied.interval),
                self._mean(found[id_]),
            ]
            for id_ in names
        ]
        note = element("p", self.words.say("ranked" if fair else "not_ranked"), class_="few")
        return self._section(
            "officers", note, table(self.words.say("section.officers"), heads, rows)
        )

    def _files(self) -> Markup:
        links = [
            element(
                "a",
                self.words.say("file", name=self.words.say(f"file.{name}"), format=format_),
                href=f"{PATH}/{name}.{format_}?{self.choice.query()}",
                download=True,
            )
            for name in FILES
            for format_ in ("xlsx", "csv")
        ]
        return self._section("files", element("p", *links, class_="files"))
