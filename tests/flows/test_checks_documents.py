from __future__ import annotations

from datetime import date

import pytest

from flows.checks.documents import DOCUMENT, DOCUMENTS
from flows.rejection import Rejected

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("جواز A1234567 ينتهي 2030/10/12", "passport A1234567 2030-10-12"),
        ("جواز سفر رقم a1234567، 12 أكتوبر 2030", "passport A1234567 2030-10-12"),
        ("passport 123456789 expires 12 Oct 2030", "passport 123456789 2030-10-12"),
        ("الهوية: ١٠٠٠٠٠٠٠٠٨ الانتهاء: ١٤٥٢/٠٥/٢٣", "identity 1000000008 2030-09-21"),
        ("الهوية الوطنية\n1000000008\n23 جمادى الأولى 1452", "identity 1000000008 2030-09-21"),
        ("تنتهي 2030-10-12 ورقم الإقامة 2000000006", "iqama 2000000006 2030-10-12"),
        ("هوية مقيم 2000000006 05/06/28", "iqama 2000000006 2028-06-05"),
        ("1000000008 2030/10/12", "identity 1000000008 2030-10-12"),
        ("2000000006 2030/10/12", "iqama 2000000006 2030-10-12"),
        ("هوية خليجية 784198712345 - 2030/10/12", "gulf 784198712345 2030-10-12"),
        ("ترخيص رقم 1234 حتى 1452/5/23", "licence 1234 2030-09-21"),
        ("سجل تجاري 1010123456 حتى 2030/10/12", "register 1010123456 2030-10-12"),
        ("جواز A1234567 2026-11-22", "passport A1234567 2026-11-22"),  # valid through today
    ],
)
def test_a_document_in_one_answer(typed: str, kept: str) -> None:
    assert DOCUMENT.read(typed, TODAY) == kept
    assert DOCUMENT.read(kept, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "of"),
    [
        ("A1234567 2030/10/12", "kind", None),
        ("1000000009 2030/10/12", "kind", None),
        ("بطاقة عمل 12 2030/10/12", "kind", None),
        ("", "kind", None),
        ("جواز 2030/10/12", "number", "passport"),
        ("جواز سفر", "number", "passport"),
        ("إقامة 1000000008 2030/10/12", "number", "iqama"),
        ("الهوية 100000000 2030/10/12", "number", "identity"),
        ("الهوية 1000000009 2030/10/12", "checksum", "identity"),
        ("جواز A1234567", "date", "passport"),
        ("جواز A1234567 1448/06/30", "date", "passport"),
        ("جواز A1234567 2030", "date", "passport"),
    ],
)
def test_what_is_missing_is_said(typed: str, reason: str, of: str | None) -> None:
    with pytest.raises(Rejected) as rejected:
        DOCUMENT.read(typed, TODAY)
    assert rejected.value.reason == reason
    assert rejected.value.values == ({"document": DOCUMENTS[of].shown} if of else {})


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("جواز A1234567 2026/11/21", "expired"), ("جواز A1234567 2047/11/23", "too_far")],
)
def test_a_document_must_be_valid(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        DOCUMENT.read(typed, TODAY)
    assert rejected.value.reason == reason
    assert isinstance(rejected.value.values["date"], date)
