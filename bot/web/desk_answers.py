"""The answers page of the desk: drafts, answers near their date, questions nothing answered.

Here one officer approves what another has written; it is spoken from then on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from bot.answers_current import Answers
from bot.clock import riyadh
from bot.drafting import Drafting, authors_of, read
from bot.kit import Kit
from bot.web.answers import problem
from bot.web.door import Door, Served, Visit
from flows import likeness
from flows.answers import SOON, Proposal, may_approve, proposed
from flows.book import Answer, Language, Officer
from flows.lanes import ROLES
from flows.text import Text
from storage import answers, drafts, questions
from storage.answers import Version
from storage.database import Database
from storage.drafts import Draft
from storage.questions import Question

PAGE = Path(__file__).parent / "static" / "desk-answers.html"
RECENT = timedelta(days=90)  # questions older than that tell little about today
LARGEST = 64 * 1024  # bytes of what is posted
YEAR = 366  # days that a correction may reach back
SHOWN = 5  # questions of a group
NEAR = 3


class Wish(msgspec.Struct):
    """What is to become of a draft, as the officer leaves it."""

    do: Literal["save", "approve", "discard"]
    revision: int
    proposal: Proposal
    corrects_days: int = 0


class Settling(msgspec.Struct):
    """What is to become of questions that are alike: one is a phrasing, or they are put away."""

    do: Literal["phrase", "settle"]
    ids: list[int]
    answer: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AnswersDesk:
    """`answers` are told of what is spoken from then on."""

    database: Database
    answers: Answers
    door: Door

    def routes(self) -> list[Route]:
        def route(path: str, serve: Served, method: str = "GET") -> Route:
            return self.door.route(path, serve, roles=ROLES["general"], method=method)

        return [
            Route("/desk/answers", self.page),
            route("/desk/answers/board", self.board),
            route("/desk/answers/one/{id}", self.one),
            route("/desk/answers/one/{id}", self.change, "POST"),
            route("/desk/answers/questions", self.settle, "POST"),
        ]

    async def page(self, _: Request) -> Response:
        return FileResponse(PAGE)

    async def board(self, visit: Visit) -> Response:
        """All that wants an officer's eye."""
        sight = Sight.of(visit)
        async with self.database.view() as view:
            waiting = await drafts.waiting(view)
            asked = await questions.unsettled(view, visit.now - RECENT)
        grouped = await asyncio.to_thread(sight.groups, asked)
        return JSONResponse(
            {
                "drafts": [sight.draft(draft) for draft in waiting],
                "answers": [sight.row(its) for its in sight.kit.book.answers.values()],
                "questions": grouped,
                "departments": [
                    {"id": one.id, "name": one.name.in_(sight.language)}
                    for one in sight.kit.book.departments.values()
                ],
            }
        )

    async def one(self, visit: Visit) -> Response:
        """One answer, or its draft, to be edited."""
        id_, sight = visit.request.path_params["id"], Sight.of(visit)
        async with self.database.view() as view:
            draft = await drafts.of_answer(view, id_)
            kept = await answers.versions(view, id_)
        known = sight.kit.book.answers.get(id_)
        if draft is None and known is None:
            return problem(404)
        return JSONResponse(sight.whole(id_, draft, known, kept))

    async def change(self, visit: Visit) -> Response:
        raw = await visit.request.body()
        if len(raw) > LARGEST:
            return problem(413)
        wish, id_ = msgspec.json.decode(raw, type=Wish), visit.request.path_params["id"]
        if not 0 <= wish.corrects_days <= YEAR:
            return problem(400)
        async with self.database.unit() as unit:
            drafting = Drafting(unit, visit.kit, visit.now, visit.officer)
            match wish.do:
                case "save":
                    why = await drafting.save(id_, wish.proposal, wish.revision)
                case "approve":
                    days = wish.corrects_days
                    why = await drafting.approve(id_, wish.proposal, wish.revision, days)
                case "discard":
                    why = await drafting.discard(id_, wish.revision)
        return await self._done(visit, why, spoken=wish.do == "approve")

    async def settle(self, visit: Visit) -> Response:
        raw = await visit.request.body()
        if len(raw) > LARGEST:
            return problem(413)
        wish = msgspec.json.decode(raw, type=Settling)
        async with self.database.unit() as unit:
            drafting = Drafting(unit, visit.kit, visit.now, visit.officer)
            phrased = wish.do == "phrase"
            why = await drafting.phrase(wish.answer, wish.text) if phrased else None
            if why is None:
                questions.settle(unit, wish.ids)
        return await self._done(visit, why, spoken=False)

    async def _done(self, visit: Visit, why: Text | None, *, spoken: bool) -> Response:
        if why:
            return visit.refuse(409, why)
        if spoken:
            await self.answers.load()
            self.answers.turns.rested()
        return JSONResponse({"ok": True})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one officer sees, in one language."""

    kit: Kit
    officer: Officer
    language: Language
    now: datetime

    @classmethod
    def of(cls, visit: Visit) -> Sight:
        return cls(visit.kit, visit.officer, visit.language, riyadh(visit.now))

    def row(self, its: Answer) -> dict[str, Any]:
        left = its.valid_until - self.now.date()
        return {
            "id": its.id,
            "title": its.title.in_(self.language),
            "owner": self._department(its.owner),
            "valid_until": its.valid_until.isoformat(),
            "state": "expired" if left.days < 0 else "expiring" if left <= SOON else "valid",
        }

    def draft(self, draft: Draft) -> dict[str, Any]:
        says = read(draft)
        title = says.title.in_(self.language) or says.title.ar or says.title.en or says.question
        return {
            "id": draft.answer,
            "title": title,
            "owner": self._department(says.owner),
            "authors": self._names(draft),
            "new": draft.base == 0,
            "yours": self.officer.id in authors_of(draft),
        }

    def whole(
        self, id_: str, draft: Draft | None, known: Answer | None, kept: Sequence[Version]
    ) -> dict[str, Any]:
        assert draft or known
        says = read(draft) if draft else proposed(known)  # type: ignore[arg-type]  # one is there
        why = may_approve(self.officer, authors_of(draft), says.owner) if draft else None
        return {
            "id": id_,
            "proposal": msgspec.to_builtins(says),
            "revision": draft.revision if draft else 0,
            "draft": draft is not None,
            "spoken": known is not None,
            "authors": self._names(draft) if draft else [],
            "case": draft.case if draft else None,
            "refused": self.kit.renderer.render(why, self.language) if why else "",
            "versions": [
                {"number": one.number, "at": one.approved_at.isoformat()[:10], "by": self._by(one)}
                for one in reversed(kept)
            ],
        }

    def groups(self, asked: Sequence[Question]) -> list[dict[str, Any]]:
        """Questions that are alike, the most frequent first, with the answers near them."""
        found = likeness.groups([one.question for one in asked], self.kit.matcher)
        return [self._group([asked[n] for n in group]) for group in found]

    def _group(self, alike: Sequence[Question]) -> dict[str, Any]:
        near = self.kit.matcher.explain(alike[0].question).candidates[:NEAR]
        return {
            "ids": [one.id for one in alike],
            "texts": list(dict.fromkeys(one.question for one in alike))[:SHOWN],
            "near": [
                {"id": its.id, "title": self._say(f"book.answer.{its.id}.title")} for its in near
            ],
        }

    def _names(self, draft: Draft) -> list[str]:
        officers = self.kit.book.officers
        known = (officers.get(id_) for id_ in authors_of(draft))
        return [officer.alias.in_(self.language) for officer in known if officer]

    def _by(self, version: Version) -> str:
        return version.approved_by_ar if self.language == "ar" else version.approved_by_en

    def _department(self, id_: str) -> str:
        known = id_ in self.kit.book.departments
        return self._say(f"book.department.{id_}") if known else id_

    def _say(self, id_: str) -> str:
        return self.kit.renderer.render(Text(id_), self.language)
