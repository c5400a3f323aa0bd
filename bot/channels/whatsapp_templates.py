"""Templates for when WhatsApp's window is closed: made at Twilio, approved, looked after, used.

Sources: twilio.com/docs/content/content-api-resources,
docs/whatsapp/tutorial/message-template-approvals-statuses.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import structlog
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from bot.body import Body
from bot.catalog import LANGUAGES
from bot.channels.whatsapp_content import Content
from bot.clock import Clock
from bot.content_templates import PLACEHOLDER
from bot.templates import digest
from flows.book import Language, Template
from storage import templates
from storage.database import Database
from storage.templates import APPROVED, UNSUBMITTED, Made

PROMPT = 0  # a button of a template answers none of our questions
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Templates:
    """`book` are the association's, by id."""

    twilio: Client
    database: Database
    clock: Clock
    book: Mapping[str, Template]

    async def of(self, body: Body) -> Content | None:
        """What says this body with the window closed; None where nothing approved does."""
        template = self.book.get(body.template or "")
        if template is None:
            return None
        async with self.database.view() as view:
            made = await templates.find(view, template.id, body.language)
        if made is None or made.status != APPROVED or made.digest != _digest(template, made):
            return None
        order = _order(template.body.in_(_language(made)))
        values = {str(number): body.values[key] for key, number in order.items()}
        return Content(made.digest, made.sid, msgspec.json.encode(values).decode())

    async def create(self) -> AsyncIterator[Made]:
        """Make what was not made yet, or was made of another wording; each one made."""
        known = {(made.name, made.language): made for made in await self.all_made()}
        for template in self.book.values():
            for language in LANGUAGES:
                before, now = known.get((template.id, language)), digest(template, language)
                if before is None or before.digest != now:
                    yield await self._create(template, language, now)

    async def submit(self) -> AsyncIterator[Made]:
        """Ask WhatsApp to approve what nobody asked about yet; each one asked about."""
        for made in await self.all_made():
            template = self.book.get(made.name)
            if template and made.status == UNSUBMITTED and made.digest == _digest(template, made):
                asked = await self._approvals(made).create_async(
                    ApprovalCreateList.ContentApprovalRequest(
                        {
                            # A name is taken for good, and blocked for a month once rejected.
                            "name": f"sila_{made.name}_{made.digest}",
                            "category": template.category.upper(),
                        }
                    )
                )
                yield await self._keep(made, str(asked.status), asked.rejection_reason)

    async def list_(self) -> AsyncIterator[Made]:
        """Each of them, as it stands at Twilio now."""
        await self.refresh()
        for made in await self.all_made():
            yield made

    async def refresh(self) -> None:
        """Note how each of them stands at Twilio now."""
        known = {made.sid: made for made in await self.all_made()}
        if known:
            for content in await self.twilio.content.v1.content_and_approvals.list_async():
                made = known.get(str(content.sid))
                requests: Any = content.approval_requests
                if made and isinstance(requests, dict) and requests.get("status"):
                    await self._keep(made, requests["status"], requests.get("rejection_reason"))

    async def refresh_quietly(self) -> None:
        """`refresh` beside other work, that goes on whatever Twilio says."""
        try:
            await self.refresh()
        except Exception as error:  # noqa: BLE001 -- Twilio or the database: the next look does it
            log.warning("templates_not_refreshed", error=type(error).__name__)

    async def all_made(self) -> list[Made]:
        async with self.database.view() as view:
            return await templates.all_made(view)

    async def _create(self, template: Template, language: Language, wording: str) -> Made:
        request = ContentList.ContentCreateRequest(_request(template, language, wording))
        made = await self.twilio.content.v1.contents.create_async(request)
        if not made.sid:
            raise ValueError("a content without an id")
        now = self.clock.now()
        kept = Made(template.id, language, wording, made.sid, UNSUBMITTED, None, now)
        async with self.database.unit() as unit:
            templates.keep(unit, kept)
        return kept

    async def _keep(self, made: Made, status: str, reason: str | None) -> Made:
        kept = replace(made, status=status, reason=reason or None, checked_at=self.clock.now())
        async with self.database.unit() as unit:
            templates.keep(unit, kept)
        return kept

    def _approvals(self, made: Made) -> ApprovalCreateList:
        return self.twilio.content.v1.contents(made.sid).approval_create


def _digest(template: Template, made: Made) -> str:
    return digest(template, _language(made))


def _language(made: Made) -> Language:
    return "ar" if made.language == "ar" else "en"


def _order(body: str) -> dict[str, int]:
    """Which number each placeholder has at Twilio: they must be 1, 2, 3 in reading order."""
    return {key: n for n, key in enumerate(dict.fromkeys(PLACEHOLDER.findall(body)), 1)}


def _request(template: Template, language: Language, wording: str) -> dict[str, Any]:
    body = template.body.in_(language).strip()
    order = _order(body)
    samples = {sample.key: sample.text for sample in template.samples}
    numbered = PLACEHOLDER.sub(lambda found: f"{{{{{order[found[1]]}}}}}", body)
    kind, fields = "twilio/text", list[dict[str, str]]()
    for button in template.buttons:
        kind, id_ = "twilio/quick-reply", f"{PROMPT}:{button.id}"
        fields.append({"type": "QUICK_REPLY", "title": button.label.in_(language), "id": id_})
    return {
        "friendly_name": f"sila template {template.id} {wording}",
        "language": language,
        "variables": {str(number): samples[key] for key, number in order.items()},
        "types": {kind: {"body": numbered} | ({"actions": fields} if fields else {})},
    }
