"""The words people type for what every flow understands, folded for comparing."""

from __future__ import annotations

from contextlib import suppress

from bot.content_shape import Unfit, build
from bot.toml_file import TomlFile
from flows.arabic import fold

MEANINGS = (
    *("back", "cancel", "continue", "discard", "end", "help", "menu", "no", "restart", "skip"),
    *("start", "stop", "yes", "arabic", "english", "language", "courtesy", "greeting", "thanks"),
    *("rights", "steps", "complaint", "suggestion", "delete_data", "flagged", "praise"),
    *("confidential", "sensitive", "sensitive_word", "sensitive_hint", "sensitive_topic"),
    *("enquiry", "objection", "officer", "rate", "register", "requests", "cancel_request"),
    *("one_time_code", "other_code", "waiting", "puzzled"),
)
NUMBERS = tuple(str(number) for number in range(1, 13))
"""What `words.toml` must hold spellings of, each in its own table. It may hold more meanings."""


def fold_words(file: TomlFile) -> dict[str, frozenset[str]]:
    """A meaning, or a number such as ``"1"``, and its folded spellings.

    Within one table no spelling may mean two things; a number word may also mean something else.
    """
    words: dict[str, frozenset[str]] = {}
    if file.readable:
        words |= _fold_table("meanings", MEANINGS, file)
        words |= _fold_table("numbers", NUMBERS, file)
        for key in file.table.keys() - {"meanings", "numbers"}:
            file.report((key,), "unknown here; expected one of: meanings, numbers")
    return words


def _fold_table(name: str, wanted: tuple[str, ...], file: TomlFile) -> dict[str, frozenset[str]]:
    table = file.table.get(name)
    if not isinstance(table, dict):
        file.report((name,), f"expected a table of {', '.join(wanted)}")
        return {}
    for meaning in wanted:
        if meaning not in table:
            file.report((name, meaning), "missing; expected a list of spellings")
    words: dict[str, frozenset[str]] = {}
    owners: dict[str, str] = {}
    for meaning, spellings in table.items():
        with suppress(Unfit):
            texts: tuple[str, ...] = build(tuple[str, ...], spellings, file, (name, meaning))
            for index, text in enumerate(texts):
                owner = owners.setdefault(fold(text), meaning)
                if not fold(text):
                    file.report((name, meaning, index), "expected words")
                elif owner != meaning:
                    says = f"expected another spelling, for {owner} has this one: {text}"
                    file.report((name, meaning, index), says)
            words[meaning] = frozenset(map(fold, texts))
    return words
