"""What Twilio's error codes mean, for a send it refuses and for one it accepted and gave up.

Source: twilio.com/docs/api/errors/<code>.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from twilio.base.exceptions import TwilioRestException, TwilioServiceException

from bot.channels.channel import Failed, Later, Parked, Receipt, Unknown
from bot.update import Report

Meaning: TypeAlias = Literal[
    "window",  # 24 hours have passed since they last wrote
    "busy",  # too many requests of ours at once
    "throttled",  # the number or the account sends too much
    "provider",  # trouble at WhatsApp
    "unknown_number",  # nobody has WhatsApp there
    "blocked",  # they do not want to hear from us
    "content",  # a template or its variables cannot be used: the plain text still can
    "withheld",  # WhatsApp does not deliver this one to them
    "sandbox",  # they have not joined the trial number
    "sender",  # our number is not set up, locked or disabled
    "credentials",  # our account or token is wrong
    "uncertain",  # nobody can say whether it was done
    "trouble",  # nor here, but Twilio says that the fault is its own
    "refused",  # anything else that is final
]

CODES: Mapping[Meaning, tuple[int, ...]] = {
    "window": (63016,),
    "busy": (20429,),
    "throttled": (63018, 63017, 30001, 21611),
    "provider": (63012, 30500),
    "unknown_number": (63024, 63003, 21211),
    "blocked": (63014, 21610),
    "content": (
        *(21654, 21655, 21656, 92002, 92007),
        *(63005, 63013, 63021, 63040, 63041, 63042),
    ),
    "withheld": (63032, 63033, 63049),
    "sandbox": (63015,),
    "sender": (63001, 63007, 63020, 63051, 63112),
    "credentials": (20003,),
}
MEANINGS: Mapping[int, Meaning] = {
    code: meaning for meaning, codes in CODES.items() for code in codes
}
STATUSES: Mapping[int, Meaning] = {
    401: "credentials",
    403: "credentials",
    408: "uncertain",
    429: "busy",
}
"""What an HTTP status means where the code says nothing; 500 and above are always uncertain."""

UNREACHABLE: frozenset[Meaning] = frozenset({"unknown_number", "blocked"})
ALARMING: frozenset[Meaning] = frozenset({"sender", "credentials"})
"""Nothing goes out to anybody until an administrator has looked."""

GONE = 21655
"""The content a message names does not exist."""

BREATH = timedelta(minutes=1)
REPAIR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message did not go out."""

    meaning: Meaning
    code: int = 0  # 0: none was given

    @property
    def reason(self) -> str:
        """Short, for the log of messages and for officers: `blocked`, `provider_63012`."""
        plain = self.meaning == "window" or self.meaning in UNREACHABLE
        return self.meaning if plain or not self.code else f"{self.meaning}_{self.code}"

    def receipt(self) -> Receipt:
        """What became of the send that met it at once."""
        match self.meaning:
            case "window":
                return Parked(self.reason)
            case "busy" | "provider":
                return Later(self.reason)
            case "throttled":
                return Later(self.reason, BREATH, everyone=True)
            case "credentials":
                return Later(self.reason, REPAIR, everyone=True)
            case "uncertain" | "trouble":
                return Unknown(self.reason, answered=self.meaning == "trouble")
            case meaning:
                return Failed(self.reason, unreachable=meaning in UNREACHABLE)

    def report(self, sid: str) -> Report:
        """What became of the accepted message that met it later."""
        if self.meaning == "window":
            return Report(sid, "parked", self.reason)
        return Report(sid, "failed", self.reason, unreachable=self.meaning in UNREACHABLE)


def refusal(error: TwilioRestException | TwilioServiceException) -> Refusal:
    """What an error answer means."""
    status, code = _number(error.status), _number(error.code)
    if status >= 500:
        return Refusal("trouble", code)
    return Refusal(MEANINGS.get(code) or STATUSES.get(status, "refused"), code)


def failure(code: str) -> Refusal:
    """What the `ErrorCode` of a status callback means; it may be missing."""
    number = int(code) if code.isascii() and code.isdecimal() and len(code) <= 6 else 0
    return Refusal(MEANINGS.get(number, "refused"), number)


def _number(value: object) -> int:
    """The library passes on whatever the JSON says."""
    return value if isinstance(value, int) else 0
