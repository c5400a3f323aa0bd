"""The report pages over HTTP: who may look, what is downloaded, and the word in the staff room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import pytest_asyncio
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no stubs

from bot.staff import figures
from bot.staff.worklist import Asked
from storage import audit
from tests.bot.site import Site
from tests.bot.test_reports.year import reporting

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGES = ("/desk/reports", "/desk/indicators", "/desk/reports/ratings.xlsx")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with reporting(tmp_path_factory.mktemp("reports"), 400) as ours:
        yield ours


@pytest.mark.parametrize("path", PAGES)
async def test_who_may_look(ours: Site, path: str) -> None:
    assert (await ours.get(path)).status == 401
    for officer, status in (
        ("sara", 403),
        ("hessa", 403),
        ("noura", 200),
        ("abdullah", 200),
    ):
        assert (await ours.see(path, officer)).status == status, officer


async def test_an_officer_sees_only_their_own_figure(ours: Site) -> None:
    assert (await ours.get("/desk/reports/own")).status == 303
    page = (await ours.see("/desk/reports/own", "sara")).text
    assert "رأي من خدمتهم" in page
    assert "خالد" not in page


@pytest.mark.parametrize("what", ["ratings", "cases", "indicators"])
async def test_a_download_opens_and_is_recorded(ours: Site, what: str) -> None:
    answer = await ours.see(f"/desk/reports/{what}.xlsx?period=2026-Q3", "noura")
    assert f'filename="sila-{what}-2026-Q3.xlsx"' in answer.headers["Content-Disposition"]
    assert load_workbook(BytesIO(answer.body)).worksheets[0].max_row > 1
    async with ours.app.database.view() as view:
        entries = await audit.of_subject(view, "reports")
    assert (entries[-1].actor, entries[-1].move) == ("officer:noura", f"export_{what}")
    assert (await ours.see(f"/desk/reports/{what}.exe", "noura")).status == 404


@pytest.mark.parametrize(
    "query", ["period=1999", "period='", "department=<script>", "channel=%00", "language=fr"]
)
async def test_what_is_asked_for_is_never_repeated_as_markup(ours: Site, query: str) -> None:
    answer = await ours.see(f"/desk/reports?{query}", "noura")
    assert answer.status == 200
    assert "<script" not in answer.text


async def test_a_page_is_read_from_what_is_kept(ours: Site) -> None:
    await ours.see("/desk/reports", "noura")
    kept = ours.app.database.trace
    asked: list[str] = []
    ours.app.database.trace = asked.append
    try:
        await ours.see("/desk/reports", "noura")
    finally:
        ours.app.database.trace = kept
    assert not [name for name in asked if name.startswith("report_")]


async def test_the_word_in_the_staff_room_tells_those_who_lead(ours: Site) -> None:
    kit, now = ours.app.kit, ours.clock.now()
    async with ours.app.database.view() as view:
        told = await figures.indicators(
            view, kit, Asked(kit.book.officers["noura"], "", now, -1001)
        )
    said = kit.renderer.render(told.text, "ar")
    assert len(said) < 4096
    assert all(code in said for code in ("G", "D5e", "R0", "R7"))
    assert "لا تتوفر بيانات" not in said
