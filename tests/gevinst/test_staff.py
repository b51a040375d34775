"""Where a colleague's mail goes: as somebody told, else as the municipality makes addresses, else nowhere."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from gevinst.errors import ConfigurationError, Refused
from gevinst.profile import load_profile
from gevinst.staff import address_of, forget, set_address, staff_id
from tests.gevinst.core import ON_SQLITE


def profile_with(house: Path, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    """The municipality makes its addresses so."""
    told = load_profile().model_dump(mode="json") | {"staff_address": pattern}
    (house / "profile.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(house / "profile.yaml"))


@ON_SQLITE
def test_what_was_told_goes_before_what_initials_say(
    database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Danish letters are written as mail addresses write them; whoever is forgotten has no address any more."""
    with database.begin() as connection:
        number = staff_id(connection, "ÆØB")
        assert address_of(connection, number) == ""
        profile_with(house, monkeypatch, "{initials}@kommune.example")
        assert address_of(connection, number) == "aeoeb@kommune.example"
        set_address(connection, "æøb", "anna@Kommune.example")
        assert address_of(connection, number) == "anna@kommune.example"
        forget(connection, "ÆØB")
        assert address_of(connection, number) == ""


@pytest.mark.parametrize(
    "address", ["anna", "Anna <a@x.example>", "a@x.example, b@x.example", "a@x.example\nBcc: b@x.dk"]
)
def test_what_is_no_plain_address_is_refused(database: Engine, address: str) -> None:
    """It would be written into a mail's head as it is."""
    with pytest.raises(Refused, match="written plainly"), database.begin() as connection:
        set_address(connection, "ABC", address)


@pytest.mark.parametrize("pattern", ["abc@kommune.example", "{navn}@kommune.example", "{initials}"])
def test_a_pattern_that_makes_no_address_is_refused(house: Path, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    """One without the initials would send everybody's mail to one."""
    profile_with(house, monkeypatch, pattern)
    with pytest.raises(ConfigurationError, match="staff_address"):
        load_profile()
