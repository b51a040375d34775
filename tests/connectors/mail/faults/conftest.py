"""Waits that aren't waited."""

import pytest


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that the robot asked for; none is made."""
    asked: list[float] = []
    monkeypatch.setattr("connectors.mail.ews.patience.pause", asked.append)
    return asked
