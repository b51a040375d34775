"""What a run left is read as Markdown; where its links lead, the door's own rule says."""

import pytest

from gevinst.web.markdown import rendered


@pytest.mark.parametrize(
    ("address", "is_followed"),
    [
        ("/sager/GEV-1", True),
        ("/" + "a" * 499, True),
        ("/" + "a" * 500, False),
        ("//evil.example", False),
        ("https://evil.example", False),
    ],
)
def test_a_link_leads_where_one_is_sent_after_signing_in_or_nowhere(address: str, is_followed: bool) -> None:
    """A path of ours, of the length the door takes for one."""
    assert ("<a " in rendered(f"[se her]({address})")) is is_followed
