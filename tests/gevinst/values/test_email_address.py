"""E-mail addresses: plain ones, whole, and personal."""

import pytest

from gevinst.values.email_address import read_email_address
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agnes@example.dk", "agnes@example.dk"),
        (" agnes@example.dk ", "agnes@example.dk"),
        ("Agnes.Noeddebo@example.dk", "Agnes.Noeddebo@example.dk"),
        ("agnes@EXAMPLE.DK", "agnes@example.dk"),
        ("agnes@Post.Example.com", "agnes@post.example.com"),
        ("a_b+skat-26@e-x.example.com", "a_b+skat-26@e-x.example.com"),
        ("agnes\u2011marie@example.dk", "agnes-marie@example.dk"),
        ("agnes@eksempel–by.example.dk", "agnes@eksempel-by.example.dk"),
    ],
)
def test_plain_addresses(text: str, expected: str) -> None:
    """The domain in small letters, the name before the @ as written; a dash is a dash however it is printed."""
    assert read_email_address(text) == Personal(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", "@", "agnes", "agnes@", "@example.dk", "agnes@example", "agnes@@example.dk", "agnes@example@example.dk"),
        *(".agnes@example.dk", "agnes.@example.dk", "ag..nes@example.dk", "-agnes@example.dk", "agnes+@example.dk"),
        *("agnes@-example.dk", "agnes@example-.dk", "agnes@.example.dk", "agnes@example..dk", "agnes@example.d"),
        *("agnes@example.dk.", "agnes@example.dk,", "<agnes@example.dk>", "mailto:agnes@example.dk", "agnes@10.0.0.1"),
        *("agnes @example.dk", "agnes@ example.dk", "agnes@example .dk", "agnes@\nexample.dk", '"agnes"@example.dk'),
        *("agnes@example.dk bent@example.dk", "agnes@example.dk;bent@example.dk", "Agnes agnes@example.dk"),
        "agnes@example.dkTlf",  # two fields run into one
        "agnes\u00admarie@example.dk",  # agnes-marie or agnesmarie?
        *(
            "agnes(a)example.dk",
            "agnes@ex\u0430mple.dk",
            "ågnes@example.dk",
            "agnes\uff11@example.dk",
            "agnes@ex\u017fample.dk",
        ),
        *("a" * 65 + "@example.dk", "a@" + "b" * 64 + ".dk", "a@" + "b." * 130 + "dk"),
    ],
)
def test_what_could_reach_a_stranger_is_refused(text: str) -> None:
    """Half an address, two, one with something around it, or letters that only look like ours; never repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_email_address(text)
    assert len(text) < 8 or text not in str(refused.value)
