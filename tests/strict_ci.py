"""What a machine may lack: at a desk a test is skipped and says why; in CI every skip fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator

import pytest

from tests import postgres


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and shutil.which("chromium") is None:
        pytest.skip("no chromium on this machine: scripts/prepare-tests")
    if item.get_closest_marker("postgresql") and postgres.programs() is None:
        pytest.skip("no PostgreSQL on this machine: scripts/prepare-tests")


def strict(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Make a skipped report a failed one in CI. An expected failure is not a skip."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nNothing is skipped in CI."


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    strict(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    strict(report)
    return report
