"""A running finance system for tests, and what a machine needs to be told to sign in there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.erp.identity import ACCOUNT, PASSWORD
from sandbox.erp.server import Both, running

LOOKS = {
    "user": ["[placeholder='nogen@eksempel.example']"],
    "next_button": ["role=button[name='Næste']"],
    "password": ["[placeholder='Adgangskode']"],
    "submit": ["role=button[name='Log på']"],
    "refused": [".fejl:not(:empty)"],
    "mfa": ["text='Godkend logon'"],
    "expires_soon": ["text=/adgangskode udløber om/"],
    "later": ["role=button[name='Fortsæt']"],
    "notice": ["text='Driftsmeddelelse'"],
    "notice_button": ["role=button[name='OK']"],
}


@contextmanager
def running_finance(folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[Both]:
    """It runs, and the machine knows it: its address, the identity page, who the robot is."""
    with running(folder / "finance.sqlite") as both:
        sign_in = {
            "provider": "own",
            "origin": both.identity.url,
            "user": ACCOUNT,
            "secret": "finance-password",
            "page": LOOKS,
        }
        file = folder / "systems.yaml"
        file.write_text(yaml.safe_dump({"systems": {"finance": {"sign_in": sign_in, **options}}}), encoding="utf-8")
        monkeypatch.setenv("GEVINST_SYSTEMS_FILE", str(file))
        monkeypatch.setenv("GEVINST_SECRET_FINANCE_PASSWORD", PASSWORD)
        monkeypatch.setenv("GEVINST_FINANCE_URL", both.url)
        yield both
