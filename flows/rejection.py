"""Why a reply cannot be used. Checks and steps raise these; the engine answers them."""

from __future__ import annotations

from collections.abc import Mapping

from flows.text import Shown


class Rejected(Exception):  # noqa: N818 -- a fact about a reply, not an error of ours
    """The answer is wrong in a way we can explain; `reason` completes ``check.<check>.``"""

    def __init__(self, reason: str, **values: Shown) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values: Mapping[str, Shown] = values


class Unclear(Exception):  # noqa: N818
    """The text was not understood at all. Twice in a row brings an officer."""


class Reopened(Exception):  # noqa: N818
    """The beneficiary wants to change the answer kept under `key`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Begun(Exception):  # noqa: N818
    """The answer is not whole yet: `draft` is what there is of it, `why` what is wrong with it."""

    def __init__(self, draft: str, why: Rejected | None = None) -> None:
        super().__init__(draft)
        self.draft = draft
        self.why = why


class Called(Exception):  # noqa: N818
    """The option picked is one of the shared behaviours, such as help or cancel."""

    def __init__(self, behaviour: str) -> None:
        super().__init__(behaviour)
        self.behaviour = behaviour
