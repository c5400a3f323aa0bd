"""The light stem of an Arabic word, without article, joined pronouns and endings, and its root."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

SHORTEST = 3  # letters a stem keeps

_ARTICLES = ("وبال", "وهال", "ولل", "وال", "فال", "بال", "كال", "هال", "عال", "لل", "ال")
_PRONOUNS = ("كما", "هما", "كم", "هم", "هن", "ها", "نا", "ني", "ك", "ه", "ي")
_ENDINGS = ("ات", "ين", "ون", "ان", "وا", "تي", "ته", "يه", "ه", "ت", "ي", "ا", "و")
_WEAK = re.compile("[اويء]")
_AUGMENTS = ("مست", "ست", "مت", "م", "ت", "ن", "س")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of a folded word; Latin words, numbers and emoji stay as they are.

    It need not be a word, only the same for the forms of one: شهادة, شهاداتي, الشهادات.
    """
    if word.isascii() or not word.isalpha():
        return word
    word = word.replace("ظ", "ض")  # one sound to many who write
    word = _without(_ARTICLES, str.removeprefix, word)
    word = _without(_PRONOUNS, str.removesuffix, word)
    while (rest := _without(_ENDINGS, str.removesuffix, word)) != word:
        word = rest
    return word


@lru_cache(maxsize=8192)
def root(stemmed: str) -> str:
    """What is left of a stem without its weak letters and what is put before a root.

    A guess, the same for many words of one root: محول, تحويل, حوال. Empty for Latin words.
    """
    if stemmed.isascii():
        return ""
    strong = _WEAK.sub("", stemmed) or stemmed
    rests = (strong.removeprefix(augment) for augment in _AUGMENTS)
    return next((rest for rest in rests if rest != strong and len(rest) > 1), strong)


def _without(affixes: tuple[str, ...], remove: Callable[[str, str], str], word: str) -> str:
    """`word` without the first of `affixes` that it has and can spare."""
    rests = (remove(word, affix) for affix in affixes)
    return next((rest for rest in rests if rest != word and len(rest) >= SHORTEST), word)
