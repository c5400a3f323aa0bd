"""Content templates: what may be created, what WhatsApp approves, what a send renders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.twilio.refusal import Refusal
from tests.fakes.twilio.variables import (
    MALFORMED,
    MOST_VARIABLES,
    PLACEHOLDER,
    fill,
    invalid_variables,
    placeholders,
    read_variables,
    texts,
    valid_variables,
)

CONTENT_TYPES = ("twilio/list-picker", "twilio/quick-reply", "twilio/text")
"""The types this fake knows, the richest first: that one is sent."""

# type -> path of a text -> most characters [twilio.com/docs/content/twilio-text,
# twilio-quick-reply, twiliolist-picker]
LIMITS: Mapping[str, Mapping[str, int]] = {
    "twilio/text": {"body": 1600},
    "twilio/quick-reply": {"body": 1024, "actions.title": 20, "actions.id": 200},
    "twilio/list-picker": {
        "body": 1024,
        "button": 20,
        "items.item": 24,
        "items.id": 200,
        "items.description": 72,
    },
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "twilio/text": ("body",),
    "twilio/quick-reply": ("body", "actions"),
    "twilio/list-picker": ("body", "button", "items"),
}
MOST_CHOICES = 10
MOST_IN_SESSION = 3

CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
TEMPLATE_NAME = re.compile(r"[a-z0-9_]{1,512}")


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press or pick, as it stands on the telephone."""

    title: str
    id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a content becomes with its variables filled in."""

    kind: str
    body: str
    buttons: tuple[Button, ...]
    values: tuple[str, ...]
    fields: Mapping[str, Any]

    def fits(self) -> bool:
        return not list(oversized(self.kind, self.fields))


@dataclass(slots=True)
class Approval:
    name: str
    category: str
    kind: str
    status: str = "received"
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "type": "whatsapp",
            "name": self.name,
            "category": self.category,
            "content_type": self.kind,
            "status": self.status,
            "rejection_reason": self.reason,
            "allow_category_change": True,
            "flows": None,
        }


@dataclass(slots=True)
class Content:
    sid: str
    account: str
    name: str
    language: str
    samples: Mapping[str, str]
    types: Mapping[str, Mapping[str, Any]]
    created: datetime
    approval: Approval | None = field(default=None)

    @property
    def kind(self) -> str:
        return next(kind for kind in CONTENT_TYPES if kind in self.types)

    @property
    def status(self) -> str:
        return self.approval.status if self.approval else "unsubmitted"

    def render(self, variables: str) -> Rendered:
        """Fills in `variables`, the JSON text of a send; samples stand in for what is missing."""
        given = read_variables(variables)
        fields = self.types[self.kind]
        wanted = placeholders(fields)
        values = {**self.samples, **given}
        if set(given) - wanted or wanted - set(values):
            raise invalid_variables()
        filled = fill(fields, values)
        return Rendered(
            kind=self.kind,
            body=filled["body"],
            buttons=tuple(buttons(filled)),
            values=tuple(given.values()),
            fields=filled,
        )

    def as_json(self) -> dict[str, Any]:
        url = f"https://content.twilio.com/v1/Content/{self.sid}"
        stamp = f"{self.created:%Y-%m-%dT%H:%M:%SZ}"
        return {
            "sid": self.sid,
            "account_sid": self.account,
            "friendly_name": self.name,
            "language": self.language,
            "variables": dict(self.samples),
            "types": dict(self.types),
            "date_created": stamp,
            "date_updated": stamp,
            "url": url,
            "links": {
                "approval_fetch": f"{url}/ApprovalRequests",
                "approval_create": f"{url}/ApprovalRequests/whatsapp",
            },
        }


def check(data: Mapping[str, Any]) -> None:
    """Refuses a content that Twilio would not create."""
    types, samples = data.get("types") or {}, data.get("variables") or {}
    if not data.get("friendly_name") or not data.get("language"):
        raise invalid("friendly_name and language are required")
    if not types or set(types) - set(CONTENT_TYPES):
        raise invalid(f"types: one or more of {', '.join(CONTENT_TYPES)}")
    if len(samples) > MOST_VARIABLES:
        raise Refusal(92002, "Invalid variables. The max amount of variables allowed is 100")
    if not valid_variables(samples):
        raise Refusal(92007, "The Content Variables Parameter is invalid")
    for kind, fields in types.items():
        check_type(kind, fields)


def check_type(kind: str, fields: Mapping[str, Any]) -> None:
    absent = [name for name in REQUIRED[kind] if not fields.get(name)]
    if absent:
        raise invalid(f"{kind}: {absent[0]} is required")
    if len(choices(fields)) > MOST_CHOICES:
        raise invalid(f"{kind}: at most {MOST_CHOICES} choices")
    ids = [choice["id"] for choice in choices(fields) if choice.get("id")]
    if len(set(ids)) != len(ids):
        raise invalid(f"{kind}: ids must differ")
    for path in oversized(kind, fields):
        raise invalid(f"{kind}: {path} is longer than {LIMITS[kind][path]} characters")
    if any(MALFORMED.search(text) for text in texts(fields)):
        raise invalid(f"{kind}: a variable is not well formed")


def check_submission(content: Content, data: Mapping[str, Any], others: Iterable[Content]) -> None:
    """Refuses a request for approval that never reaches WhatsApp's reviewers."""
    name = data.get("name", "")
    if content.kind == "twilio/list-picker":
        raise invalid("twilio/list-picker is not supported for approval")
    if not TEMPLATE_NAME.fullmatch(name):
        raise invalid("name: lower-case letters, digits and underscores only")
    if data.get("category") not in CATEGORIES:
        raise invalid(f"category: one of {', '.join(CATEGORIES)}")
    if content.approval is not None:
        raise invalid("this content was submitted before")
    for other in others:
        if other.approval and (other.approval.name, other.language) == (name, content.language):
            raise invalid(f"there is a template {name} in {content.language} already")


def objection(content: Content) -> str:
    """Why WhatsApp rejects this template at once, or nothing."""
    fields = content.types[content.kind]
    body = fields["body"]
    used = PLACEHOLDER.findall(body)
    numbers = sorted({int(name) for name in used if name.isdecimal()})
    words = [word for word in body.split() if not PLACEHOLDER.search(word)]
    objections = {
        "the body starts or ends with a variable": re.search(r"^\W*\{\{|\}\}\W*$", body),
        "two variables are adjacent": re.search(r"\}\}\s*\{\{", body),
        "variable numbers are skipped": numbers != list(range(1, len(numbers) + 1)),
        "too many variables for so few words": used and len(words) < 2 * len(used) + 1,
        "four or more spaces in a row": "    " in body,
        "a variable has no sample": placeholders(fields) - set(content.samples),
    }
    return next((reason for reason, holds in objections.items() if holds), "")


def oversized(kind: str, fields: Mapping[str, Any]) -> Iterator[str]:
    """The paths of texts longer than allowed; a placeholder counts nothing until it is filled."""
    for path, most in LIMITS[kind].items():
        name, _, inner = path.partition(".")
        found = [item.get(inner) for item in choices(fields)] if inner else [fields.get(name)]
        if any(len(PLACEHOLDER.sub("", text or "")) > most for text in found):
            yield path


def choices(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(fields.get("actions") or fields.get("items") or ())


def buttons(fields: Mapping[str, Any]) -> Iterator[Button]:
    for choice in choices(fields):
        title = choice.get("title") or choice.get("item") or ""
        yield Button(title, choice.get("id") or title, choice.get("description") or "")


def invalid(message: str) -> Refusal:
    return Refusal(20001, message)
