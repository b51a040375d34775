"""Signing in by the word of a proxy: with its secret, and not without; a cookie alone is worth nothing."""

from collections.abc import Iterator

import httpx
import pytest

from tests.gevinst.core import ON_SQLITE
from tests.gevinst.door.visitors import CASEWORKER, OFFICE, OPERATIONS, audited, visiting
from tests.gevinst.web.office import Served

pytestmark = ON_SQLITE
SECRET = b"proxyens hemmelighed".decode("latin-1")


@pytest.fixture
def proxied(door: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """What comes to the door, with a proxy in front."""
    monkeypatch.setenv("GEVINST_SIGN_IN", "header")
    monkeypatch.setenv("GEVINST_SECRET_PROXY_SECRET", SECRET)
    with visiting(door.url) as visitor:
        yield visitor.client


def by_proxy(name: str = OFFICE, group: str = "gevinst-projektkontor") -> dict[str, str]:
    """What the proxy puts on a request."""
    return {"X-Gevinst-Proxy": SECRET, "X-Forwarded-User": name, "X-Forwarded-Groups": f"andet, {group}"}


def test_the_proxys_word_signs_in(proxied: httpx.Client, door: Served) -> None:
    """Without a form, back to what was asked for; a name of a domain or a mail is the part that is the initials."""
    answer = proxied.get("/log-ind?til=/maaneder", headers=by_proxy(f"{OFFICE.lower()}@kommune.example"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/maaneder")
    assert proxied.get("/maaneder", headers=by_proxy()).status_code == 503  # no rates in this database
    assert audited(door.engine) == [(OFFICE, "projektkontor", "log ind", 200)]


@pytest.mark.parametrize(
    "spoofed",
    [
        [("X-Forwarded-User", OPERATIONS), ("X-Forwarded-Groups", "gevinst-drift")],
        [("X-Forwarded-User", OPERATIONS), ("X-Gevinst-Proxy", "gaettet")],
        [("X-Gevinst-Proxy", SECRET)],
        [("X-Gevinst-Proxy", SECRET), ("X-Forwarded-User", "")],
        [("X-Gevinst-Proxy", SECRET), ("X-Gevinst-Proxy", SECRET), ("X-Forwarded-User", OPERATIONS)],
        [("X-Gevinst-Proxy", SECRET), ("X-Forwarded-User", OFFICE), ("X-Forwarded-User", OPERATIONS)],
        [
            ("X-Gevinst-Proxy", SECRET),
            ("X-Forwarded-User", OFFICE),
            ("X-Forwarded-Groups", "gevinst-projektkontor"),
            ("X-Forwarded-Groups", "gevinst-drift"),
        ],
    ],
)
def test_past_the_proxy_a_header_is_nobodys_word(
    proxied: httpx.Client, door: Served, spoofed: list[tuple[str, str]]
) -> None:
    """Without the secret, with a guessed one, or with a header twice, whichever one it is."""
    answer = proxied.get("/log-ind", headers=spoofed)
    assert answer.status_code == 403
    assert "kommunens egen adresse" in answer.text
    assert audited(door.engine) == []


def test_a_cookie_without_the_proxys_word_is_worth_nothing(proxied: httpx.Client) -> None:
    """Stolen, or used past the proxy: each request needs both, and both must name the same colleague."""
    proxied.get("/log-ind", headers=by_proxy())
    assert proxied.get("/maaneder").status_code == 303
    assert proxied.get("/maaneder", headers=by_proxy(CASEWORKER, "gevinst-pension-og-ydelser")).status_code == 303
    assert proxied.get("/maaneder", headers=by_proxy()).status_code == 503


def test_a_colleague_in_no_group_with_a_role_gets_no_session(proxied: httpx.Client) -> None:
    """They are told what to ask for."""
    answer = proxied.get("/log-ind", headers=by_proxy("NYE", "en anden gruppe".replace(" ", "-")))
    assert (answer.status_code, "ingen rolle" in answer.text) == (403, True)


def test_a_name_that_is_no_initials_is_refused_and_not_kept(proxied: httpx.Client, door: Served) -> None:
    """A proxy that sends something else, such as a number of a citizen's, is set up wrongly."""
    answer = proxied.get("/log-ind", headers=by_proxy("0702481239"))
    assert (answer.status_code, "initialer" in answer.text) == (403, True)
    assert "0702481239" not in answer.text + str(audited(door.engine))


def test_without_the_secret_set_nobody_comes_in(proxied: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Operations reads in the log what to set; an empty secret is none."""
    for value in (None, ""):
        if value is None:
            monkeypatch.delenv("GEVINST_SECRET_PROXY_SECRET")
        else:
            monkeypatch.setenv("GEVINST_SECRET_PROXY_SECRET", value)
        assert proxied.get("/log-ind", headers=by_proxy() | {"X-Gevinst-Proxy": ""}).status_code in (403, 503)
