"""`gevinst serve`: on this machine alone, only when the database is as it must be, and over without a word on Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from gevinst.cli import run as gevinst
from gevinst.settings import ROOT
from gevinst.web.serving import listen
from tests.gevinst.core import ON_SQLITE


@ON_SQLITE
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "kommune.example", ""])  # noqa: S104 (refused)
def test_another_host_is_refused_until_there_is_a_sign_in(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence that says why; nothing listens."""
    assert gevinst(["serve", f"--host={host}", "--port", "0"]) == 1
    said = capsys.readouterr().err
    assert "sign-in" in said
    assert said.count("\n") == 1


@ON_SQLITE
@pytest.mark.usefixtures("database")
def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """With the remedy."""
    with listen("127.0.0.1", 0) as taken:
        assert gevinst(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "choose another with --port" in capsys.readouterr().err
    assert gevinst(["serve", "--port", "99999"]) == 1


def test_a_database_that_is_not_there_yet_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """What to run."""
    assert gevinst(["serve", "--port", "0"]) == 1
    assert "gevinst database upgrade" in capsys.readouterr().err


@ON_SQLITE
@pytest.mark.skipif(sys.platform == "win32", reason="a signal to another process is something else there")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_interrupted(database_url: str, house: Path, ending: signal.Signals) -> None:
    """The address is said, the page is there, and Ctrl-C ends it quietly. Without rates it says so, and goes on."""
    assert database_url
    with subprocess.Popen(
        [sys.executable, "-m", "gevinst", "serve", "--port", "0"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address is not None, said
        answer = httpx.get(address[0])
        assert (answer.status_code, "driften" in answer.text) == (503, True)
        process.send_signal(ending)
        out, error = process.communicate(timeout=60)
    assert process.returncode in (0, -ending)  # a service manager takes both for a good end
    assert out == ""
    assert [line for line in error.splitlines() if "gevinst.web" not in line] == []
    assert "Traceback" not in error
