"""The step that is answered with files: a document a programme asks for, never an identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from flows.arabic import fold
from flows.book import DocumentType
from flows.context import Context
from flows.events import Event, File, Said
from flows.rejection import Rejected, Reopened
from flows.steps.ask import SKIP
from flows.steps.pick import named, pick
from flows.steps.step import Step
from flows.text import Option, Shown, Text, Value

MB = 1024 * 1024  # bytes
READ = frozenset({"image", "document"})
"""The kinds of file that are looked at here; of any other kind none is a document."""

REASONS = (
    *("archive", "damaged", "dimensions", "empty", "locked", "nothing"),
    *("too_big", "too_many", "type", "unavailable"),
)
"""Why a file is not taken: ``check.file.<reason>``."""

DONE, REMOVE = (
    Option("done", Text("upload.option.done")),
    Option("remove", Text("upload.option.remove")),
)


def sound(files: Iterable[File]) -> tuple[File, ...]:
    """Those that can be kept."""
    return tuple(file for file in files if not file.problem)


def joined(types: Iterable[str]) -> str:
    """``PDF / PNG``"""
    return " / ".join(sorted({type_.upper() for type_ in types}))


def type_of(id_: str) -> str:
    """The type of a kept file, which its id ends with: ``9f86d081.pdf``."""
    return id_.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(Step):
    """One document in up to `most` files of these types, each of at most `size` megabytes.

    The answer is the ids of the files. What has come so far for the question stands in
    `Context.files`; `flows.uploading` gathers it.
    """

    types: frozenset[DocumentType]
    most: int
    size: int
    optional: bool = False

    def options(self, ctx: Context) -> tuple[Option, ...]:
        if sound(ctx.files):
            return DONE, REMOVE
        return (Option(SKIP, Text("common.skip")),) if self.optional else ()

    def parse(self, event: Event, ctx: Context) -> Value:
        """The files so far, when they are said to be all; a file itself is no answer yet."""
        files = sound(ctx.files)
        if isinstance(event, Said):
            folded = fold(event.text)
            if not files and named((DONE,), folded, ctx):
                raise Rejected("nothing")
            if not files and self.optional and ctx.means(SKIP, folded):
                return None
        option = pick(self.options(ctx), event, ctx)
        if option == REMOVE.id:
            raise Reopened(self.key)
        return tuple(file.id for file in files) or None

    def claims(self, folded: str, ctx: Context) -> bool:
        return named((DONE, *self.options(ctx)), folded, ctx) is not None

    def trouble(self, file: File, count: int) -> str:
        """Why a file is not taken where `count` were; empty if it is."""
        if file.problem:
            return file.problem
        if file.type not in self.types:
            return "type"
        if file.size > self.size * MB:
            return "too_big"
        return "too_many" if count >= self.most else ""

    def explain(self, reason: str) -> Text:
        values: dict[str, Shown] = {}
        match reason:
            case "type" | "archive":
                values = {"types": joined(self.types)}
            case "too_big":
                values = {"size": self.size}
            case "too_many":
                values = {"most": self.most}
        return self.refusal(Rejected(reason, **values))

    def holds(self, value: Value, ctx: Context) -> bool:
        if not isinstance(value, tuple):
            return value is None and self.optional
        return len(value) <= self.most and {type_of(id_) for id_ in value} <= self.types

    def question(self, ctx: Context) -> Text:
        """What is asked; once something has come, whether it is all."""
        if files := sound(ctx.files):
            return Text("upload.more", {"most": self.most}, count=len(files))
        return Step.question(self, ctx)

    def show(self, value: Value, ctx: Context) -> Shown:
        if not isinstance(value, tuple):
            return Text("common.none")
        return Text("upload.shown", {"types": joined(map(type_of, value))}, count=len(value))

    def wants(self) -> Literal["contact", "file"] | None:
        return "file"

    @property
    def checked(self) -> str:
        return "file"
