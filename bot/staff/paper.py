"""A document as officers read of it: what it is, of which kind, how large; never its name."""

from __future__ import annotations

from bot.kit import Kit
from flows.text import Shown, Text
from storage.cases import Case
from storage.documents import Document

KB = 1024  # bytes


def label(document: Document, case: Case, kit: Kit) -> Shown:
    """Of the programme's document; its key where the programme no longer asks for it."""
    line = f"book.programme.{case.programme}.document.{document.key}.label"
    return Text(line) if line in kit.renderer.lines else document.key


def detail(document: Document) -> Text:
    size = -(-document.size // KB)
    return Text("staff.document", {"type": document.type.upper(), "size": size})


def numbered(number: int, document: Document, case: Case, kit: Kit) -> Text:
    """``2. Licence certificate: PDF, 120 KB``"""
    values = {"n": number, "label": label(document, case, kit), "detail": detail(document)}
    return Text("staff.document.numbered", values)
