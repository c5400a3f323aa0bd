"""An officer at the web desk, over HTTP."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

from flows.checklist import ALL

OUTCOMES = {"أُوضح الأمر": "explained"}


@dataclass
class DeskOfficer:
    """The session bears a pass, or the desk is a demo's."""

    session: ClientSession
    url: str
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def claim(self, reference: str) -> None:
        await self._move(reference, move="claim")

    async def reply(self, reference: str, text: str) -> None:
        await self._move(reference, move="say", text=text)

    async def murmur(self, reference: str, text: str) -> None:
        await self._move(reference, move="say", text=f"// {text}")

    async def approve(self, reference: str) -> None:
        await self.match(reference, ALL, "sighted")
        await self._move(reference, move="approve")

    async def match(self, reference: str, field: str, how: str) -> None:
        await self._move(reference, move="mark", about=field, outcome=how)

    async def refused(self, reference: str, **wish: str) -> str:
        """Why this move is not made; nothing where it was."""
        status, told = await self._try(reference, **wish)
        assert status in {200, 409}, told
        return str(told.get("error", ""))

    async def leaves(self, *, back: bool = False) -> None:
        """Go on leave, or come back from it."""
        wish = {"id": f"duty-{next(self._ids)}", "on": back}
        status, told = await self.post("/desk/duty", wish)
        assert (status, told["on"]) == (200, back)

    async def reveals(self, reference: str, field: str) -> str:
        """One answer in full."""
        wish = {"id": str(next(self._ids)), "about": field}
        status, told = await self.post(f"/desk/cases/{reference}/reveal", wish)
        assert status == 200, told
        return str(told["value"])

    async def fields(self, reference: str) -> list[dict[str, Any]]:
        """The checklist of an application."""
        found: list[dict[str, Any]] = (await self.case(reference))["checklist"]["fields"]
        return found

    async def case(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.get(f"/desk/cases/{reference}"))["case"]
        return found

    async def deliver(self, reference: str) -> None:
        await self._move(reference, move="deliver", text="عُقدت الجلسة.")

    async def close(self, reference: str, outcome: str, text: str) -> None:
        await self._move(reference, move="close", outcome=OUTCOMES[outcome], text=text)

    async def hears(self, reference: str, text: str) -> None:
        case = await self.get(f"/desk/cases/{reference}")
        assert any(text in line["text"] for line in case["messages"])

    async def lines(self, reference: str) -> list[dict[str, Any]]:
        """The transcript as it is shown."""
        case = await self.get(f"/desk/cases/{reference}")
        found: list[dict[str, Any]] = case["messages"]
        return found

    async def fate(self, reference: str, text: str) -> str:
        """What became of a line that was sent."""
        case = await self.get(f"/desk/cases/{reference}")
        return str(next(line["status"] for line in case["messages"] if line["text"] == text))

    async def references(self, state: str = "open") -> list[str]:
        """Applications are due later than hand-offs, so the desk lists them last."""
        found = await self.get(f"/desk/cases?state={state}")
        return [case["reference"] for case in sorted(found["cases"], key=opened)]

    async def get(self, path: str) -> Any:
        async with self.session.get(self.url + path) as answer:
            assert answer.status == 200
            return await answer.json()

    async def post(self, path: str, wish: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The status, and what was answered."""
        headers = {"X-Sila": "desk"}
        async with self.session.post(self.url + path, json=wish, headers=headers) as answer:
            return answer.status, await answer.json()

    async def _move(self, reference: str, **wish: str) -> None:
        status, told = await self._try(reference, **wish)
        assert status == 200, told

    async def _try(self, reference: str, **wish: str) -> tuple[int, dict[str, Any]]:
        made = {"id": str(next(self._ids)), **wish}
        return await self.post(f"/desk/cases/{reference}/moves", made)


def opened(case: dict[str, Any]) -> tuple[str, str]:
    return case["opened_at"], case["reference"]
