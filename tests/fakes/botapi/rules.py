"""What Telegram takes: texts, captions and keyboards within its limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.botapi.formatting import parse_html, units
from tests.fakes.botapi.refusal import bad

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""Counted in UTF-16 units here. TDLib counts code points, which is never more: a text that
passes here passes there."""

MOST_BUTTONS = 100
WIDEST_ROW = 8
LONGEST_DATA = 64  # bytes
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
)

Complain = Callable[[str], None]
"""Takes what Telegram lets pass but no bot of ours should do."""


def formatted(
    text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> dict[str, Any]:
    """`text` and `entities` as they stand in a message, the outer white space cut off."""
    found = list(entities or ())
    if parse_mode and parse_mode.lower() == "html":
        text, found = parse_html(text)
    elif parse_mode and parse_mode.lower() != "none":
        raise bad("unsupported parse_mode")  # the fake reads no Markdown: write HTML
    whole = units(text)
    for entity in found:
        if entity["offset"] + entity["length"] > whole:
            raise bad(
                f"can't parse entities: entity beginning at UTF-16 offset {entity['offset']} "
                f"ends after the end of the text at UTF-16 offset {whole}"
            )
    return _trimmed(text, found)


def text_of(parameters: dict[str, Any]) -> dict[str, Any]:
    """The text of a message to send or to edit in."""
    raw = parameters.get("text") or ""
    if not raw:
        raise bad("message text is empty")
    body = formatted(raw, parameters.get("parse_mode"), parameters.get("entities"))
    if not body["text"]:
        raise bad("text must be non-empty")
    return body


def caption_of(parameters: dict[str, Any]) -> dict[str, Any]:
    """`caption` and `caption_entities`, or nothing."""
    body = formatted(
        parameters.get("caption") or "",
        parameters.get("parse_mode"),
        parameters.get("caption_entities"),
    )
    if units(body["text"]) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    renamed = {"text": "caption", "entities": "caption_entities"}
    return {renamed[name]: value for name, value in body.items() if value}


def keyboard_of(
    parameters: dict[str, Any], *, private: bool, complain: Complain
) -> dict[str, Any] | None:
    """The reply markup as Telegram keeps it; the length of the data is checked by `check_data`."""
    markup: dict[str, Any] | None = parameters.get("reply_markup")
    if not markup:
        return None
    if rows := markup.get("inline_keyboard"):
        return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}
    if rows := markup.get("keyboard"):
        if not private and any(_asks(button) for row in rows for button in row):
            raise bad("phone number can be requested in private chats only")
        if units(markup.get("input_field_placeholder") or "") > 64:
            complain("a placeholder is longer than 64 characters")
        return markup
    return markup if markup.keys() & {"remove_keyboard", "force_reply"} else None


def check_data(markup: dict[str, Any] | None, complain: Complain) -> None:
    """The limits Telegram looks at last: number of buttons, bytes of their data."""
    rows = (markup or {}).get("inline_keyboard", ())
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    if any(len(row) > WIDEST_ROW for row in rows):
        complain(f"a row has more than {WIDEST_ROW} buttons")
    if any(len(button.get("callback_data", "").encode()) > LONGEST_DATA for button in buttons):
        raise bad("BUTTON_DATA_INVALID")


def _trimmed(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    text = text.rstrip(" \n")
    first = min((entity["offset"] for entity in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    text, whole = text[lead:], units(text) - lead
    kept = [
        {
            **entity,
            "offset": entity["offset"] - lead,
            "length": min(entity["length"], whole - entity["offset"] + lead),
        }
        for entity in entities
        if entity["offset"] - lead < whole
    ]
    return {"text": text} | ({"entities": kept} if kept else {})


def _button(button: dict[str, Any]) -> dict[str, Any]:
    parse = "can't parse inline keyboard button: "
    if not button.get("text"):
        raise bad(f'{parse}Can\'t find field "text"')
    action = next((name for name in ACTIONS if button.get(name) not in (None, "")), None)
    if action is None:
        raise bad(f"{parse}Text buttons are not allowed in the inline keyboard")
    if action == "url" and not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    kept = ("text", "style", "icon_custom_emoji_id", action)
    return {name: button[name] for name in kept if name in button}


def _asks(button: str | dict[str, Any]) -> bool:
    return isinstance(button, dict) and bool(button.get("request_contact"))
