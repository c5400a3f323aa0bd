"""The page of the register: what waits for a second officer, a form, and what is put right now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.correcting import read
from bot.reports.frame import Choice, page, posting
from bot.reports.markup import Markup, Part, element
from bot.reports.words import Words
from flows.book import Officer, Wording
from flows.charter import Misconception
from flows.correcting import LONGEST, Proposal
from storage.misconceptions import Proposed

PATH = "/desk/misconceptions"
NOTHING = Wording("", "")
FIRST = "myth_ar"  # what there is of one at the least; the rest may come later
EMPTY = Proposal(NOTHING, NOTHING, NOTHING, ())


@dataclass(frozen=True, slots=True)
class MisconceptionsPage:
    """For one officer, in one language."""

    officer: Officer
    words: Words
    choice: Choice

    def page(self, waiting: Sequence[Proposed], register: Sequence[Misconception]) -> str:
        say = self.words.say
        none = element("p", say("improvement.none"), class_="few")
        drafts = [self._draft(proposed) for proposed in waiting]
        known = [element("li", f"{self._in(its.myth)} ← {self._in(its.fact)}") for its in register]
        return page(
            self.words,
            say("myth.title"),
            self.choice,
            PATH,
            element("p", say("myth.how"), class_="lead"),
            self._section("waiting", *(drafts or [none])),
            self._section("new", self._form(PATH, EMPTY)),
            self._section("register", element("ul", *known)),
            posting(self.words),
        )

    def _section(self, name: str, *parts: Part) -> Markup:
        heading = element("h2", self.words.say(f"myth.section.{name}"), id=name)
        return element("section", heading, *parts, aria_labelledby=name)

    def _draft(self, proposed: Proposed) -> Markup:
        there = f"{PATH}/{proposed.id}"
        authors = proposed.authors.split(",")
        names = "، ".join(self.words.book("officer", author) for author in authors)
        does = ["discard"] if self.officer.id in authors else ["approve", "discard"]
        return element(
            "article",
            element("p", self.words.say("myth.authors", names=names)),
            self._form(there, read(proposed)),
            *(self._button(there, do) for do in does),
        )

    def _form(self, action: str, proposal: Proposal) -> Markup:
        pairs = {"myth": proposal.myth, "fact": proposal.fact, "source": proposal.source}
        fields = [
            self._field(f"{name}_{language}", words, direction)
            for name, its in pairs.items()
            for language, words, direction in (("ar", its.ar, "rtl"), ("en", its.en, "ltr"))
        ]
        phrases = self._field("phrases", "\n".join(proposal.phrases), "auto")
        return element(
            "form", *fields, phrases, *self._sends("save"), data_action=action, class_="filters"
        )

    def _button(self, action: str, do: str) -> Markup:
        return element("form", *self._sends(do), data_action=action, class_="filters")

    def _sends(self, do: str) -> tuple[Markup, Markup]:
        hidden = element("input", type="hidden", name="do", value=do)
        return hidden, element("button", self.words.say(f"myth.{do}"), type="submit")

    def _field(self, name: str, value: str, direction: str) -> Markup:
        label = element("span", self.words.say(f"myth.{name}"))
        area = element(
            "textarea",
            value,
            name=name,
            dir=direction,
            rows=2,
            maxlength=2 * LONGEST,
            required=name == FIRST,
        )
        return element("label", label, area)

    def _in(self, wording: Wording) -> str:
        return wording.in_(self.words.language)
