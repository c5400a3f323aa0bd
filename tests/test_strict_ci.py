from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ONE_OF_EACH = """
import pytest

def test_runs(): pass

@pytest.mark.skip(reason="no moon tonight")
def test_skips(): raise AssertionError

@pytest.mark.xfail(strict=True)
def test_fails_as_expected(): raise AssertionError
"""


def play(pytester: pytest.Pytester, source: str) -> pytest.RunResult:
    pytester.makepyfile(source)
    pytester.makeini("[pytest]\nmarkers =\n  browser: needs Chromium\n  postgresql: needs it")
    plain = [f"-pno:{plugin}" for plugin in ("asyncio", "cacheprovider", "hypothesispytest")]
    return pytester.runpytest_inprocess("-ptests.strict_ci", "-rs", *plain)


def test_at_a_desk_a_skip_is_a_skip(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    play(pytester, ONE_OF_EACH).assert_outcomes(passed=1, skipped=1, xfailed=1)


def test_in_ci_a_skip_fails_and_says_why(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = play(pytester, ONE_OF_EACH)
    result.assert_outcomes(passed=1, errors=1, xfailed=1)
    result.stdout.fnmatch_lines(["*no moon tonight*"])


def test_in_ci_a_skipped_module_is_an_error(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    source = "import pytest\npytest.skip('no moon tonight', allow_module_level=True)"
    play(pytester, source).assert_outcomes(errors=1)


@pytest.mark.parametrize("marker", ["browser", "postgresql"])
def test_what_a_test_lacks_is_told_with_how_to_get_it(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("tests.postgres.DEBIAN", Path("/nowhere"))
    result = play(
        pytester, f"import pytest\n@pytest.mark.{marker}\ndef test(): raise AssertionError"
    )
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*scripts/prepare-tests*"])
