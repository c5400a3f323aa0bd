"""Over TLS: the server proves who it is, or nothing is sent."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from bot.transport import pool as pools
from bot.transport.connection import Answer, NotSent
from tests.bot.test_pool.posting import pooled, post
from tests.wire import listening, polite


def certificate(folder: Path, *addresses: str) -> Path:
    """One that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a server of the tests")])
    names = [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return path


def serving(path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def trust(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the system did."""
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    pools._tls.cache_clear()


async def test_a_server_that_proves_itself_gets_the_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate(tmp_path, "127.0.0.1")
    trust(path, monkeypatch)
    async with listening(polite, tls=serving(path)) as wire, pooled(wire.url) as pool:
        for body in (b"first", b"second"):
            assert await post(pool, body) == Answer(200, b"{}")
    assert wire.bodies == [b"first", b"second"]
    pools._tls.cache_clear()


@pytest.mark.parametrize("trusted", [True, False])
async def test_another_server_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    path = certificate(tmp_path, *(["127.0.0.2"] if trusted else ["127.0.0.1"]))
    if trusted:
        trust(path, monkeypatch)
    async with listening(polite, tls=serving(path)) as wire, pooled(wire.url) as pool:
        with pytest.raises(NotSent, match="SSLCertVerificationError"):
            await post(pool)
    assert wire.requests == []
    pools._tls.cache_clear()
