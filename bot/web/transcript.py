"""A case's transcript on paper: what the desk shows of it, as PDF, masked as there and on record.

Arabic is shaped by HarfBuzz; without it nothing is drawn, rather than letters that do not join.
"""

from __future__ import annotations

import asyncio
import importlib.util
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from bot.clock import riyadh
from bot.kit import Kit
from bot.web.answers import problem
from bot.web.case_page import CasePage
from bot.web.door import Door, Visit
from flows.arabic import isolate
from flows.book import Language
from flows.lanes import CASE_ROLES, sees
from flows.text import Shown, Text
from storage import audit, cases
from storage.audit import Entry
from storage.database import Database

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "static" / "fonts"
FONT = "Sila"
SHAPING = "uharfbuzz"
STAR = "*"  # in the place of what the font lacks: the bullets of masks, and emoji
TITLE, TEXT, SMALL = 15, 11, 9  # points
LINE = 6  # millimetres from a line to the next
GREY = 110
MASKED = re.compile("(?<!\u2066)•+[0-9]+")  # the end of a number after its mask
UNHEARD = frozenset({"failed", "parked", "asked", "expired"})
"""Fates of a line that the person does not have."""
ISOLATES = {"\u2066", "\u2067", "\u2068", "\u2069"}


class NoShaping(Exception):  # noqa: N818 -- read by people as a sentence
    """The library that joins Arabic letters is missing: install what requirements.txt names."""


@dataclass(frozen=True, slots=True)
class Transcripts:
    database: Database
    door: Door

    def routes(self) -> list[Route]:
        path = "/desk/cases/{reference}/transcript.pdf"
        return [self.door.route(path, self.pdf, roles=CASE_ROLES)]

    async def pdf(self, visit: Visit) -> Response:
        reference = visit.request.path_params["reference"]
        async with self.database.unit() as unit:
            case = await cases.by_reference(unit, reference)
            if case is None or not sees(visit.officer, case):
                return problem(404)
            seen = CasePage(visit.kit, visit.officer, visit.language)
            page = await seen.whole(unit, case, visit.now)
            actor = f"officer:{visit.officer.id}"
            audit.record(unit, Entry(visit.now, actor, reference, "print_transcript", reference))
        paper = Paper(visit.kit, visit.language, visit.now)
        drawn = await asyncio.to_thread(paper.draw, page)
        name = f'attachment; filename="{reference}.pdf"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return Response(drawn, media_type="application/pdf", headers=headers)


@dataclass(frozen=True, slots=True)
class Paper:
    """In one language; `now` is when it was printed."""

    kit: Kit
    language: Language
    now: datetime

    def draw(self, page: Mapping[str, Any]) -> bytes:
        """A case as `CasePage.whole` gives it. NoShaping where letters could not be joined."""
        if importlib.util.find_spec(SHAPING) is None:
            raise NoShaping(NoShaping.__doc__)
        from fpdf import FPDF  # noqa: PLC0415 -- 36 MB that few processes ever need

        class Numbered(FPDF):
            def footer(self) -> None:
                self.set_y(-LINE * 2)
                self.set_font(FONT, size=SMALL)
                self.cell(0, LINE, str(self.page_no()), align="C")

        pdf = Numbered(format="A4")
        pdf.set_auto_page_break(auto=True, margin=18)
        for style, name in (("", "Regular"), ("B", "Bold")):
            pdf.add_font(FONT, style, FONTS / f"SilaSansArabic-{name}.ttf")
        pdf.set_text_shaping(use_shaping_engine=True)
        pdf.set_lang(self.language)
        pdf.add_page()
        case, association = page["case"], self._say("book.association.name")
        title = self._say("staff.print.title", reference=case["reference"])
        pdf.set_title(_plain(title))
        self._line(pdf, title, TITLE, "B")
        self._line(pdf, f"{association} · {case['title']}", TEXT)
        self._line(pdf, self._say("staff.print.at", at=riyadh(self.now)), SMALL, grey=GREY)
        for field in case["fields"]:
            self._line(pdf, f"{field['label']}: {field['value']}", TEXT)
        for line in page["messages"]:
            self._said(pdf, line)
        return bytes(pdf.output())

    def _said(self, pdf: FPDF, line: Mapping[str, Any]) -> None:
        at = self._say("staff.print.line", name=line["name"], at=riyadh(_moment(line["at"])))
        pdf.ln(LINE / 2)
        if pdf.will_page_break(2 * LINE):  # nobody's name stands apart from what they said
            pdf.add_page()
        self._line(pdf, " · ".join((_plain(at), *self._fate(line))), SMALL, "B", grey=GREY)
        for part in line["text"].splitlines() or [""]:
            self._line(pdf, part, TEXT)

    def _fate(self, line: Mapping[str, Any]) -> Iterator[str]:
        """What the words alone would not tell: that they stayed inside, were changed, or lost."""
        if line["author"] == "note":
            yield self._say("desk.inside")
        if line["mark"]:
            yield line["mark_label"]
        if line["status"] in UNHEARD:
            yield line["status_label"]

    def _line(self, pdf: FPDF, words: str, size: int, style: str = "", grey: int = 0) -> None:
        pdf.set_font(FONT, style, size)
        pdf.set_text_color(grey)
        pdf.multi_cell(
            0,
            LINE,
            self._drawable(pdf, words),
            align="R" if self.language == "ar" or _is_arabic(words) else "L",
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def _drawable(self, pdf: FPDF, words: str) -> str:
        """The words in what the font has."""
        known = pdf.current_font.cmap  # type: ignore[union-attr]  # of an added font
        kept = MASKED.sub(lambda found: isolate(found[0]), words)
        return "".join(c if ord(c) in known or c in ISOLATES else STAR for c in kept)

    def _say(self, id_: str, **values: Shown) -> str:
        return self.kit.renderer.render(Text(id_, values), self.language)


def _plain(words: str) -> str:
    return "".join(c for c in words if c not in ISOLATES)


def _is_arabic(words: str) -> bool:
    """Whether its first letter is written from right to left."""
    ways = (unicodedata.bidirectional(c) for c in words)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
