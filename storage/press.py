"""Compression of small JSON texts that mostly consist of words we use again and again.

A dictionary holds such words. It is kept in the database, so that whatever was pressed with it can
be read for ever, by any release.
"""

from __future__ import annotations

from collections.abc import Mapping

import zstandard

LEVEL = 3
MARK = b"\0"  # begins what is pressed; JSON never does
NUMBER = 2  # bytes
SMALL = 64  # bytes: less is not worth it
PARAMETERS = zstandard.ZstdCompressionParameters.from_level(
    LEVEL,
    format=zstandard.FORMAT_ZSTD1_MAGICLESS,
    write_content_size=True,
    write_checksum=False,  # what is sealed cannot change
    write_dict_id=False,
)
LONGEST = 2**24  # bytes that anything pressed may become again


class UnknownDictionary(Exception):  # noqa: N818 -- a fact about a blob, not an error of ours
    """It is pressed with a dictionary that this process has not read yet."""


class Press:
    """Presses with the newest dictionary it knows, unpresses with any; without one it does nothing.

    Pressed: a zero byte, the dictionary's number (2 bytes), a Zstandard frame.
    """

    def __init__(self) -> None:
        self._compressor: zstandard.ZstdCompressor | None = None
        self._head = b""
        self._decompressors: dict[int, zstandard.ZstdDecompressor] = {}

    def learn(self, dictionaries: Mapping[int, bytes]) -> None:
        """Add dictionaries by their numbers; the greatest number is the newest."""
        for number, words in dictionaries.items():
            if number not in self._decompressors:
                self._decompressors[number] = zstandard.ZstdDecompressor(
                    dict_data=_raw(words), format=zstandard.FORMAT_ZSTD1_MAGICLESS
                )
        newest = max(self._decompressors, default=0)
        if newest in dictionaries:
            self._head = MARK + newest.to_bytes(NUMBER)
            dictionary = _raw(dictionaries[newest])
            dictionary.precompute_compress(compression_params=PARAMETERS)
            self._compressor = zstandard.ZstdCompressor(
                dict_data=dictionary, compression_params=PARAMETERS
            )

    def press(self, text: bytes) -> bytes:
        """A JSON text, shorter where that can be had."""
        if self._compressor is None or len(text) < SMALL:
            return text
        pressed = self._head + self._compressor.compress(text)
        return pressed if len(pressed) < len(text) else text

    def unpress(self, kept: bytes) -> bytes:
        """The text that `press` was given. Raises UnknownDictionary."""
        if not kept.startswith(MARK):
            return kept
        start = len(MARK) + NUMBER
        number = int.from_bytes(kept[len(MARK) : start])
        decompressor = self._decompressors.get(number)
        if decompressor is None:
            raise UnknownDictionary(f"dictionary {number} is not known here")
        return decompressor.decompress(kept[start:], max_output_size=LONGEST)


def _raw(words: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(words, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
