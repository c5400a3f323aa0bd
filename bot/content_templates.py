"""What WhatsApp's reviewers demand of a template, so that it is not rejected a day later.

Source: twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.toml_lines import Place
from flows.book import Template

PLACEHOLDER = re.compile(r"\{([a-z0-9_]*)\}")
LONGEST = 1024
MOST_BUTTONS, LONGEST_BUTTON = 10, 20


def findings(template: Template) -> Iterator[tuple[Place, str]]:
    """All that is wrong with one template taken by itself."""
    samples = {sample.key for sample in template.samples}
    for language in ("ar", "en"):
        body = template.body.in_(language)
        for says in _of_body(body.strip(), samples):
            yield ("body", language), says
    for button in template.buttons:
        if max(len(button.label.ar), len(button.label.en)) > LONGEST_BUTTON:
            yield ("buttons", button.id), f"expected at most {LONGEST_BUTTON} characters"
    if len(template.buttons) > MOST_BUTTONS:
        yield ("buttons",), f"expected at most {MOST_BUTTONS} of them"


def _of_body(body: str, samples: set[str]) -> Iterator[str]:
    used = PLACEHOLDER.findall(body)
    words = [word for word in body.split() if not PLACEHOLDER.search(word)]
    if set(used) != samples:
        yield f"expected each of the samples, and nothing else, in braces: {_said(samples)}"
    if re.search(r"^\W*\{|\}\W*$", body):
        yield "expected words before the first and after the last of the braces"
    if re.search(r"\}\s*\{", body):
        yield "expected words between braces"
    if len(words) < 2 * len(used) + 1:
        yield "expected more words beside what stands in braces"
    if len(body) > LONGEST:
        yield f"expected at most {LONGEST} characters"


def _said(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "there is none"
