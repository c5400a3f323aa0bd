"""Settings: what is read, and the one clear line for everything that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import config
from bot.config import BadSettings, Settings
from bot.rates import UNLIMITED, Rate


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nothing of ours is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def read(folder: Path, text: str | bytes) -> Settings:
    path = folder / ".env"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return config.read(path)


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(BadSettings) as caught:
        read(folder, text)
    return str(caught.value).replace(f"{folder}/", "")


def test_with_nothing_set_the_defaults_hold(tmp_path: Path) -> None:
    made = config.read(tmp_path / "no such file")
    assert (made.host, made.port, made.database_url) == (
        "127.0.0.1",
        8080,
        "sqlite:///data/sila.db",
    )
    assert (made.telegram_polls, made.whatsapp_on, made.demo) == (True, False, True)


def test_everything_can_be_set(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "\ufeff# the process\n"
        "HOST=0.0.0.0\nPORT=0\nPUBLIC_URL=https://sila.example.org/\n"
        "DATABASE_URL=sqlite:////srv/sila.db\nSECRET_KEY='one, two'\n"
        "export ASSOCIATION=ours\n"
        "TELEGRAM_BOT_TOKEN=123456:AB_c-1\nTELEGRAM_API_URL=http://127.0.0.1:8081/\n"
        "TELEGRAM_MODE=polling\nTELEGRAM_WEBHOOK_SECRET=a_b-C1\n"
        "TELEGRAM_STAFF_CHAT_ID=-1001234567890\n"
        f"TWILIO_ACCOUNT_SID=AC{'0' * 32}\nTWILIO_AUTH_TOKEN=t\n"
        "TWILIO_WHATSAPP_FROM=whatsapp:+966500000001\n"
        "RATE_CHAT=3 1/s\nRATE_GROUP=20/min\nRATE_BOT=0\n"
        "WIDGET_ORIGINS=https://WWW.example.org/, http://localhost:3000\n",
    )
    assert (made.host, made.port, made.public_url) == ("0.0.0.0", 0, "https://sila.example.org")
    assert made.secret_key is not None
    assert made.secret_key.get_secret_value() == "one, two"
    assert made.telegram_api_url == "http://127.0.0.1:8081"
    assert made.telegram_staff_chat_id == -1001234567890
    assert (made.rate_chat, made.rate_bot, made.rate_group.burst) == (Rate(3, 1), UNLIMITED, 20)
    assert made.widget_origins == ("https://www.example.org", "http://localhost:3000")
    assert (made.telegram_polls, made.whatsapp_on, made.association) == (True, True, Path("ours"))


def test_a_setting_without_a_value_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = "".join(f"{name.upper()}=\n" for name in Settings.model_fields)
    assert read(tmp_path, empty) == config.read(tmp_path / "no such file")
    monkeypatch.setenv("PORT", "")
    assert read(tmp_path, "PORT=81\n").port == 81


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert read(tmp_path, "PORT=81\n").port == 9000


def test_other_names_in_the_environment_are_nobodys_business(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTT", "9000")
    assert config.read(tmp_path / "no such file").port == 8080


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("PORT=http", "PORT: Input should be a valid integer"),
        ("PORT=-1", "PORT: Input should be greater than or equal to 0"),
        ("PORT=65536", "PORT: Input should be less than or equal to 65535"),
        ("HOST='a b'", "HOST: expected a host such as 127.0.0.1"),
        ("PUBLIC_URL=sila.example.org", "PUBLIC_URL: expected an address such as https://"),
        ("PUBLIC_URL=https://a.org/sila", "PUBLIC_URL: expected an address such as https://"),
        ("DATABASE_URL=sqlite:///", "DATABASE_URL: expected sqlite:///path/to/file.db"),
        ("DATABASE_URL=mysql://x", "DATABASE_URL: expected sqlite:///path/to/file.db"),
        ("DATABASE_URL=postgresql://", "DATABASE_URL: expected sqlite:///path/to/file.db or postg"),
        ("SECRET_KEY=' , '", "SECRET_KEY: expected at least one secret"),
        ("TELEGRAM_BOT_TOKEN=secret", "TELEGRAM_BOT_TOKEN: expected the token that @BotFather"),
        ("TELEGRAM_API_URL=ftp://x", "TELEGRAM_API_URL: expected an address"),
        ("TELEGRAM_MODE=push", "TELEGRAM_MODE: Input should be 'polling' or 'webhook'"),
        ("TELEGRAM_WEBHOOK_SECRET='a b'", "TELEGRAM_WEBHOOK_SECRET: expected 1 to 256 of"),
        ("TELEGRAM_STAFF_CHAT_ID=@room", "TELEGRAM_STAFF_CHAT_ID: Input should be a valid int"),
        ("TELEGRAM_SUPERVISOR_CHAT_ID=1.5", "TELEGRAM_SUPERVISOR_CHAT_ID: Input should be a"),
        ("TELEGRAM_FOCAL_CHAT_ID=x", "TELEGRAM_FOCAL_CHAT_ID: Input should be a valid integer"),
        ("TWILIO_ACCOUNT_SID=SK12", "TWILIO_ACCOUNT_SID: expected the account's SID"),
        ("TWILIO_WHATSAPP_FROM=+966500000001", "TWILIO_WHATSAPP_FROM: expected whatsapp:+9665…"),
        ("TWILIO_API_URL=api.twilio.com", "TWILIO_API_URL: expected an address such as"),
        ("RATE_CHAT=fast", "RATE_CHAT: expected a rate such as 30/s"),
        ("RATE_BOT=30", "RATE_BOT: expected a rate such as 30/s"),
        ("RATE_GROUP=0/min", "RATE_GROUP: expected a rate such as 30/s"),
        ("RATE_WHATSAPP=-80/s", "RATE_WHATSAPP: expected a rate such as 30/s"),
        ("WIDGET_ORIGINS=*", "WIDGET_ORIGINS: expected origins such as https://www"),
        ("WIDGET_ORIGINS=https://a.org/page", "WIDGET_ORIGINS: expected origins such as"),
        ("TELEGRAM_TOKEN=1:abc", "TELEGRAM_TOKEN: no such setting; docs/configuration.md"),
        ("TELEGRAM_TOKEN=", "TELEGRAM_TOKEN: no such setting; docs/configuration.md"),
        ("PORT", ".env:2: PORT: expected NAME=value"),
        ("listen on 81", ".env:2: a line: expected NAME=value"),
        ("SECRET_KEY='unclosed", ".env:2: a line: expected NAME=value"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(tmp_path: Path, line: str, told: str) -> None:
    said = refusal(tmp_path, f"# ours\n{line}\n")
    assert said.startswith(told if told.startswith(".env") else f".env:2: {told}")
    assert "\n" not in said
    assert "ValueError" not in said


def test_all_of_it_is_told_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, "PORT=x\nRATE_CHAT=y\n").splitlines()
    assert [line.split(": ")[:2] for line in said] == [[".env:1", "PORT"], [".env:2", "RATE_CHAT"]]


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"])
def test_a_secret_that_is_refused_is_not_repeated(tmp_path: Path, name: str) -> None:
    assert "very secret" not in refusal(tmp_path, f"{name}='very secret'\n")


POSTGRESQL = "DATABASE_URL=postgresql://sila:very-secret@db.example.org:5432/sila?sslmode=require\n"


def test_postgresql_needs_a_secret(tmp_path: Path) -> None:
    assert refusal(tmp_path, POSTGRESQL) == (
        "SECRET_KEY: needed with PostgreSQL, the same for every process"
    )
    made = read(tmp_path, f"{POSTGRESQL}SECRET_KEY=x\n")
    assert made.database_url.startswith("postgresql://sila:very-secret@db.example.org")
    assert "very-secret" not in repr(made)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"PORT=\xff\n") == (
        ".env: expected a readable file in UTF-8 (UnicodeDecodeError)"
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(BadSettings, match="IsADirectoryError"):
        config.read(folder)


@pytest.mark.parametrize(
    ("changes", "demo"),
    [
        ({}, True),
        ({"host": "localhost"}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "192.168.1.5"}, False),
        ({"telegram_staff_chat_id": -1}, False),
        ({"public_url": "https://sila.example.org"}, False),
        ({"public_url": "http://127.0.0.1:8080"}, True),
    ],
)
def test_the_demo_is_for_the_person_at_this_machine(changes: dict[str, object], demo: bool) -> None:
    made = Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]  # of the library
    assert made.demo is demo


@pytest.mark.parametrize(
    ("changes", "polls"),
    [
        ({}, True),
        ({"public_url": "http://sila.example.org"}, True),
        ({"public_url": "https://sila.example.org"}, False),
        ({"public_url": "https://sila.example.org", "telegram_mode": "polling"}, True),
        ({"telegram_mode": "webhook"}, False),
    ],
)
def test_telegram_is_polled_unless_it_can_reach_us(changes: dict[str, object], polls: bool) -> None:
    made = Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]  # of the library
    assert made.telegram_polls is polls


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    made = read(tmp_path, "SECRET_KEY=hush-hush\nTELEGRAM_BOT_TOKEN=1:hush-hush\n")
    assert "hush-hush" not in repr(made) + str(made.model_dump())


def test_half_a_whatsapp_names_what_it_lacks(tmp_path: Path) -> None:
    half = "TWILIO_ACCOUNT_SID=AC123\nTWILIO_WHATSAPP_FROM=whatsapp:+966500000001\n"
    assert refusal(tmp_path, half).splitlines() == [
        "PUBLIC_URL: needed for WhatsApp",
        "TWILIO_AUTH_TOKEN: needed for WhatsApp",
    ]
