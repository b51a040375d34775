"""The file of systems: what is written is what is meant, or the key at fault is named."""

from pathlib import Path
from typing import Any

import pytest

from connectors.browser.systems import SystemProfile, system_names, system_profile
from gevinst.errors import ConfigurationError
from gevinst.settings import ROOT
from tests.connectors.browser.systems_file import describe


def test_without_a_file_every_system_has_the_defaults() -> None:
    """Nothing needs to be written for a system that asks for nothing."""
    assert system_profile("pension") == SystemProfile()
    assert system_names() == []


def test_the_example_file_can_be_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator begins with a copy of it."""
    monkeypatch.setenv("GEVINST_SYSTEMS_FILE", str(ROOT / "deployments/systems.example.yaml"))
    shown = system_profile("oekonomi").client_certificate
    assert shown is not None
    assert shown.origins == ("https://oekonomi.proeveby.example",)
    assert {system_profile(name).locale for name in system_names()} == {"da-DK"}


def test_a_system_that_is_not_named_has_the_defaults(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are described beside it."""
    describe(house, monkeypatch, pension={"case_seconds": 60})
    assert system_profile("pension").case_seconds == 60
    assert system_profile("erp") == SystemProfile()


def test_a_file_that_was_corrected_counts_at_once(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker needs to be started anew."""
    describe(house, monkeypatch, pension={"case_seconds": 60})
    assert system_profile("pension").case_seconds == 60
    describe(house, monkeypatch, pension={"case_seconds": 600})
    assert system_profile("pension").case_seconds == 600


SIGN_IN = {"provider": "entra", "origin": "https://login.example", "user": "robot@x.example", "secret": "entra"}
CERTIFICATE = {"origins": ["https://pension.example"], "pem": "certificate"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"proxxy": {}}, "systems → pension → proxxy"),
        ({"proxy": {"server": "proxy.example"}}, "pension → proxy → server"),
        ({"proxy": {"server": "http://proxy.example:8080", "user": "robot"}}, "needs both"),
        ({"proxy": {"server": "socks5://p:1", "user": "robot", "secret": "x"}}, "socks5"),
        ({"http_credentials": {"origin": "https://x.example/a", "user": "r", "secret": "x"}}, "the origin only"),
        ({"http_credentials": {"origin": "https://x.example:443", "user": "r", "secret": "x"}}, "the origin only"),
        ({"client_certificate": {**CERTIFICATE, "pfx_file": "a.pfx"}}, "one of the two"),
        ({"client_certificate": {"origins": ["http://pension.example"], "pem": "certificate"}}, "over https only"),
        ({"client_certificate": CERTIFICATE, "sign_in": SIGN_IN}, "all others are shut"),
        (
            {"client_certificate": CERTIFICATE, "proxy": {"server": "http://p.example:1", "bypass": ["a.example"]}},
            "can have no bypass",
        ),
        ({"sign_in": {**SIGN_IN, "provider": "own"}}, "needs a page"),
        ({"kept_session": {"secret": "key"}}, "needs an account"),
        ({"kerberos_hosts": ["a.example,*"]}, "pension → kerberos_hosts → 0"),
        ({"case_seconds": 0}, "pension → case_seconds"),
    ],
)
def test_what_cannot_be_meant_is_named(
    wrong: dict[str, Any], said: str, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt key and half a login are said at once, and not found out by a case."""
    file = describe(house, monkeypatch, pension=wrong)
    with pytest.raises(ConfigurationError) as caught:
        system_profile("pension")
    assert str(file) in caught.value.detail
    assert said in caught.value.detail


@pytest.mark.parametrize(
    ("content", "said"), [("systems: [", "no YAML"), ("", "systems.yaml: "), (None, "can't be read")]
)
def test_a_file_that_is_none_is_one_sentence(
    content: str | None, said: str, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It isn't there, it is something else, or it is empty."""
    file = house / "systems.yaml"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("GEVINST_SYSTEMS_FILE", str(file))
    with pytest.raises(ConfigurationError) as caught:
        system_profile("pension")
    assert said in caught.value.detail
    assert "\n" not in caught.value.detail
