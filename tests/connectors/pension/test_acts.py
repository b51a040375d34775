"""The pension system's two writes, in a real browser against a real server that fails on demand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from connectors.pension.acts import FileDocument, RegisterDocument
from connectors.pension.pages import ReceiptPage
from gevinst.codes import Code
from gevinst.errors import BusinessError, LeaseLost, ProcessError, Refused, SetAside, SystemDown
from sandbox.legacy.state import Fault, save_file, save_registration
from sandbox.people import ORDINARY
from tests.connectors.pension.samples import CPR, FORM, allow, as_saved, file_of, register, visit
from tests.pensys import RunningPensys


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
        with pytest.raises(SystemDown):
            act.write(allow)
        assert len(act.look().ours) == 1
    assert len(pensys.rows("registrations")) == 1


def test_without_the_fence_chromium_saves_twice(pensys: RunningPensys) -> None:
    """The positive control: one click without the fence sends the POST again when a reused connection drops."""
    pensys.arm(Fault.DROP_AFTER_SAVE)
    with visit() as pension:
        RegisterDocument(pension, FORM).look()
        page = pension.registration_form(CPR)
        page.fill(FORM)
        with pension.case.expect_dialog(accept=True, text="Gem"), page.leaving():
            page.here.get_by_role("button", name="Gem", exact=True).click()
        ReceiptPage(pension.case).shown()
    assert len(pensys.rows("registrations")) == 2
    log = pensys.rows("requests")
    first = next(place for place, request in enumerate(log) if request["action"] == "gem")
    assert log[first]["connection"] in {request["connection"] for request in log[:first]}


def test_a_dropped_connection_before_saving_leaves_nothing(pensys: RunningPensys) -> None:
    """The server drops before it saves: the write raises and the fresh read shows none of ours."""
    pensys.arm(Fault.DROP_BEFORE_SAVE)
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        act.prepare()
        with pytest.raises(SystemDown):
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
    number = save_registration(pensys.database, as_saved())
    content = bytes(range(256)) * 2000
    upload = file_of(content)
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


def test_a_changed_label_stops_before_anything_is_sent(pensys: RunningPensys) -> None:
    """A field that is named otherwise is a ProcessError while nothing has been written."""
    pensys.arm(Fault.CHANGED_LABEL)
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        with pytest.raises(ProcessError, match="Beløb"):
            act.prepare()
    assert pensys.rows("registrations") == []


def test_the_same_document_again_is_a_duplicate_and_another_content_a_conflict(pensys: RunningPensys) -> None:
    """Same kind, day and provider: with the same amount nobody needs to look, with another a person must."""
    save_registration(pensys.database, as_saved())
    for form, error, code in (
        (replace(FORM, reference="GEV-8"), SetAside, Code.DUPLICATE_DOCUMENT),
        (replace(FORM, reference="GEV-8", amount=Decimal(1)), BusinessError, Code.ALREADY_REGISTERED),
    ):
        with visit() as pension, pytest.raises(error) as caught:
            RegisterDocument(pension, form).look()
        assert caught.value.code is code


def test_a_filing_is_prepared_on_the_page_just_read(pensys: RunningPensys) -> None:
    """From the look to the click nothing is asked of the system; after the click the page is read afresh."""
    number = save_registration(pensys.database, as_saved())
    with visit() as pension:
        act = FileDocument(pension, CPR, number, file_of(b"%PDF opdigtet"), "GEV-7")
        act.look()
        before = len(pensys.rows("requests"))
        act.prepare()
        act.write(allow)
        assert [row["action"] for row in pensys.rows("requests")[before:]] == ["upload"]
        act.look()
    assert "vis" in [row["action"] for row in pensys.rows("requests")[before:]]


def test_an_upload_dropped_after_saving_is_filed_once(pensys: RunningPensys) -> None:
    """A file whose connection dropped is there once, and its remark proves it."""
    number = save_registration(pensys.database, as_saved())
    pensys.arm(Fault.DROP_AFTER_SAVE, match="upload")
    with visit() as pension:
        act = FileDocument(pension, CPR, number, file_of(b"%PDF opdigtet"), "GEV-7")
        act.prepare()
        with pytest.raises(SystemDown):
            act.write(allow)
        assert len(act.look().ours) == 1
    assert len(pensys.rows("files")) == 1


def test_its_file_is_found_among_many(pensys: RunningPensys) -> None:
    """The list of files is read over all its pages, and only our number with this file's hash is ours."""
    number = save_registration(pensys.database, as_saved())
    upload = file_of(b"%PDF opdigtet")
    for place in range(12):
        remark = f"GEV-7 {upload.sha256[:12]}" if place == 11 else f"GEV-{place}"
        save_file(pensys.database, registration=number, name="x.pdf", remark=remark, content=upload.content)
    with visit() as pension:
        assert len(pension.files(CPR, number)) == 12
        assert len(FileDocument(pension, CPR, number, upload, "GEV-7").look().ours) == 1


def test_a_filed_document_of_another_size_is_not_taken_for_ours(pensys: RunningPensys) -> None:
    """Bytes lost on the way are a failure that operations must see, never a receipt."""
    number = save_registration(pensys.database, as_saved())
    upload = file_of(b"%PDF opdigtet")
    remark = f"GEV-7 {upload.sha256[:12]}"
    save_file(pensys.database, registration=number, name="x.pdf", remark=remark, content=b"%PDF")
    with visit() as pension, pytest.raises(ProcessError, match="size"):
        FileDocument(pension, CPR, number, upload, "GEV-7").look()


def test_two_rows_with_our_number_are_two_traces(pensys: RunningPensys) -> None:
    """What was saved twice is shown twice: the guarded write then asks a person."""
    for _ in range(2):
        save_registration(pensys.database, as_saved())
    with visit() as pension:
        assert len(RegisterDocument(pension, FORM).look().ours) == 2


def test_our_number_on_another_citizens_case_goes_to_a_person(pensys: RunningPensys) -> None:
    """After a corrected CPR number an earlier registration elsewhere is found, not repeated here."""
    save_registration(pensys.database, {**as_saved(), "cpr": ORDINARY[1].cpr})
    with visit() as pension, pytest.raises(BusinessError) as caught:
        RegisterDocument(pension, FORM).look()
    assert caught.value.code is Code.ALREADY_REGISTERED


def test_what_latin_1_cannot_hold_is_written_plainly(pensys: RunningPensys) -> None:
    """No `&#8211;` stands on the citizen's case, and the same text is a duplicate the next time."""
    form = replace(FORM, treatment="Žižeks briller – 5 € “fjern”")
    register(form)
    (row,) = pensys.rows("registrations")
    assert row["treatment"] == 'Zizeks briller - 5 EUR "fjern"'
    with visit() as pension, pytest.raises(SetAside):
        RegisterDocument(pension, replace(form, reference="GEV-8")).look()


def test_a_read_only_visit_refuses_both_writes(pensys: RunningPensys) -> None:
    """A dry run may look and fill, and the click is refused before anything is sent."""
    number = save_registration(pensys.database, as_saved())
    before = len(pensys.rows("requests"))
    with visit(read_only=True) as pension:
        for act in (
            RegisterDocument(pension, replace(FORM, reference="GEV-8", cvr="20000021")),
            FileDocument(pension, CPR, number, file_of(b"x"), "GEV-8"),
        ):
            act.look()
            act.prepare()
            with pytest.raises(Refused):
                act.write(allow)
    sent = {request["action"] for request in pensys.rows("requests")[before:]}
    assert sent.isdisjoint({"gem", "upload"})


def test_an_unknown_kind_stops_before_anything_is_sent(pensys: RunningPensys) -> None:
    """A kind that the system's list doesn't have is a changed screen, not the first of the list."""
    with visit() as pension, pytest.raises(ProcessError):
        RegisterDocument(pension, replace(FORM, kind="recept")).prepare()
    assert pensys.rows("registrations") == []
