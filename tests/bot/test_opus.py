"""A voice recorded in a browser sounds the same in the wrapping that phones take."""

from __future__ import annotations

import struct
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.opus import MOST, repacked
from tests.bot.webm import HEAD, TONE, webm

POLYNOMIAL = 0x04C11DB7


class Page(NamedTuple):
    flags: int
    samples: int
    number: int
    packets: list[bytes]


def checksum(data: bytes) -> int:
    """As RFC 3533 has it, a bit at a time."""
    sum_ = 0
    for byte in data:
        sum_ ^= byte << 24
        for _ in range(8):
            sum_ = (sum_ << 1 ^ (POLYNOMIAL if sum_ >> 31 else 0)) & 0xFFFFFFFF
    return sum_


def pages(ogg: bytes) -> list[Page]:
    """Every page, whose checksum and serial number are right; no packet runs on over one."""
    found = list[Page]()
    while ogg:
        mark, version, flags, samples, serial, number, sum_, count = struct.unpack_from(
            "<4sBBqIIIB", ogg
        )
        assert (mark, version, serial) == (b"OggS", 0, 1)
        sizes, at, packets = ogg[27 : 27 + count], 27 + count, [b""]
        for size in sizes:
            packets[-1] += ogg[at : at + size]
            at += size
            if size < MOST:
                packets.append(b"")
        assert packets.pop() == b""
        assert checksum(ogg[:22] + bytes(4) + ogg[26:at]) == sum_
        found.append(Page(flags, samples, number, packets))
        ogg = ogg[at:]
    return found


def test_the_sound_is_the_same_with_its_head_before_and_its_length_behind() -> None:
    ogg = repacked(webm(TONE, TONE, TONE))
    assert ogg is not None
    head, tags, sound = pages(ogg)
    assert head == Page(2, 0, 0, [HEAD])
    assert tags.packets[0].startswith(b"OpusTags")
    assert sound == Page(4, 3 * 960, 2, [TONE] * 3)


@given(st.lists(st.integers(1, 1300), min_size=1, max_size=40))
def test_however_long_its_packets_are(sizes: list[int]) -> None:
    packets = [b"\x78" + bytes(size - 1) for size in sizes]
    ogg = repacked(webm(*packets))
    assert ogg is not None
    _, _, *sound = pages(ogg)
    assert [one for page in sound for one in page.packets] == packets
    assert [page.number for page in sound] == [*range(2, 2 + len(sound))]
    assert [page.flags for page in sound] == [0] * (len(sound) - 1) + [4]
    assert sound[-1].samples == 960 * len(packets)


@pytest.mark.parametrize(
    ("packet", "samples"),
    [
        (b"\x00", 480),  # 10 ms of a low voice
        (b"\x18", 2880),
        (b"\x68", 960),
        (b"\x80", 120),  # 2.5 ms
        (b"\xf9", 1920),  # two frames of 20 ms
        (b"\xfb\x03", 2880),  # as many as the second byte says
    ],
)
def test_a_packet_says_how_long_it_sounds(packet: bytes, samples: int) -> None:
    ogg = repacked(webm(packet))
    assert ogg is not None
    assert pages(ogg)[-1].samples == samples


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00",
        b"\x1a\x45",
        webm(TONE)[:60],
        webm(b""),
        webm(b"\xfb"),  # says that a second byte follows
        webm(TONE, codec=b"V_VP8"),
        webm(TONE, flags=0x84),  # laced
        webm(TONE) + webm(TONE),  # two tracks
        bytes.fromhex("18538067 01ffffffffffffff"),  # none
    ],
)
def test_what_is_not_one_whole_voice_is_nothing(broken: bytes) -> None:
    assert repacked(broken) is None


@given(st.binary(max_size=200), st.integers(0, 150))
def test_no_junk_is_more_than_refused(junk: bytes, at: int) -> None:
    repacked(junk)
    repacked(webm(TONE)[:at] + junk)
