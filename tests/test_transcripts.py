"""The golden conversations say what they said, and quote every procedure of the policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talk import Association
from tests.transcripts import FILES, play

PROCEDURES = (
    "استقبال المستفيد بلباقة واحترام والإجابة على جميع الاستفسارات وإعطاء المراجع الوقت الكافي",
    "التأكد من تقديم المراجع كافة المعلومات المطلوبة، وعلى الموظف مطابقة البيانات",
    "في حالة عدم وضوح الإجراءات للمستفيد فعلى الموظف إحالته لمسئول البرامج للإجابة على تساؤلاته",
    "التأكد على صحة البيانات المقدمة للمستفيد",
    "استكمال اجراءات التسجيل مع اكتمال الطلبات",
    "تقديم الخدمة اللازمة للمستفيد",
    "قياس رضى المستفيد بعد تقديم الخدمة",
)
"""How each procedure of the policy begins."""


@pytest.fixture(scope="module")
def sample() -> Association:
    return Association.sample()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_said_as_it_was_reviewed(path: Path, sample: Association) -> None:
    """After a change that is meant: ``make transcripts``, and review the diff."""
    written = path.read_text("utf-8")
    assert play(written, sample) == written


@pytest.mark.parametrize("number", range(1, 8))
def test_every_procedure_of_the_policy_is_shown(number: int) -> None:
    beginning = f"# الإجراء {number}: «{PROCEDURES[number - 1]}"
    assert [path for path in FILES if path.read_text("utf-8").startswith(beginning)]


def test_every_conversation_begins_with_the_clause_it_shows() -> None:
    for path in FILES:
        clause, purpose, blank, *_ = path.read_text("utf-8").split("\n")
        assert clause.startswith("# "), path
        assert "«" in clause, path
        assert purpose.startswith("# "), path
        assert not blank, path


def test_a_directive_that_is_not_understood_is_no_remark(sample: Association) -> None:
    with pytest.raises(ValueError, match="كلام"):
        play("# عنوان\n\n# كلام", sample)
