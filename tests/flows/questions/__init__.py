"""Questions put to the sample association, and how well the matcher does on them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.content import load
from bot.evaluation import Question, Questions
from flows.matching import Matcher

HERE = Path(__file__).parent
SPLITS = ("development", "held_out")


@dataclass(frozen=True)
class Wish:
    """`intent` is None where a text only looks like one."""

    text: str
    intent: str | None


def sample() -> Matcher:
    book = load(HERE.parents[2] / "association")
    return Matcher.of_book(book)


def path(split: str) -> Path:
    return HERE / f"{split}.toml"


def read(split: str) -> tuple[list[Question], list[Wish]]:
    table = tomllib.loads(path(split).read_text("utf-8"))
    none = table["intents"].pop("none")["texts"]
    wishes = [Wish(text, intent) for intent, texts in table["intents"].items() for text in texts]
    return list(Questions.read(path(split)).asked), wishes + [Wish(text, None) for text in none]
