"""Doctor's look at Prefect: which version, which server, and who may do what on it."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import prefect
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from tasks.check import check_prefect
from tasks.choke_point import PROVEN_ON


@pytest.mark.usefixtures("orchestrator")
def test_a_server_that_is_ready_is_fine_and_open_to_all() -> None:
    """It works, and operations is told that nobody has to sign in."""
    finding = check_prefect()
    assert finding.ok
    assert "no sign-in" in finding.detail
    assert "loopback" in finding.remedy


@pytest.mark.usefixtures("orchestrator")
def test_a_server_that_answers_past_the_sign_in_is_not_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-in is set, and somebody started Prefect beside the door."""
    monkeypatch.setenv("GEVINST_SIGN_IN", "oidc")
    finding = check_prefect()
    assert not finding.ok
    assert "answers without" in finding.detail
    assert "deployments.door" in finding.remedy


class _Door(BaseHTTPRequestHandler):
    """What the door answers whoever isn't signed in."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path.endswith("/ready") else 401)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


def test_a_server_behind_the_door_is_fine() -> None:
    """It is ready, and nobody reaches it without signing in."""
    with HTTPServer(("127.0.0.1", 0), _Door) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{server.server_port}/api"}):
            finding = check_prefect()
        server.shutdown()
        thread.join()
    assert finding.ok
    assert "behind the door" in finding.detail


def test_without_a_server_the_setting_is_named() -> None:
    """Prefect would start one of its own in silence, and its runs would be nowhere."""
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        finding = check_prefect()
    assert (finding.ok, finding.remedy) == (False, "set PREFECT_API_URL")


def test_a_server_that_does_not_answer_is_to_be_started() -> None:
    """The address is there and nobody listens."""
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        finding = check_prefect()
    assert (finding.ok, finding.remedy) == (False, "start the server")
    assert "ConnectError" in finding.detail


def test_another_version_than_the_proven_one_is_not_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps names off the server was proven on one version."""
    monkeypatch.setattr(prefect, "__version__", "3.9.0")
    finding = check_prefect()
    assert not finding.ok
    assert PROVEN_ON in finding.remedy
