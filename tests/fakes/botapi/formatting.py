"""Telegram's HTML: the text a person sees and the entities on it, or Telegram's complaint."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.botapi.refusal import bad

ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>]*)>|&(#\d+|#x[0-9A-Fa-f]+|\w+);|([<]|[^<&]+|&)")
LINK = re.compile(r"""\s*href\s*=\s*(?:"([^"]*)"|'([^']*)')\s*""")


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities, offsets in UTF-16 units."""
    text, entities = "", []
    opened: list[tuple[str, str, int]] = []
    for token in TOKEN.finditer(source):
        closing, tag, attributes, character, plain = token.groups()
        at = len(source[: token.start()].encode())
        if plain == "<":
            raise bad(f'can\'t parse entities: Unsupported start tag "" at byte offset {at}')
        if plain is not None:
            text += plain
        elif character is not None:
            text += _character(character)
        elif closing:
            entities += _closed(tag.lower(), opened, text, at)
        else:
            if tag.lower() not in ENTITIES:
                raise bad(
                    f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {at}'
                )
            opened.append((tag.lower(), attributes, units(text)))
    if opened:
        tag = opened[-1][0]
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def units(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _character(name: str) -> str:
    if name.startswith("#"):
        return chr(int(name.lstrip("#x"), 16 if "x" in name else 10))
    return CHARACTERS.get(name, f"&{name};")


def _closed(
    tag: str, opened: list[tuple[str, str, int]], text: str, at: int
) -> list[dict[str, Any]]:
    if not opened:
        raise bad(f"can't parse entities: Unexpected end tag at byte offset {at}")
    expected, attributes, start = opened.pop()
    if tag != expected:
        raise bad(
            f"can't parse entities: Unmatched end tag at byte offset {at}, "
            f'expected "</{expected}>", found "</{tag}>"'
        )
    entity = {"type": ENTITIES[tag], "offset": start, "length": units(text) - start}
    if tag == "a":
        link = LINK.fullmatch(attributes)
        url = (link[1] or link[2]) if link else ""
        if not url.startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
            return []
        entity["url"] = url
    return [entity] if entity["length"] else []
