"""What is typed arrives letter by letter, and what can't be typed leaves every field as it was."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from gevinst.errors import ProcessError
from sandbox.mainframe.server import Running
from sandbox.mainframe.state import Fault, arm, rows
from tests.connectors.terminal.sagsys import PERSON, Bill, Register, line_to, visiting

DANISH = ["Rødgrød med fløde på Ærø", "ÅSE ÆBLE ØLAND åæø", "@#$ {}[]|\\~^ !¤ §½ üéÉ", "  to  blanke  midt i"]


@pytest.mark.parametrize("text", DANISH)
def test_danish_letters_and_signs_come_through_both_ways(host: Running, text: str) -> None:
    """Typed, kept by the host, and read back from a fresh screen as they were."""
    bill = replace(Bill(), text=text.strip())
    with visiting(line_to(host.port)) as visit:
        form = visit.menu().form()
        form.fill({"Beskrivelse": bill.text})
        assert form.value("Beskrivelse") == bill.text
        if "  " not in bill.text:  # the confirmation shows it as text, where two blanks part what stands apart
            visit.menu()
            act = Register(visit, bill)
            act.prepare()
            act.write(lambda: None)
            assert [row["text"] for row in rows(host.database, "registrations")] == [bill.text]
            assert visit.menu().search().by_reference("GEV-7").rows()[0]["Beskrivelse"] == bill.text[:16].rstrip()


@pytest.mark.parametrize(
    ("label", "text", "message"),
    [
        ("Beskrivelse", "x" * 31, "takes 30 characters, not 31"),
        ("Beskrivelse", "Łódź", r"no U\+0141"),
        ("Bevilget", "1", "'Bevilget' is there 0 times"),
    ],
)
def test_what_cannot_be_typed_stops_before_the_first_letter(host: Running, label: str, text: str, message: str) -> None:
    """Too long, a letter the code page lacks, no such field: the fields before it in the list are still empty."""
    with visiting(line_to(host.port)) as visit:
        form = visit.menu().form()
        with pytest.raises(ProcessError, match=message) as error:
            form.fill({"Art": "regning", label: text})
        assert form.value("Art") == ""
        assert text not in str(error.value) or text == "1"


@pytest.mark.parametrize(("fault", "times"), [(Fault.CHANGED_LABEL, 0), (Fault.DOUBLE_LABEL, 2)])
def test_a_label_that_changed_stops_before_the_first_letter(host: Running, fault: Fault, times: int) -> None:
    """An amount in the wrong field would be a wrong case."""
    arm(host.database, fault)
    with visiting(line_to(host.port)) as visit:
        form = visit.menu().form()
        with pytest.raises(ProcessError, match=f"'Beløb' is there {times} times"):
            form.check(Bill())
        assert form.value("CPR-nummer") == ""


def test_a_value_that_fills_its_field_goes_nowhere_else(host: Running) -> None:
    """As long as the field is; the next one keeps what it had."""
    with visiting(line_to(host.port)) as visit:
        form = visit.menu().form()
        form.fill({"Beskrivelse": "Æ" * 30, "Dato": "03-09-2026"})
        assert (form.value("Beskrivelse"), form.value("Dato"), form.value("Beløb")) == ("Æ" * 30, "03-09-2026", "")
        form.fill({"Beskrivelse": "kort"})
        assert form.value("Beskrivelse") == "kort"


def test_a_secret_is_typed_only_where_it_does_not_show(host: Running) -> None:
    """A password in an open field would be on every picture."""
    with visiting(line_to(host.port)) as visit:
        form = visit.menu().form()
        with pytest.raises(ProcessError, match="would show the secret") as error:
            form.fill_secret("Beskrivelse", SecretStr("opdigtet-kode"))
        assert form.value("Beskrivelse") == ""
        assert "opdigtet-kode" not in str(error.value)


def test_the_host_reads_what_was_typed_and_asks(host: Running) -> None:
    """The confirmation names the citizen, so the page object can compare before it saves."""
    with visiting(line_to(host.port)) as visit:
        confirm = visit.menu().form().check(Bill())
        assert (confirm.value("Navn"), confirm.value("Beløb")) == (PERSON.name, "1.234,50")
