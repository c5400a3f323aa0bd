"""The improvements page: what is to change, what did, suggestions to answer, and thanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
PRAISE, SUGGESTED = "praise", "suggested"
FIRST = {"open": 20, "done": 20, "approved": 5, "declined": 5, PRAISE: 10}
"""How many of each the whole page begins with."""
EACH = 30  # on a page of one state alone
FIGURES = 6  # of the longest number that an address may hold


@dataclass(frozen=True, slots=True)
class Show:
    """What is looked at: some of everything, or all of one state, after so many of it."""

    state: str | None = None
    after: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Show:
        """As it stands in the address of the page; everything where that makes no sense."""
        state, after = query.get("state", ""), query.get("after", "")
        if state not in FIRST:
            return cls()
        return cls(state, int(after) if after.isdecimal() and len(after) <= FIGURES else 0)

    def has(self, state: str) -> bool:
        return self.state in {None, state}

    def room(self, state: str) -> int:
        """For how many there is room on the page."""
        return EACH if self.state else FIRST[state]

    def more(self, state: str) -> str:
        """The part of an address that shows what follows."""
        after = self.after + EACH if self.state else 0
        return f"state={state}&after={after}" if after else f"state={state}"


@dataclass(frozen=True, slots=True)
class Found:
    """All that there is to show, one more of each than there is room for where there are more.

    `tied` are the suggestions of each improvement, `counts` how many are in each state.
    """

    items: Mapping[str, Sequence[Improvement]]
    counts: Mapping[str, int]
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
    show: Show

    def page(self, found: Found) -> str:
        say = self.words.say
        return page(
            self.words,
            say("improvement.title"),
            self.choice,
            PATH,
            element("p", say("improvement.how"), class_="lead"),
            self._states(found.counts),
            self._opening() if self.show.has("open") else None,
            *(self._group(state, found) for state in found.items),
            self._praises(found.praises) if self.show.has(PRAISE) else None,
            self._suggestions(found.suggestions),
            posting(self.words),
        )

    def _states(self, counts: Mapping[str, int]) -> Markup:
        """A way to each state, with how many are in it."""
        links = [self._link(None, self.words.say("improvement.all"))]
        links += [
            self._link(state, f"{self._titled(state)} ({counts.get(state, 0)})") for state in STATES
        ]
        links.append(self._link(PRAISE, self._titled(PRAISE)))
        return element("nav", *links, class_="states", aria_label=self.words.say("improvement.by"))

    def _link(self, state: str | None, label: str) -> Markup:
        chosen = f"&state={state}" if state else ""
        current = "page" if state == self.show.state else None
        there = f"{PATH}?{self.choice.query()}{chosen}"
        return element("a", label, href=there, aria_current=current)

    def _titled(self, state: str) -> str:
        return self.words.say(f"improvement.section.{state}")

    def _group(self, state: str, found: Found) -> Markup:
        items = found.items[state]
        rows = [self._item(item, found) for item in items[: self.show.room(state)]]
        none = element("p", self.words.say("improvement.none"), class_="few")
        return self._section(state, *(rows or [none]), self._more(state, items))

    def _more(self, state: str, found: Sequence[object]) -> Markup | None:
        if len(found) <= self.show.room(state):
            return None
        there = f"{PATH}?{self.choice.query()}&{self.show.more(state)}"
        return element("p", element("a", self.words.say("improvement.more"), href=there))

    def _section(self, name: str, *parts: Part) -> Markup:
        heading = element("h2", self._titled(name), id=name)
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
            self._deciding(
                *(self._move(item, move) for move in moves),
                self._tying(item) if item.state != "declined" and found.suggestions else None,
            ),
        )

    def _deciding(self, *forms: Markup | None) -> Markup | None:
        """Folded, so that many of them are seen at a glance."""
        if not any(forms):
            return None
        return element("details", element("summary", self.words.say("improvement.decide")), *forms)

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

    def _tying(self, item: Improvement) -> Markup:
        field = self._suggestion(required=True)
        return self._form(f"{PATH}/{item.reference}", "move.tie", field, do="tie")

    # ------------------------------------------------------------- forms
    def _opening(self) -> Markup:
        departments = [(id_, self.words.book("department", id_)) for id_ in self._departments()]
        form = self._form(
            PATH,
            "move.open",
            self._input("what"),
            self._select("department", departments),
            self._suggestion(),
            do="open",
        )
        return self._section("new", form)

    def _departments(self) -> list[str]:
        return list(self.kit.book.departments)

    def _suggestion(self, *, required: bool = False) -> Markup:
        """Its number, typed or taken from the list that all of the page share."""
        field = element(
            "input",
            name="suggestion",
            list=SUGGESTED,
            required=required,
            inputmode="numeric",
            pattern="[0-9]{8}",
            autocomplete="off",
            placeholder=None if required else self.words.say("improvement.no_suggestion"),
        )
        return self._labelled("suggestion", field)

    def _suggestions(self, found: Sequence[Case]) -> Markup:
        options = [element("option", card.question(one), value=one.reference) for one in found]
        return element("datalist", *options, id=SUGGESTED)

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
        shown = praises[: self.show.room(PRAISE)]
        if not praises:
            none = element("p", self.words.say("improvement.no_praise"), class_="few")
            return self._section(PRAISE, none)
        rows = [
            element("li", f"{self.words.book('department', one.department)}: «{one.words}»")
            for one in shown
            if one.words
        ]
        return self._section(PRAISE, element("ul", joined(*rows)), self._more(PRAISE, praises))
