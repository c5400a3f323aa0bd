"""The association's answers as a page anybody may read, search and print: what the bot says too.

It is made whole here, without a script. What is searched for is neither kept nor logged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.catalog import LANGUAGES
from bot.clock import Clock, riyadh
from bot.kit import Kit
from flows import misconception, referral
from flows.book import Answer, Language
from flows.matching import LONGEST
from flows.text import Text

PATH = "/answers"
ADDRESS = re.compile(r"https://[^\s<>\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """`kit` gives the kit of the moment, for answers change while the process runs."""

    kit: Callable[[], Kit]
    clock: Clock

    def routes(self) -> list[Route]:
        return [Route(PATH, self.page)]

    async def page(self, request: Request) -> Response:
        asked = request.query_params.get("q", "").strip()[:LONGEST]
        chosen = request.query_params.get("lang")
        language: Language = "en" if chosen == "en" else "ar"
        sheet = Sheet(self.kit(), language, riyadh(self.clock.now()).date())
        return HTMLResponse("\n".join(sheet.lines(asked)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page in one language, as it is on one day. What it quotes is escaped."""

    kit: Kit
    language: Language
    today: date

    def lines(self, asked: str) -> Iterator[str]:
        found, besides = self._found(asked), self._besides(asked)
        yield from self._head(found, asked)
        yield "<body><header>"
        yield f"<h1>{self._word('title')}</h1><p>{self._word('lead')}</p>"
        yield from self._search(asked)
        yield "</header><main>"
        if asked:
            key = "found" if found or besides else "nothing"
            back = urlencode({"lang": self.language})
            yield f'<p class="said" role="status">{self._word(key)} '
            yield f'<a href="{PATH}?{back}">{self._word("all")}</a></p>'
        if besides:
            said = self.kit.renderer.show(besides, self.language)
            yield f'<article><p class="text">{_linked(said)}</p></article>'
        for owner, answers in self._by_owner(found):
            yield f"<section><h2>{escape(owner)}</h2>"
            for answer in answers:
                yield from self._answer(answer)
            yield "</section>"
        yield f"</main><footer>{escape(self._association)}</footer></body></html>"

    # ------------------------------------------------------------- what is shown
    def _valid(self) -> tuple[Answer, ...]:
        return tuple(a for a in self.kit.book.answers.values() if a.valid_on(self.today))

    def _found(self, asked: str) -> tuple[Answer, ...]:
        """All of them, or those the matcher would answer or offer, best first."""
        if not asked:
            return self._valid()
        ids = self.kit.matcher.match(asked).ids
        valid = {answer.id: answer for answer in self._valid()}
        return tuple(valid[id_] for id_ in ids if id_ in valid)

    def _besides(self, asked: str) -> Text | None:
        """What is said of a mistaken belief, a need that others serve, or a programme."""
        flow, id_, *_ = f"{self.kit.matcher.explain(asked).pointed or ''}.".split(".")
        match flow:
            case "misconception":
                return Text("misconception.told", misconception.told(id_))
            case "referral":
                return Text("referral.told", referral.told(self.kit.book.referrals[id_]))
            case "registration" if id_:
                return Text(f"book.programme.{id_}.summary")
            case _:
                return None

    def _by_owner(self, answers: Iterable[Answer]) -> Iterator[tuple[str, list[Answer]]]:
        owned: dict[str, list[Answer]] = {}
        for answer in answers:
            owned.setdefault(answer.owner, []).append(answer)
        for owner, its in owned.items():
            yield self.kit.book.departments[owner].name.in_(self.language), its

    def _answer(self, answer: Answer) -> Iterator[str]:
        until = self.kit.renderer.show(answer.valid_until, self.language)
        source = escape(answer.source.in_(self.language))
        title = escape(answer.title.in_(self.language))
        yield f'<article id="{escape(answer.id)}"><h3>{title}</h3>'
        yield f'<p class="text">{_linked(answer.text.in_(self.language).strip())}</p>'
        yield f'<p class="source">{self._word("source")} {source}.'
        yield f"{self._word('until')} {escape(until)}</p></article>"

    # ------------------------------------------------------------- around it
    def _head(self, answers: Iterable[Answer], asked: str) -> Iterator[str]:
        direction = "rtl" if self.language == "ar" else "ltr"
        yield f'<!doctype html><html lang="{self.language}" dir="{direction}"><head>'
        yield '<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{self._word('title')} - {escape(self._association)}</title>"
        if asked:
            yield '<meta name="robots" content="noindex">'
        for other in LANGUAGES:
            yield f'<link rel="alternate" hreflang="{other}" href="{PATH}?lang={other}">'
        yield '<link rel="stylesheet" href="/static/palette.css">'
        yield '<link rel="stylesheet" href="/static/answers.css">'
        yield f'<script type="application/ld+json">{self._faq(answers)}</script></head>'

    def _search(self, asked: str) -> Iterator[str]:
        other: Language = "en" if self.language == "ar" else "ar"
        yield f'<form role="search" action="{PATH}"><input type="hidden" name="lang" '
        yield f'value="{self.language}"><label for="q">{self._word("search")}</label>'
        yield f'<input id="q" name="q" type="search" maxlength="{LONGEST}" value="{escape(asked)}">'
        yield f"<button>{self._word('find')}</button></form>"
        yield f'<a class="language" lang="{other}" href="{PATH}?lang={other}">'
        yield f"{self._word('other_language')}</a>"

    def _faq(self, answers: Iterable[Answer]) -> str:
        """schema.org's FAQPage. No sign in it can end the element it stands in."""
        page = {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "inLanguage": self.language,
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": answer.title.in_(self.language),
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": answer.text.in_(self.language).strip(),
                    },
                }
                for answer in answers
            ],
        }
        json = msgspec.json.encode(page).decode()
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    @property
    def _association(self) -> str:
        return self.kit.book.association.name.in_(self.language)

    def _word(self, key: str) -> str:
        return escape(self.kit.renderer.catalogs[self.language].line(f"pages.answers.{key}"))


def _linked(text: str) -> str:
    """Escaped, with its addresses as links."""
    return ADDRESS.sub(lambda its: f'<a href="{its[0]}">{its[0]}</a>', escape(text))
