"""Payloads in every text, on every page."""

import shutil

import pytest

from benchmarks.faults.trial import Size

pytestmark = pytest.mark.browser


def test_no_payload_is_more_than_words() -> None:
    if not shutil.which("chromium"):
        pytest.skip("chromium is not installed")
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from benchmarks.faults.content.scripts import trials

    for trial in trials(Size.SHORT):
        assert trial.tried > 0, trial.fault
        assert trial.failed == 0, f"{trial.fault}: {trial.told}"
