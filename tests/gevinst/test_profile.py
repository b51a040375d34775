"""The municipality's profile: the shipped example, and one sentence for each way to get it wrong."""

from pathlib import Path

import pytest

from gevinst.errors import ConfigurationError
from gevinst.profile import load_profile


def test_the_example_profile_is_whole_and_invented() -> None:
    """The shipped example can be used as it is and names no real municipality."""
    profile = load_profile()
    assert profile.name == "Eksempel Kommune"
    assert profile.mailbox_address.endswith(".example")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [", "is no YAML"),
        ("name: X", "cvr"),
        ("name: X\nlogo: a.png", "logo"),
        ("[]", "the whole"),
    ],
)
def test_a_wrong_profile_is_one_sentence_naming_the_fields(
    house: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    """Whoever fills it in learns which file and field to look at, not a traceback."""
    path = house / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(path))
    with pytest.raises(ConfigurationError, match=said) as raised:
        load_profile()
    assert "profile.yaml" in raised.value.detail
    assert "\n" not in raised.value.detail


def test_a_missing_profile_says_which_setting_to_set(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that isn't there names the setting."""
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(house / "none.yaml"))
    with pytest.raises(ConfigurationError, match="GEVINST_PROFILE_FILE"):
        load_profile()
