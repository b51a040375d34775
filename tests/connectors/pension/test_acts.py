"""The pension system's two writes, in a real browser against a real server that fails on demand."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from connectors.browser.session import browser
from connectors.pension.acts import FileDocument, RegisterDocument
from connectors.pension.model import RegistrationForm, Upload
from connectors.pension.session import Pension, open_pension
from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, LeaseLost, ProcessError, SetAside
from gevinst.values.cpr import Cpr
from sandbox.legacy.state import Fault, save_registration
from sandbox.people import ORDINARY, UNKNOWN
from tests.pensys import RunningPensys

CPR = Cpr.parse(ORDINARY[0].cpr)
FORM = RegistrationForm(
    cpr=CPR,
    kind="regning",
    treatment="Briller, æøåÆØÅ",
    treatment_date=date(2026, 9, 3),
    amount=Decimal("1234.50"),
    provider="Optik Sandkassen",
    cvr="20000013",
    received=date(2026, 9, 5),
    sender="behandler",
    reference="GEV-7",
)


def allow() -> None:
    """The item is still ours."""


@contextmanager
def visit() -> Iterator[Pension]:
    """A visit whose look-ups nobody logs."""
    with open_pension(log_access=lambda _cpr: None) as pension:
        yield pension


def register(form: RegistrationForm = FORM) -> str:
    """Look, prepare, write and read back, as the guarded write does."""
    with visit() as pension:
        act = RegisterDocument(pension, form)
        assert act.look().ours == ()
        act.prepare()
        act.write(allow)
        (receipt,) = act.look().ours
        return receipt.number


def test_registers_once_and_reads_its_number_back(pensys: RunningPensys) -> None:
    """One click saves one row with our number, Danish letters intact, and the number is read on a fresh page."""
    number = register()
    (row,) = pensys.rows("registrations")
    assert (row["number"], row["reference"]) == (number, "GEV-7")
    assert (row["treatment"], row["amount"], row["treatment_date"]) == ("Briller, æøåÆØÅ", "1.234,50", "03-09-2026")


def test_a_dropped_connection_after_saving_leaves_one_row_and_a_receipt(pensys: RunningPensys) -> None:
    """The server saves and drops: through the fence the POST left once, and the fresh read finds our number."""
    pensys.arm(Fault.DROP_AFTER_SAVE)
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        act.prepare()
        with pytest.raises(Exception, match="pension"):
            act.write(allow)
        assert len(act.look().ours) == 1
    assert len(pensys.rows("registrations")) == 1


def test_without_the_fence_chromium_saves_twice(pensys: RunningPensys) -> None:
    """The positive control: one click in a bare browser on a reused connection sends the POST again on a drop."""
    pensys.arm(Fault.DROP_AFTER_SAVE)
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        act.prepare()
        pension.case.page.once("dialog", lambda dialog: None)
        with pension.case.expect_dialog(accept=True, text="Gem"):
            frame = pension.case.page.frame_locator("frame[name=indhold]")
            frame.get_by_role("button", name="Gem").click()
            frame.get_by_text("Kvittering").wait_for()
    assert len(pensys.rows("registrations")) == 2


def test_a_dropped_connection_before_saving_leaves_nothing(pensys: RunningPensys) -> None:
    """The server drops before it saves: the write raises and the fresh read shows none of ours."""
    pensys.arm(Fault.DROP_BEFORE_SAVE)
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        act.prepare()
        with pytest.raises(Exception, match="pension"):
            act.write(allow)
        assert act.look().ours == ()


def test_nothing_is_sent_once_the_lease_is_lost(pensys: RunningPensys) -> None:
    """The fence asks before the request leaves; LeaseLost stops it and reaches the caller."""

    def lost() -> None:
        raise LeaseLost

    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        act.prepare()
        with pytest.raises(LeaseLost):
            act.write(lost)
    assert pensys.rows("registrations") == []


def test_files_the_very_bytes(pensys: RunningPensys) -> None:
    """An upload arrives whole, under its neutral name, with the remark that carries our number."""
    number = register()
    content = bytes(range(256)) * 2000
    upload = Upload("dokument-1.pdf", "application/pdf", content, hashlib.sha256(content).hexdigest())
    with visit() as pension:
        act = FileDocument(pension, CPR, number, upload, "GEV-7")
        assert act.look().ours == ()
        act.prepare()
        act.write(allow)
        assert len(act.look().ours) == 1
    (row,) = pensys.rows("files")
    assert (row["sha256"], row["name"], row["remark"]) == (
        upload.sha256,
        "dokument-1.pdf",
        f"GEV-7 {upload.sha256[:12]}",
    )


def test_an_expired_session_is_renewed_once(pensys: RunningPensys) -> None:
    """A session that expires midway costs one more sign-in and nothing else."""
    pensys.arm(Fault.EXPIRE_SESSION, match="vaelg")
    register()
    assert len(pensys.rows("sessions")) == 2
    assert len(pensys.rows("registrations")) == 1


def test_a_changed_label_stops_before_anything_is_sent(pensys: RunningPensys) -> None:
    """A field that is named otherwise is a ProcessError while nothing has been written."""
    pensys.arm(Fault.CHANGED_LABEL)
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        with pytest.raises(ProcessError, match="Beløb"):
            act.prepare()
    assert pensys.rows("registrations") == []


def test_a_wrong_password_is_tried_once(pensys: RunningPensys, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused password is a setting to mend, and never tried again: accounts get locked."""
    monkeypatch.setenv("GEVINST_SECRET_PENSION_PASSWORD", "forkert")
    with pytest.raises(ConfigurationError, match="password"), visit() as pension:
        pension.citizen(CPR)
    assert len([row for row in pensys.rows("requests") if row["method"] == "POST"]) == 1


def test_an_unknown_citizen_is_none(pensys: RunningPensys) -> None:
    """A number the system doesn't know is no citizen."""
    with visit() as pension:
        assert pension.citizen(Cpr.parse(UNKNOWN.cpr)) is None


def test_every_lookup_of_a_citizen_is_logged_first(pensys: RunningPensys) -> None:
    """The access log is told before the system is asked."""
    seen: list[Cpr] = []
    with open_pension(log_access=seen.append) as pension:
        citizen = pension.citizen(CPR)
    assert seen == [CPR]
    assert citizen is not None
    assert citizen.name.reveal() == ORDINARY[0].name


def test_finds_its_row_on_the_third_page(pensys: RunningPensys) -> None:
    """Tables of five rows a page are read to the end."""
    for day in range(1, 13):
        save_registration(
            pensys.database,
            {"cpr": CPR.digits, "kind": "Bilag", "treatment_date": f"{day:02d}-01-2026", "reference": f"GEV-9{day}"},
        )
    with visit() as pension:
        rows = pension.registrations(CPR)
    assert [row.reference for row in rows] == [f"GEV-9{day}" for day in range(1, 13)]


def test_the_same_document_again_is_a_duplicate_and_another_content_a_conflict(pensys: RunningPensys) -> None:
    """Same kind, day and provider: with the same amount nobody needs to look, with another a person must."""
    register()
    for form, error, code in (
        (replace(FORM, reference="GEV-8"), SetAside, Code.DUPLICATE_DOCUMENT),
        (replace(FORM, reference="GEV-8", amount=Decimal(1)), BusinessError, Code.ALREADY_REGISTERED),
    ):
        with visit() as pension, pytest.raises(error) as caught:
            RegisterDocument(pension, form).look()
        assert caught.value.code is code


def test_a_killed_browser_is_replaced(pensys: RunningPensys) -> None:
    """The next case gets a new browser when the old one died."""
    with visit() as pension:
        first = browser()
        pension.case.context.browser.close()
    register()
    assert browser() is not first
