"""A case's transcript as PDF: Arabic joined from right to left, masked, on record, for officers."""

from __future__ import annotations

import importlib.util
import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from bot.web.case_page import CasePage
from bot.web.transcript import NoShaping, Paper
from storage import audit, cases
from tests.bot.site import Site
from tests.bot.test_desk.people import waiting

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINE = {
    "author": "officer",
    "name": "",
    "at": "2026-11-22T06:00:00.000Z",
    "status": "sent",
    "status_label": "",
    "mark": None,
    "mark_label": "",
    "text": "",
}
SAID = "رقم هويتي 1000000008 👋"


async def printed(ours: Site, case: str, language: str = "ar") -> bytes:
    path = f"{ours.url}/desk/cases/{case}/transcript.pdf?language={language}"
    async with ours.session.get(path, headers=ours.entry("sara")) as answer:
        assert (answer.status, answer.content_type) == (200, "application/pdf")
        assert answer.headers["Cache-Control"] == "no-store"
        return await answer.read()


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub("[\u2066-\u2069]", "", text)


async def test_it_is_masked_and_on_record(ours: Site) -> None:
    _, case = await waiting(ours, "to be printed", SAID)
    pdf = await printed(ours, case)
    assert case in words(pdf)
    assert "1000000008" not in words(pdf)
    assert "0008" in words(pdf)
    async with ours.app.database.view() as view:
        entries = await audit.of_case(view, case)
    assert [e.actor for e in entries if e.move == "print_transcript"] == ["officer:sara"]


async def test_it_speaks_english_too(ours: Site) -> None:
    _, case = await waiting(ours, "to be printed in English")
    assert f"Transcript of case {case}" in words(await printed(ours, case, "en"))


async def test_whoever_is_no_officer_gets_nothing(ours: Site) -> None:
    _, case = await waiting(ours, "not for strangers")
    assert (await ours.get(f"/desk/cases/{case}/transcript.pdf")).status == 401
    assert (await ours.see("/desk/cases/00000000/transcript.pdf")).status == 404


async def test_it_tells_what_the_person_never_got(ours: Site) -> None:
    _, case = await waiting(ours, "told everything")
    await ours.move(case, move="claim")
    await ours.move(case, move="note", text="Between us")
    await ours.move(case, move="say", text="Come on Sunday")
    page = (await ours.see(f"/desk/cases/{case}", **{"Accept-Language": "en"})).json
    *_, said = page["messages"]
    lost = {"status": "failed", "status_label": "did not arrive", "mark": "edited"}
    page["messages"][-1] = said | lost | {"mark_label": "edited"}
    told = words(Paper(ours.app.kit, "en", ours.clock.now()).draw(page))
    [note] = [line for line in told.splitlines() if "internal" in line.lower()]
    assert told.index(note) < told.index("Between us")
    assert "edited · did not arrive" in told


async def test_its_pages_are_numbered_and_no_name_stands_alone_at_the_end_of_one(
    ours: Site,
) -> None:
    paper = Paper(ours.app.kit, "en", ours.clock.now())
    page = {"case": {"reference": "1", "title": "", "fields": []}}
    lines = [LINE | {"name": "Sarah", "text": f"line {n}"} for n in range(60)]
    pdf = PdfReader(io.BytesIO(paper.draw(page | {"messages": lines})))
    for number, sheet in enumerate(pdf.pages, 1):
        *_, last, foot = sheet.extract_text().splitlines()
        assert foot.strip() == str(number)
        assert last.startswith("line")


async def test_letters_join_and_what_the_font_lacks_is_a_star(ours: Site) -> None:
    """Within a word a letter is another glyph than alone: begun, middle and end are three."""
    kit, now = ours.app.kit, ours.clock.now()
    paper = Paper(kit, "ar", now)

    def glyphs(said: str) -> int:
        page = {"case": {"reference": "1", "title": "", "fields": []}, "messages": []}
        pdf = PdfReader(io.BytesIO(paper.draw(page | {"messages": [LINE | {"text": said}]})))
        resources: Any = pdf.pages[0]["/Resources"]
        fonts = [font.get_object() for font in resources["/Font"].values()]
        return sum(len(str(f["/DescendantFonts"][0].get_object()["/W"])) for f in fonts)

    assert glyphs("ببب") > glyphs("ب")
    assert glyphs("👋") == glyphs("*")


async def test_without_shaping_nothing_is_drawn(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, case = await waiting(ours, "no shaping")
    kit, now = ours.app.kit, ours.clock.now()
    async with ours.app.database.view() as view:
        found = await cases.by_reference(view, case)
        assert found
        page = await CasePage(kit, kit.book.officers["sara"], "ar").whole(view, found, now)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(NoShaping, match="joins Arabic letters"):
        Paper(kit, "ar", now).draw(page)
