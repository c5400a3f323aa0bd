"""Sound in a WebM, as the recorder of a browser writes it: of no known length."""

from __future__ import annotations

UNKNOWN = b"\x01" + b"\xff" * 7
HEAD = b"OpusHead" + bytes.fromhex("01 01 3801 80bb0000 0000 00")
TONE = b"\x78 twenty milliseconds"  # its first byte says so: RFC 6716


def element(id_: str, data: bytes) -> bytes:
    return bytes.fromhex(id_) + (0x10000000 | len(data)).to_bytes(4) + data


def block(packet: bytes, flags: int = 0x80) -> bytes:
    """Of the first track, at its beginning."""
    return element("a3", b"\x81\x00\x00" + bytes([flags]) + packet)


def webm(*packets: bytes, codec: bytes = b"A_OPUS", flags: int = 0x80) -> bytes:
    """The last packet stands in a group of its own."""
    *simple, last = (block(packet, flags) for packet in packets)
    track = element("ae", element("86", codec) + element("63a2", HEAD))
    head = element("1a45dfa3", element("4282", b"webm"))
    group = bytes.fromhex("a0") + UNKNOWN + b"\xa1" + last[1:]
    cluster = (
        bytes.fromhex("1f43b675") + UNKNOWN + element("e7", b"\x00") + b"".join(simple) + group
    )
    return head + bytes.fromhex("18538067") + UNKNOWN + element("1654ae6b", track) + cluster
