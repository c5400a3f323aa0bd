from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest

from flows import codec
from flows.codec import Upgrade
from flows.conversation import Conversation, Form
from flows.events import Opened

TALKED = Conversation(
    language="en",
    greeted=True,
    forms=(
        Form(
            "registration",
            given={"programme": "course"},
            answers={"name": "نورة", "field.note": None, "years": 3, "about.course": True},
            trail=("name",),
            asking="mobile",
            prompt=7,
            refusals=1,
        ),
        Form("menu"),
    ),
    prompts=7,
    misses=1,
    turn="paused",
    case="26000422",
    waiting=(Opened("rating", {"application": "26000430"}),),
    seen=date(2026, 11, 22),
)


def test_a_conversation_comes_back_as_it_was() -> None:
    for conversation in (Conversation(), TALKED):
        state = codec.dump(conversation)
        assert codec.load(state) == conversation
        assert codec.dump(codec.load(state)) == state


def test_nothing_kept_is_a_new_conversation() -> None:
    assert codec.load(None) == Conversation()


def test_a_state_kept_before_a_field_was_added_is_read() -> None:
    assert codec.load(b"{}") == Conversation()
    assert codec.load(b'{"forms": [{"flow": "menu"}], "later": 1}').form == Form("menu")


def rename(plain: dict[str, Any]) -> dict[str, Any]:
    return {**plain, "language": plain["tongue"]}


def wrap(plain: dict[str, Any]) -> dict[str, Any]:
    return {**plain, "tongue": plain["lang"][:2]}


UPGRADES: Mapping[int, Upgrade] = {-1: wrap, 0: rename}


def test_an_older_format_is_brought_up_step_by_step() -> None:
    assert codec.load(b'{"lang": "en-GB"}', -1, UPGRADES) == Conversation(language="en")
    assert codec.load(b'{"tongue": "en"}', 0, UPGRADES) == Conversation(language="en")


def test_every_older_format_has_its_upgrade() -> None:
    assert set(codec.UPGRADES) == set(range(1, codec.FORMAT))


def test_a_newer_format_is_refused() -> None:
    with pytest.raises(KeyError):
        codec.load(b"{}", codec.FORMAT + 1)


@pytest.mark.parametrize("state", [b"", b"[]", b'{"turn": "nobody"}', b'{"forms": [{}]}'])
def test_what_no_release_wrote_is_refused(state: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        codec.load(state)
    with pytest.raises(msgspec.DecodeError):
        codec.load(state, 0, {0: lambda plain: plain})
