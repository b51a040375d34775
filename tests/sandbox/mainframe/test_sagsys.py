"""SAGSYS speaks TN3270 to terminals that aren't ours: byte by byte, and to Debian's s3270 where that is installed."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gevinst.settings import ROOT
from sandbox.mainframe.dialogue import ACCOUNT, PASSWORD
from sandbox.mainframe.server import Running, running
from sandbox.mainframe.state import rows
from sandbox.people import ORDINARY


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Running]:
    """It answers on a free port of loopback."""
    with running(tmp_path / "sagsys.sqlite") as started:
        yield started


def test_agrees_on_its_options_and_paints_the_first_screen(host: Running) -> None:
    """The bytes of RFC 1576, then an Erase/Write that gives the keyboard free and ends with IAC EOR."""
    with socket.create_connection(("127.0.0.1", host.port), timeout=10) as terminal:
        stream = terminal.makefile("rb")
        assert stream.read(3) == b"\xff\xfd\x18"  # DO TERMINAL-TYPE
        terminal.sendall(b"\xff\xfb\x18")
        assert stream.read(6) == b"\xff\xfa\x18\x01\xff\xf0"  # SEND
        terminal.sendall(b"\xff\xfa\x18\x00IBM-3278-2\xff\xf0")
        for option in (b"\x19", b"\x00"):  # END-OF-RECORD, TRANSMIT-BINARY, both ways
            assert stream.read(6) == b"\xff\xfd" + option + b"\xff\xfb" + option
            terminal.sendall(b"\xff\xfb" + option + b"\xff\xfd" + option)
        record = b""
        while not record.endswith(b"\xff\xef"):
            record += stream.read1() or pytest.fail("the host hung up")
    assert record[:2] == b"\xf5\xc3"
    assert "LOG PÅ".encode("cp277") in record
    assert "Adgangskode".encode("cp277") in record


@pytest.mark.parametrize("nonsense", [b"GET / HTTP/1.1\r\n\r\n", b"\xff\xfc\x18", b""])
def test_what_is_no_terminal_is_hung_up_on(host: Running, nonsense: bytes) -> None:
    """And the next terminal is served."""
    with socket.create_connection(("127.0.0.1", host.port), timeout=10) as visitor:
        visitor.sendall(nonsense)
        visitor.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := visitor.recv(4096):
            received += chunk
    assert received == b"\xff\xfd\x18"
    with socket.create_connection(("127.0.0.1", host.port), timeout=10) as visitor:
        assert visitor.recv(3) == b"\xff\xfd\x18"


def test_runs_as_a_program(tmp_path: Path) -> None:
    """`--help` says what it is; the screens are there for any emulator."""
    command = [sys.executable, "-m", "sandbox.mainframe", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "3270" in done.stdout
    assert list(tmp_path.iterdir()) == []


class S3270:
    """Debian's scripted emulator: one command a line, an answer that ends with `ok` or `error`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def say(self, command: str) -> str:
        """The data of the answer to one command."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        lines: list[str] = []
        for line in self._process.stdout:
            if line.strip() in ("ok", "error"):
                assert line.strip() == "ok", (command, lines)
                break
            lines.append(line.removeprefix("data: ").rstrip("\n"))
        return "\n".join(lines)

    def send(self, key: str, *typed: str) -> str:
        """Type each text in its field, in order, and press a key; returns the screen that comes."""
        for number, text in enumerate(typed):
            if number:
                self.say("Tab")
            self.say(f'String("{text}")')
        self.say(key)
        self.say("Wait(10,Unlock)")
        return self.say("Ascii")


@pytest.mark.skipif(shutil.which("s3270") is None, reason="Debian's s3270 isn't installed")
def test_another_emulator_signs_on_and_registers(host: Running) -> None:
    """A second opinion on the data stream and on the code page: Danish letters come through another terminal."""
    command = ["s3270", "-utf8", "-codepage", "cp277", "-model", "3278-2", f"127.0.0.1:{host.port}"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        other = S3270(process)
        other.say("Wait(10,InputField)")
        assert "HOVEDMENU" in other.send("Enter", ACCOUNT, PASSWORD)
        assert "REGISTRÉR BILAG" in other.send("Enter", "2")
        typed = (ORDINARY[0].cpr, "regning", "Rødgrød æøåÆØÅ @#$", "03-09-2026", "1.234,50", "GEV-9")
        assert "Rødgrød æøåÆØÅ @#$" in other.send("Enter", *typed)
        assert "ME-2026-000001" in other.send("PF(5)")
        other.say("Quit")
    (row,) = rows(host.database, "registrations")
    assert (row["text"], row["reference"]) == ("Rødgrød æøåÆØÅ @#$", "GEV-9")
