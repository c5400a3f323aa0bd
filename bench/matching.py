"""How well the matcher does on a folder of public enquiries: ``python -m bench.matching FOLDER``.

The folder is not part of the project: ``banking_intents``, ``banking_kb_pool``, ``banking_queries``
and ``far_oos``, each ``.jsonl``, made of ArBanking77 and xSID (CC BY-SA 4.0). Of five folds one is
left out: its questions are near strangers, the others' are asked. What is answered and not right,
strangers too, counts against precision: weighed 80 % ours, 10 % near, 10 % far.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import mean, pstdev
from time import process_time
from typing import Any, TypeAlias

from flows.arabic import fold
from flows.matching import Matcher

FOLDS = range(5)
VARIETIES = ("msa", "sau")
WORDS = Path(__file__).parent.parent / "association" / "words.toml"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويءىةأإآؤئ",
        (
            *("a", "b", "t", "th", "j", "7", "5", "d", "th", "r", "z", "s", "sh", "9", "d", "6"),
            *("th", "3", "gh", "f", "q", "k", "l", "m", "n", "h", "w", "y"),
            *("2", "a", "a", "a", "e", "a", "o", "e"),
        ),
        strict=True,
    )
)
OPENINGS = ("السلام عليكم", "مساء الخير", "هلا والله")
CLOSINGS = ("لو سمحتوا", "الله يعافيكم", "جزاكم الله خير")

SIZES = (100, 500)
HEADS = ("first", "of three", "answered", "precision", "in a tap", "near", "far")

Rows: TypeAlias = list[dict[str, Any]]
Noise: TypeAlias = Callable[[str, random.Random], str]


def slip(text: str, draw: random.Random) -> str:
    """One letter of one longer word missing, swapped, wrong or twice."""
    words = text.split()
    long = [n for n, word in enumerate(words) if len(word) > 3]
    if long:
        n = draw.choice(long)
        word, at = words[n], draw.randrange(len(words[n]) - 1)
        before, letter, after = word[:at], word[at], word[at + 1 :]
        swapped = f"{before}{after[0]}{letter}{after[1:]}"
        wrong = f"{before}{draw.choice(LETTERS)}{after}"
        words[n] = draw.choice([before + after, swapped, wrong, f"{before}{letter * 2}{after}"])
    return " ".join(words)


def spelt(text: str, _: random.Random) -> str:
    plain = text.translate(str.maketrans("أإآةى0123456789", "اااهي٠١٢٣٤٥٦٧٨٩"))
    return plain.replace("ل", "لـ")


def polite(text: str, draw: random.Random) -> str:
    return f"{draw.choice(OPENINGS)} {text} {draw.choice(CLOSINGS)}"


def drawn_out(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text))
    return f"{text[:at]}{text[at] * 4}{text[at + 1 :]}"


def latin(text: str, draw: random.Random) -> str:
    """With vowels at random between consonants."""
    written = ""
    for letter in text:
        sound = LATIN.get(letter, letter if letter.isascii() else "")
        apart = written[-1:].isalpha() and written[-1:] not in "aeiouwy" and sound.isalpha()
        written += (draw.choice("aei") if apart and draw.random() < 0.5 else "") + sound
    return written


NOISES: Mapping[str, Noise] = {
    "none": lambda text, _: text,
    "slip": slip,
    "spelling": spelt,
    "politeness": polite,
    "drawn out": drawn_out,
    "latin": latin,
}


@dataclass(slots=True)
class Score:
    """Counts of one run over all folds; `fits` and `takes` are in seconds of CPU time."""

    counts: Counter[str] = field(default_factory=Counter)
    fits: list[float] = field(default_factory=list)
    takes: list[float] = field(default_factory=list)

    def share(self, name: str, of: str = "ours") -> float:
        return self.counts[name] / (self.counts[of] or 1)

    @property
    def precision(self) -> float:
        strangers = 0.1 * self.share("near answered", "near") + 0.1 * self.share(
            "far answered", "far"
        )
        answered = 0.8 * self.share("answered") + strangers
        return 0.8 * self.share("right") / (answered or 1)

    @property
    def shares(self) -> tuple[float, ...]:
        """As `HEADS` names them."""
        return (
            self.share("first"),
            self.share("of three"),
            self.share("answered"),
            self.precision,
            self.share("solved"),
            self.share("near answered", "near"),
            self.share("far answered", "far"),
        )

    @property
    def costs(self) -> tuple[float, float]:
        """The longest building in seconds, and the 95th percentile of a question in ms."""
        return max(self.fits), 1000 * sorted(self.takes)[int(0.95 * len(self.takes))]


@dataclass(frozen=True, slots=True)
class Enquiries:
    intents: Rows
    queries: Rows
    far: Rows
    pool: Mapping[tuple[str, str], list[str]]
    words: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls, folder: Path) -> Enquiries:
        def rows(name: str) -> Rows:
            lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
            return [json.loads(line) for line in lines]

        pool: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows("banking_kb_pool"):
            pool[row["intent"], row["variety"]].append(row["text"])
        spoken = tomllib.loads(WORDS.read_text("utf-8"))["meanings"]
        words = {meaning: frozenset(map(fold, said)) for meaning, said in spoken.items()}
        return cls(rows("banking_intents"), rows("banking_queries"), rows("far_oos"), pool, words)

    def known(self, fold_: int, many: int, drawn: int) -> dict[str, tuple[str, ...]]:
        """Entries of every other fold: a title and so many phrasings, half of each variety."""
        entries = {}
        for intent in (row for row in self.intents if row["fold"] != fold_):
            id_ = intent["intent"]
            draw = random.Random(f"{drawn}-{id_}-{many}")  # noqa: S311 -- the same on every run
            texts = [intent["title_ar"]]
            for variety, share in (("msa", (many + 1) // 2), ("sau", many // 2)):
                pool = self.pool[id_, variety]
                texts += draw.sample(pool, min(len(pool), share))
            entries[id_] = tuple(texts)
        return entries

    def sized(self, entries: int) -> dict[str, list[str]]:
        """So many entries of ten phrasings: what the pool has, ten by ten, as often as it takes."""
        texts = [text for key in sorted(self.pool) for text in self.pool[key]]
        tens = [texts[at : at + 10] for at in range(0, len(texts) - 9, 10)]
        again = ((n, tens[n % len(tens)], n // len(tens)) for n in range(entries))
        return {str(n): [f"{t} {turn}" if turn else t for t in ten] for n, ten, turn in again}

    def score(self, many: int, variety: str, noise: str, drawn: int = 0) -> Score:
        """`drawn` says which draw of the phrasings is known."""
        score = Score()
        for fold_ in FOLDS:
            began = process_time()
            entries = self.known(fold_, many, drawn)
            matcher = Matcher.of(entries, self.words)
            score.fits.append(process_time() - began)
            draw = random.Random(fold_)  # noqa: S311 -- the same on every run
            for query in (row for row in self.queries if row["variety"] == variety):
                intent = query["intent"] if query["intent"] in entries else None
                _ask(score, matcher, NOISES[noise](query["text"], draw), intent)
            for row in self.far:
                answered = matcher.match(row["text"]).action == "answer"
                score.counts.update({"far": 1, "far answered": answered})
        return score


def _ask(score: Score, matcher: Matcher, text: str, intent: str | None) -> None:
    began = process_time()
    explained = matcher.explain(text)
    score.takes.append(process_time() - began)
    answered = explained.match.action == "answer"
    if intent is None:
        score.counts.update({"near": 1, "near answered": answered})
        return
    near = [*dict.fromkeys((*explained.match.ids, *(c.id for c in explained.candidates)))]
    score.counts.update(
        {
            "ours": 1,
            "first": near[:1] == [intent],
            "of three": intent in near[:3],
            "answered": answered,
            "right": answered and near[:1] == [intent],
            "solved": intent in explained.match.ids,
        }
    )


def report(enquiries: Enquiries, draws: int) -> Iterator[str]:
    """The mean over so many draws of the phrasings, and how far they are spread about it."""
    yield f"{'phrasings':20}" + "".join(f"{head:>15}" for head in HEADS) + "  fit s  p95 ms"
    clean = [(many, variety, "none") for many in (5, 10, 20) for variety in VARIETIES]
    for many, variety, noise in (*clean, *((10, "sau", noise) for noise in NOISES)):
        scores = [enquiries.score(many, variety, noise, drawn) for drawn in range(draws)]
        told = "".join(
            f"{f'{mean(share):.3f} ± {pstdev(share):.3f}':>15}"
            for share in zip(*(score.shares for score in scores), strict=True)
        )
        fit, p95 = map(max, zip(*(score.costs for score in scores), strict=True))
        yield f"{many:<4} {f'{variety}, {noise}':15}{told}{fit:7.2f}{p95:8.1f}"


def sizes(enquiries: Enquiries) -> Iterator[str]:
    """What books of a hundred and of five hundred entries cost."""
    for entries in SIZES:
        book, score = enquiries.sized(entries), Score()
        for _ in range(3):
            began = process_time()
            matcher = Matcher.of(book, enquiries.words)
            score.fits.append(process_time() - began)
        for query in enquiries.queries[:600]:
            _ask(score, matcher, query["text"], None)
        fit, p95 = score.costs
        yield f"{entries} entries of ten: {fit:.2f} s, p95 {p95:.1f} ms"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draws", type=int, default=3)
    args = parser.parse_args()
    read = Enquiries.read(args.folder)
    for line in chain(sizes(read), report(read, args.draws)):
        print(line, flush=True)  # noqa: T201 -- what it is for
