"""Who waits for an officer asks when it is their turn, and hears how many go before."""

from __future__ import annotations

from pathlib import Path

from tests.shell import Desk, Visitor, running


async def test_the_place_in_the_queue_until_somebody_has_it(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        people = [Visitor(app, name) for name in ("first", "second", "third", "fourth")]
        for one in people:
            await one.say("السلام عليكم", "مسؤول")
        ranks = {(await one.cases())[0].reference: one for one in people}
        asked = [await ranks[number].say("متى دوري؟") for number in sorted(ranks)]
        assert "هي التالية" in asked[0]
        assert "معاملة واحدة" in asked[1]
        assert "معاملتان" in asked[2]
        assert "3 معاملات" in asked[3].translate({0x2066: "", 0x2069: "", 0x2068: ""})
        first, *_, last = sorted(ranks)
        await Desk(app).make(first, "claim")
        heard = len(await ranks[first].heard())
        await ranks[first].say("متى دوري؟")
        assert len(await ranks[first].heard()) == heard
        assert "معاملتان" in await ranks[last].say("متى تردون")
        heard = len(await ranks[last].heard())
        await ranks[last].say("القائمة", "طلباتي")
        assert "معاملتان" in "\n".join((await ranks[last].heard())[heard:])
