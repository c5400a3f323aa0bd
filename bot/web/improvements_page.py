"""The improvements page: what is to change, what did, suggestions to answer, and thanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import riyadh
from bot.kit import Kit
from bot.reports.frame import Choice, page, posting
from bot.reports.markup import Markup, Part, element, joined
from bot.reports.words import Words
from bot.staff import card
from bot.turns.improving import named
from flows import improvement
from flows.book import Officer
from flows.improvement import Item
from flows.text import Text
from storage.cases import Case
from storage.improvements import Improvement
from storage.praises import Praise

PATH = "/desk/improvements"
STATES = ("open", "done", "approved", "declined")


@dataclass(frozen=True, slots=True)
class Found:
    """All that the page shows. `tied` are the suggestions of each improvement."""

    items: Sequence[Improvement]
    tied: dict[str, list[str]]
    suggestions: Sequence[Case]
    praises: Sequence[Praise]


@dataclass(frozen=True, slots=True)
class ImprovementsPage:
    """For one officer, in one language."""

    kit: Kit
    officer: Officer
    words: Words
    choice: Choice

    def page(self, found: Found) -> str:
        say = self.words.say
        return page(
            self.words,
            say("improvement.title"),
            self.choice,
            PATH,
            element("p", say("improvement.how"), class_="lead"),
            self._opening(found.suggestions),
            *(self._group(state, found) for state in STATES),
            self._praises(found.praises),
            posting(self.words),
        )

    def _group(self, state: str, found: Found) -> Markup:
        items = [item for item in found.items if item.state == state]
        rows = [self._item(item, found) for item in items]
        none = element("p", self.words.say("improvement.none"), class_="few")
        return self._section(state, *(rows or [none]))

    def _section(self, name: str, *parts: Part) -> Markup:
        heading = element("h2", self.words.say(f"improvement.section.{name}"), id=name)
        return element("section", heading, *parts, aria_labelledby=name)

    # ------------------------------------------------------------- one improvement
    def _item(self, item: Improvement, found: Found) -> Markup:
        say, book = self.words.say, self.words.book
        tied = found.tied.get(item.reference, [])
        facts = [
            ("reference", item.reference),
            ("department", book("department", item.department)),
            ("owner", book("officer", item.owner) if item.owner else "–"),
            ("due", self.words.day(riyadh(item.due_at).date())),
            ("suggestions", "، ".join(tied) if tied else "–"),
            *([("why", item.why)] if item.why else []),
            *([("changed", f"{item.changed_ar} / {item.changed_en}")] if item.changed_ar else []),
        ]
        moves = improvement.available(Item(item.state, item.author), self.officer)
        return element(
            "article",
            element("h3", self._name(item)),
            element(
                "dl",
                *(
                    element("div", element("dt", say(f"improvement.{name}")), element("dd", value))
                    for name, value in facts
                ),
            ),
            *(self._move(item, move) for move in moves),
            self._tying(item, found.suggestions) if item.state != "declined" else None,
        )

    def _name(self, item: Improvement) -> str:
        what = named(item)
        return self._text(what) if isinstance(what, Text) else what

    def _text(self, text: Text) -> str:
        return self.kit.renderer.render(text, self.words.language)

    def _move(self, item: Improvement, move: str) -> Markup:
        fields: tuple[Markup, ...] = ()
        if move == "decline":
            fields = (self._input("why"),)
        elif move in improvement.WRITTEN:
            fields = (
                self._area("ar", item.changed_ar, "rtl"),
                self._area("en", item.changed_en, "ltr"),
            )
        return self._form(f"{PATH}/{item.reference}", f"move.{move}", *fields, do=move)

    def _tying(self, item: Improvement, suggestions: Sequence[Case]) -> Markup | None:
        if not suggestions:
            return None
        field = self._suggestion(suggestions)
        return self._form(f"{PATH}/{item.reference}", "move.tie", field, do="tie")

    # ------------------------------------------------------------- forms
    def _opening(self, suggestions: Sequence[Case]) -> Markup:
        departments = [(id_, self.words.book("department", id_)) for id_ in self._departments()]
        form = self._form(
            PATH,
            "move.open",
            self._input("what"),
            self._select("department", departments),
            self._suggestion(suggestions),
            do="open",
        )
        return self._section("new", form)

    def _departments(self) -> list[str]:
        return list(self.kit.book.departments)

    def _suggestion(self, suggestions: Sequence[Case]) -> Markup:
        none = ("", self.words.say("improvement.no_suggestion"))
        said = [(one.reference, f"{one.reference}: {card.question(one)}") for one in suggestions]
        return self._select("suggestion", [none, *said])

    def _form(self, action: str, label: str, *fields: Part, do: str) -> Markup:
        """Posted by the page's script, whose header no other site can send."""
        button = element("button", self.words.say(f"improvement.{label}"), type="submit")
        hidden = element("input", type="hidden", name="do", value=do)
        return element("form", *fields, hidden, button, data_action=action, class_="filters")

    def _input(self, name: str) -> Markup:
        field = element("input", name=name, required=True, maxlength=improvement.LONGEST)
        return self._labelled(name, field)

    def _area(self, name: str, value: str | None, direction: str) -> Markup:
        field = element("textarea", value or "", name=name, required=True, dir=direction, rows=2)
        return self._labelled(name, field)

    def _select(self, name: str, options: Sequence[tuple[str, str]]) -> Markup:
        shown = [element("option", label, value=id_) for id_, label in options]
        return self._labelled(name, element("select", *shown, name=name))

    def _labelled(self, name: str, field: Markup) -> Markup:
        return element("label", element("span", self.words.say(f"improvement.{name}")), field)

    # ------------------------------------------------------------- thanks
    def _praises(self, praises: Sequence[Praise]) -> Markup:
        """Newest first: nobody is ranked by them."""
        if not praises:
            none = element("p", self.words.say("improvement.no_praise"), class_="few")
            return self._section("praise", none)
        rows = [
            element("li", f"{self.words.book('department', one.department)}: «{one.words}»")
            for one in praises
            if one.words
        ]
        return self._section("praise", element("ul", joined(*rows)))
