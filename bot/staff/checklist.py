"""The checklist in a case's topic: each answer masked, its mark, and the buttons to mark it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.body import Body
from bot.render import Renderer
from flows.applications import MARKED
from flows.book import Language
from flows.case import Case
from flows.checklist import ALL, HOWS, WRONG, Field
from flows.text import Shown, Text

SIGNS = {**dict.fromkeys(HOWS, "✅"), WRONG: "❌", "lapsed": "❌"}
UNMARKED = "▫️"
DECISIONS = ("ask_correction", "approve", "reject", "deliver")


def body(
    case: Case, moves: tuple[str, ...], renderer: Renderer, language: Language, about: str = ""
) -> Body:
    """The whole list; with `about`, the one field (or all that are left) and how it is marked.

    `moves` are those that the case's owner may make now.
    """
    words = _Words(case, renderer, language)
    if about:
        return Body(text="\n".join(words.about(about)), data=tuple(words.ways(about)))
    return Body(text="\n".join(words.lines()), data=tuple(words.buttons(moves)))


class _Words:
    """What is read on one checklist in one language."""

    def __init__(self, case: Case, renderer: Renderer, language: Language) -> None:
        self.case, self.renderer, self.language = case, renderer, language
        self.fields = dict(enumerate(case.checklist.fields, 1))

    def lines(self) -> Iterator[str]:
        state = Text(f"application.{self.case.application_state}")
        head: dict[str, Shown] = {"reference": str(self.case.application), "state": state}
        yield self._say("staff.checklist.head", head)
        for number, one in self.fields.items():
            yield self._line(number, one)

    def about(self, key: str) -> Iterator[str]:
        """The field in question."""
        if key == ALL:
            count = len(self.case.checklist.left)
            yield self.renderer.render(Text("staff.checklist.all", count=count), self.language)
        else:
            yield from (self._line(n, one) for n, one in self.fields.items() if one.key == key)
        yield self._say("staff.checklist.how")

    def ways(self, key: str) -> Iterator[tuple[str, str]]:
        """How it may be marked, and the way back."""
        for how in HOWS if key == ALL else (*HOWS, WRONG):
            yield self._button(
                f"staff.checklist.mark.{how}", f"v:{self.case.reference}:{key}:{how}"
            )
        if key != ALL:
            yield self._button("case.move.reveal", f"v:{self.case.reference}:{key}:reveal")
        yield self._button("staff.checklist.back", f"c:{self.case.reference}:verify")

    def buttons(self, moves: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if self.case.application_state in MARKED:
            for number, one in self.fields.items():
                label = self._say("staff.checklist.pick", {"n": number, "label": one.label})
                yield label, f"v:{self.case.reference}:{one.key}"
            if self.case.checklist.left:
                yield self._button("staff.checklist.rest", f"v:{self.case.reference}:{ALL}")
        for move in DECISIONS:
            if move in moves:
                yield self._button(f"case.move.{move}", f"c:{self.case.reference}:{move}")

    def _line(self, number: int, one: Field) -> str:
        mark = self.case.checklist.marks.get(one.key)
        values: dict[str, Shown] = {
            "sign": SIGNS.get(mark or "", UNMARKED),
            "n": number,
            "label": one.label,
            "value": one.masked,
        }
        if mark is None:
            return self._say("staff.checklist.line", values)
        how = Text(f"staff.checklist.mark.{mark}")
        return self._say("staff.checklist.marked", {**values, "how": how})

    def _button(self, line: str, data: str) -> tuple[str, str]:
        return self._say(line), data

    def _say(self, line: str, values: dict[str, Shown] | None = None) -> str:
        return self.renderer.render(Text(line, values or {}), self.language)
