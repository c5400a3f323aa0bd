"""The officer's switch at the desk: on duty, or on leave."""

from __future__ import annotations

from pathlib import Path

from storage import duty
from tests.walks.stage import stage
from tests.walks.test_telegram import association


async def test_on_leave_and_back_at_the_desk(tmp_path: Path) -> None:
    async with stage("website", tmp_path, association=association(tmp_path)) as there:
        noura, sara = there.person(), await there.officer()
        await noura.say("موظف", "والرد متوقع قبل")
        [case] = await sara.references()
        assert await sara.get("/desk/duty") == {"on": True}
        off = {"id": "1", "on": False}
        for _ in range(2):  # the same wish twice is one
            assert await sara.post("/desk/duty", off) == (200, {"on": False})
        assert "/on" in await sara.refused(case, move="claim")
        async with there.app.database.view() as view:
            assert await duty.absent(view) == {"sara"}
        assert await sara.post("/desk/duty", {"id": "2", "on": True}) == (200, {"on": True})
        await sara.claim(case)
        assert (await sara.post("/desk/duty", {"id": "", "on": True}))[0] == 400
