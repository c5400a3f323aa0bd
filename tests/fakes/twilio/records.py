"""What one Twilio account holds: its messages and its contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeAlias
from urllib.parse import urlencode

from tests.fakes.twilio import content as contents
from tests.fakes.twilio import sending
from tests.fakes.twilio.content import Approval, Content
from tests.fakes.twilio.message import Media, Message
from tests.fakes.twilio.refusal import Refusal, missing

Clock: TypeAlias = Callable[[], datetime]

PAGE_SIZE = 50
LARGEST_PAGE = 1000
UNFINISHED = ("queued", "sending")


class Records:
    """Messages and contents by SID. SIDs are counted, so that a run repeats itself."""

    def __init__(self, account: str, number: str, clock: Clock) -> None:
        self.account = account
        self.number = number
        self.clock = clock
        self.messages: dict[str, Message] = {}
        self.contents: dict[str, Content] = {}
        self._count = count(1)

    def now(self) -> datetime:
        return self.clock().astimezone(UTC)

    def sid(self, prefix: str) -> str:
        return f"{prefix}{next(self._count):032x}"

    # messages

    def send(
        self, form: Mapping[str, str], media: Sequence[str], to: sending.Recipient | None
    ) -> Message:
        """Accepts an outbound message; what becomes of it is its `fate`."""
        sending.check(sending.Send(form, media, self.number))
        content = self._content(form["ContentSid"]) if form.get("ContentSid") else None
        rendered = content.render(form.get("ContentVariables", "")) if content else None
        now = self.now()
        message = Message(
            sid=self.sid("MM" if media or content else "SM"),
            account=self.account,
            sender=form["From"],
            to=form["To"],
            body=rendered.body if rendered else form.get("Body", ""),
            created=now,
            buttons=rendered.buttons if rendered else (),
            attached=tuple(media),
            callback=form.get("StatusCallback", ""),
            template=content is not None and content.status == "approved",
            fate=sending.fate(to, content, rendered, now),
        )
        self.messages[message.sid] = message
        return message

    def receive(self, sender: str, body: str, files: Sequence[tuple[str, bytes]]) -> Message:
        message = Message(
            sid=self.sid("MM" if files else "SM"),
            account=self.account,
            sender=sender,
            to=self.number,
            body=body,
            created=self.now(),
            direction="inbound",
            status="received",
            media=[Media(self.sid("ME"), kind, content) for kind, content in files],
        )
        self.messages[message.sid] = message
        return message

    def message(self, sid: str) -> Message:
        try:
            return self.messages[sid]
        except KeyError:
            raise missing(f"/Messages/{sid}") from None

    def media(self, message: str, sid: str) -> Media:
        for media in self.message(message).media:
            if media.sid == sid:
                return media
        raise missing(f"/Messages/{message}/Media/{sid}")

    def redact(self, sid: str, emptied: bool) -> Message:
        message = self._finished(sid)
        if not emptied:
            raise Refusal(20001, "Body may only be emptied")
        message.body = ""
        return message

    def delete(self, sid: str) -> None:
        del self.messages[self._finished(sid).sid]

    def page(self, query: Mapping[str, str]) -> dict[str, Any]:
        """One page of the messages that match, newest first."""
        size = min(int(query.get("PageSize") or PAGE_SIZE), LARGEST_PAGE)
        found = [
            message for message in reversed(self.messages.values()) if _matches(message, query)
        ]
        after = query.get("PageToken", "").removeprefix("PA")
        start = next((place + 1 for place, row in enumerate(found) if row.sid == after), 0)
        rows, rest = found[start : start + size], found[start + size :]
        number = int(query.get("Page") or 0)
        path = f"/2010-04-01/Accounts/{self.account}/Messages.json"
        onward = {**query, "PageSize": size, "Page": number + 1}
        if rest:
            onward["PageToken"] = f"PA{rows[-1].sid}"
        return {
            "messages": [row.as_json() for row in rows],
            "page": number,
            "page_size": size,
            "start": start,
            "end": start + len(rows) - 1,
            "uri": path,
            "first_page_uri": f"{path}?PageSize={size}&Page=0",
            "previous_page_uri": None,
            "next_page_uri": f"{path}?{urlencode(onward)}" if rest else None,
        }

    def _finished(self, sid: str) -> Message:
        message = self.message(sid)
        if message.status in UNFINISHED:
            raise Refusal(20009, "Cannot modify this resource before it is complete", 409)
        return message

    # contents

    def create(self, data: Mapping[str, Any]) -> Content:
        contents.check(data)
        content = Content(
            sid=self.sid("HX"),
            account=self.account,
            name=data["friendly_name"],
            language=data["language"],
            samples=data.get("variables") or {},
            types=data["types"],
            created=self.now(),
        )
        self.contents[content.sid] = content
        return content

    def content(self, sid: str) -> Content:
        try:
            return self.contents[sid]
        except KeyError:
            raise missing(f"/Content/{sid}") from None

    def submit(self, sid: str, data: Mapping[str, Any]) -> Approval:
        """Asks WhatsApp to approve a template; a hopeless one is rejected on the spot."""
        content = self.content(sid)
        contents.check_submission(content, data, self.contents.values())
        reason = contents.objection(content)
        content.approval = Approval(
            name=data["name"],
            category=data["category"],
            kind=content.kind,
            status="rejected" if reason else "received",
            reason=reason,
        )
        return content.approval

    def _content(self, sid: str) -> Content:
        if sid not in self.contents:
            raise Refusal(21655, "The ContentSid is invalid.")
        return self.contents[sid]


def _matches(message: Message, query: Mapping[str, str]) -> bool:
    """Filters To, From, DateSent; ``DateSent<`` and ``DateSent>`` include their bound."""
    stamp = f"{message.created:%Y-%m-%dT%H:%M:%SZ}"
    on, until, since = (query.get(name, "") for name in ("DateSent", "DateSent<", "DateSent>"))
    return (
        query.get("To", message.to) == message.to
        and query.get("From", message.sender) == message.sender
        and stamp.startswith(on[:10])
        and (not until or stamp[: len(until)] <= until)
        and stamp[: len(since)] >= since
    )
