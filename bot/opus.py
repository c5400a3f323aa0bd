"""A voice as browsers record it, Opus in a WebM, repacked into the Ogg that phones play.

The sound stays as it is: only what is around it changes. WebM: RFC 8794 and 9559; Ogg: RFC 3533;
Opus in it: RFC 6716 and 7845.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

# Elements of a WebM.
SEGMENT, CLUSTER, GROUP, TRACKS, TRACK = 0x18538067, 0x1F43B675, 0xA0, 0x1654AE6B, 0xAE
ENTERED = frozenset({SEGMENT, CLUSTER, GROUP, TRACKS, TRACK})
CODEC, HEAD, BLOCK, SIMPLE_BLOCK = 0x86, 0x63A2, 0xA1, 0xA3
LACED = 0x06  # flags of a block with several frames; a recorder makes none

# Pages of an Ogg.
FIRST, LAST = 0x02, 0x04
MOST = 255  # segments of a page, and bytes of a segment
NO_TAGS = b"OpusTags" + struct.pack("<I4sI", 4, b"sila", 0)
SAMPLES = (480, 960, 1920, 2880) * 3 + (480, 960) * 2 + (120, 240, 480, 960) * 4
"""At 48 kHz, in a frame of each of the 32 configurations."""

REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def repacked(webm: bytes) -> bytes | None:
    """The Ogg with the same sound; None where it is not one Opus track, or broken."""
    try:
        return _ogg(*_opus(webm))
    except (IndexError, ValueError, struct.error):
        return None


def _opus(webm: bytes) -> tuple[bytes, list[bytes]]:
    """The head of the only track, and its packets."""
    heads, codecs, packets = list[bytes](), list[bytes](), list[bytes]()
    for id_, data in _elements(webm):
        if id_ == HEAD:
            heads.append(data)
        elif id_ == CODEC:
            codecs.append(data)
        elif id_ in {BLOCK, SIMPLE_BLOCK}:
            packets.append(_packet(data))
    [head], [codec] = heads, codecs
    if codec != b"A_OPUS" or not head.startswith(b"OpusHead") or not packets:
        raise ValueError
    return head, packets


def _elements(webm: bytes) -> Iterator[tuple[int, bytes]]:
    """Those that hold data. What holds others is entered whatever its size: a recorder that does
    not know yet how long it will be writes none.
    """
    at = 0
    while at < len(webm):
        id_, at = _number(webm, at, marked=True)
        size, at = _number(webm, at)
        if id_ not in ENTERED:
            yield id_, webm[at : at + size]
            at += size


def _number(webm: bytes, at: int, *, marked: bool = False) -> tuple[int, int]:
    """One of variable length, and where it ends; an id keeps the mark of its length."""
    length = 9 - webm[at].bit_length()
    if length > 8:
        raise ValueError
    value = int.from_bytes(webm[at : at + length])
    return (value if marked else value & ((1 << 7 * length) - 1)), at + length


def _packet(block: bytes) -> bytes:
    """What stands behind the number of the track, the time and the flags."""
    _, at = _number(block, 0)
    packet = block[at + 3 :]
    if block[at + 2] & LACED or not packet:
        raise ValueError
    return packet


def _ogg(head: bytes, packets: list[bytes]) -> bytes:
    pages = [_page([head], 0, 0, FIRST), _page([NO_TAGS], 0, 1)]
    samples, waiting = 0, list[bytes]()
    for packet in packets:
        if sum(map(_segments, [*waiting, packet])) > MOST:
            pages.append(_page(waiting, samples, len(pages)))
            waiting = []
        waiting.append(packet)
        samples += _samples(packet)
    pages.append(_page(waiting, samples, len(pages), LAST))
    return b"".join(pages)


def _segments(packet: bytes) -> int:
    return len(packet) // MOST + 1


def _samples(packet: bytes) -> int:
    """How long it sounds: RFC 6716 §3.1."""
    code = packet[0] & 3
    frames = packet[1] & 0x3F if code == 3 else min(code, 1) + 1
    return SAMPLES[packet[0] >> 3] * frames


def _page(packets: list[bytes], samples: int, number: int, flags: int = 0) -> bytes:
    """With whole packets, and `samples` heard at its end."""
    sizes = b"".join(bytes([MOST] * (len(one) // MOST) + [len(one) % MOST]) for one in packets)
    before = struct.pack("<4sBBqII", b"OggS", 0, flags, samples, 1, number)
    after = bytes([len(sizes)]) + sizes + b"".join(packets)
    return before + _checksum(before + bytes(4) + after) + after


def _checksum(page: bytes) -> bytes:
    """Ogg's sum is zlib's with every bit the other way around, begun and ended with 0."""
    turned = zlib.crc32(page.translate(REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return turned.to_bytes(4, "big").translate(REVERSED)
