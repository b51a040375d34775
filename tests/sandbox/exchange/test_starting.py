"""The stand-in as a process: what it leaves behind, and how mails are put into it from outside."""

import json
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from gevinst.settings import ROOT
from sandbox.exchange.server import House
from sandbox.exchange.starting import started
from tests.sandbox.exchange.conftest import Box
from tests.sandbox.exchange.samples import MAILBOX, plain
from tests.sandbox.exchange.test_login import trusting


def test_a_restart_keeps_post_certificates_and_ids(tmp_path: Path) -> None:
    """What a robot has noted of its mails, and the authority that it trusts, are still good."""
    with started(tmp_path, [MAILBOX]) as first:
        item = first.exchange.deliver(MAILBOX, plain().as_bytes())
        authority = Path(first.ca_file).read_bytes()
        assert json.loads((tmp_path / "ready.json").read_text(encoding="utf-8"))["ews"] == first.ews
    with pytest.raises(httpx.ConnectError, match="refused"):
        httpx.get(first.url, verify=ssl.create_default_context(cafile=first.ca_file))
    with started(tmp_path) as second:
        assert second.exchange.item(MAILBOX, item.id) == item
        assert Path(second.ca_file).read_bytes() == authority


def test_mails_are_delivered_from_the_command_line(tmp_path: Path) -> None:
    """By `deliver`, whether or not it runs."""
    House(tmp_path).prepare().add_mailbox(MAILBOX)
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(plain(number).as_bytes())
    command = [sys.executable, "-m", "sandbox.exchange", "deliver", "--folder", str(tmp_path), MAILBOX]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.eml")))], check=True, cwd=ROOT)
    found = House(tmp_path).prepare().items(MAILBOX, "inbox")
    assert [each.message_id for each in found] == ["<2@klinik.example>", "<1@klinik.example>"]


def test_it_says_that_it_is_invented(box: Box) -> None:
    """Whoever opens its address in a browser is told."""
    answer = httpx.get(box.server.url, verify=trusting(box))
    assert "invented" in answer.text


def test_one_that_cannot_start_is_an_error_at_once(tmp_path: Path) -> None:
    """Nobody waits for a stand-in that is not coming."""
    (tmp_path / "exchange.sqlite").mkdir()
    with pytest.raises(RuntimeError, match="didn't start"), started(tmp_path):
        pass
