"""FIK payment lines: whom to pay and what for, or nothing."""

import pytest
from pydantic import TypeAdapter

from gevinst.values.errors import UnreadableValue
from gevinst.values.fik import Fik, read_fik

LINE = "+71<000000067097535+85799665<"
FIK = Fik("71", "000000067097535", "85799665")


@pytest.mark.parametrize(
    "text",
    [
        *(LINE, f" {LINE} ", "+71< 000000067097535+85799665<", "+71<000000067097535 +85799665<"),
        *("+71<\n000000067097535+85799665<", "+71<000000067097535\r\n+85799665<", "+71< 0000000670\n97535 +85799665 <"),
        *("+71<0000 0006 7097 535+8579 9665<", "+71<\u00a0000000067097535\u2009+85799665<"),
    ],
)
def test_a_line_with_blanks_or_broken_once(text: str) -> None:
    """Its marks and its lengths hold it together, so blanks and one line's end don't matter."""
    assert read_fik(text) == FIK
    assert FIK.formatted == LINE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+71<000000000000018+80000000<", Fik("71", "000000000000018", "80000000")),  # 1 and its check digit
        ("+75<0000000000000026+80000000<", Fik("75", "0000000000000026", "80000000")),  # 2 and its check digit
        ("+73<+80000000<", Fik("73", None, "80000000")),
        ("+73<                +80000000<", Fik("73", None, "80000000")),
        ("+04<0000000000000018+12345678<", Fik("04", "0000000000000018", "12345678")),  # a giro account
    ],
)
def test_every_kind_of_card(text: str, expected: Fik) -> None:
    """Each with the digits it has; what is read can be printed and read again."""
    assert read_fik(text) == expected
    assert read_fik(expected.formatted) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "+71<", "+71<000000067097535+85799665", "71<000000067097535+85799665<", "+71 000000067097535 85799665"),
        *("+71<000000067097536+85799665<", "+71<000000067079535+85799665<"),  # a wrong digit, two swapped
        *("+71<00000006709753+85799665<", "+71<0000000067097535+85799665<", "+75<000000067097535+85799665<"),
        *("+71<000000067097535+8579966<", "+71<000000067097535+857996650<", "+71<000000067097535+75799665<"),
        *("+71<+85799665<", "+73<000000000000018+80000000<", "+73<80000000<", "+71<000000000000000+80000000<"),
        *("+01<0000000000000018+12345678<", "+15<0000000000000018+12345678<", "+76<0000000000000018+80000000<"),
        "+04<0000000000000018+1234567<",  # seven digits, or eight of which one is lost
        *(f"{LINE}{LINE}", f"{LINE}\n{LINE}", "+71<0000000\n67097535\n+85799665<", f"Betal med {LINE}", f"{LINE}."),
        *(
            "+71<\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0666\u0667\u0660\u0669\u0667\u0665\u0663\u0665+85799665<",
            "\uff0b71<000000067097535+85799665<",
            "+71>000000067097535+85799665>",
        ),
    ],
)
def test_what_is_no_complete_line_is_refused(text: str) -> None:
    """A digit too few, too many or wrong, a mark that is missing, or two lines; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_fik(text)
    assert len(text) < 5 or text not in str(refused.value)


def test_a_payment_does_not_show_its_id_in_passing() -> None:
    """Some creditors put a person's number into it: a log line that holds the payment doesn't tell it."""
    assert "67097535" not in repr(FIK) + str(FIK) + f"{[FIK]}"


@pytest.mark.parametrize("payment", [FIK, Fik("73", None, "80000000")])
def test_a_checkpoint_brings_back_the_same_payment(payment: Fik) -> None:
    """Through Pydantic's JSON, which a checkpoint is."""
    adapter = TypeAdapter(Fik)
    assert adapter.validate_json(adapter.dump_json(payment)) == payment
