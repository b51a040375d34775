"""Retention takes the case's contents and leaves the case: the row, its history and every minute stay as they were."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, select, text

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError
from gevinst.items import files
from gevinst.items.answers import answer, confirm
from gevinst.items.case import Credit
from gevinst.items.choices import Choice
from gevinst.items.closing import close_by_hand
from gevinst.items.corrections import Correction, corrections_of
from gevinst.items.loop import Run
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.items.readings import DocumentReading, ReadField, readings_of
from gevinst.items.retention import neutralise_past
from gevinst.items.runs import report_path
from gevinst.ledger.verify import verify
from gevinst.private_files import write_private
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import seed_illustrative
from gevinst.settings import settings
from gevinst.store import clock
from gevinst.store.tables import journal, proposed_answers
from gevinst.values.field_types import FieldType
from tests.gevinst.core import OutsideSystem, Register, entries, register_potential, row

QUEUE = Queue("helbredstillaeg", "P-042", systems=("pension",), retention_days=30, journalising_act="file")
NAME = "Aase Kjaer"
ORIGINAL = b"the mail of " + NAME.encode()


def put(engine: Engine, reference: str) -> int:
    """One item whose payload and original hold a name."""
    with engine.begin() as connection:
        ensure_queue(connection, QUEUE)
        number = put_in(connection, QUEUE, reference=reference, content_hash=reference, payload={"name": NAME})
        assert number is not None
        sha256 = files.store_file(ORIGINAL)
        files.attach(
            connection, number, role="original", sha256=sha256, file_name="mail.eml", media_type="message/rfc822"
        )
    return number


def work_through(engine: Engine, *, file_it: bool = True, error: Exception | None = None) -> None:
    """One run over the queue: read (the name is in the checkpoint), write outside, and file the original."""
    outside = OutsideSystem()
    for case in Run(engine, QUEUE, flow_run="run-1"):
        with case:
            case.checkpoint("read", str, lambda: NAME, Credit("read", counts_by_person=True))
            case.guarded(Register(outside, case.item.label))
            if file_it:
                case.guarded(Register(outside, case.item.label, name="file", key=files_key()))
            if error is not None:
                case.evidence_folder.mkdir(parents=True)
                (case.evidence_folder / "page.txt").write_text(NAME)
                raise error


def files_key() -> str:
    """The key under which the original is filed."""
    return files.store_file(ORIGINAL)[:12]


def days_later(days: int) -> None:
    """Move the clock, and let the stored files look as old."""
    clock.offset.microseconds = days * 86_400 * clock.MICROSECONDS
    for path in settings().files_folder.glob("*/*"):
        os.utime(path, (time.time() - days * 86_400,) * 2)


def everything(connection: Connection) -> str:
    """All rows of all tables that may hold case data."""
    tables = ["items", "questions", "answers", "item_notes", "checkpoints", "receipts", "attempts", "item_files"]
    tables += ["readings", "corrections", "proposed_answers"]
    return "".join(str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in tables)


@pytest.fixture
def registered(database: Engine) -> Engine:
    """The potential and the rates figures need."""
    register_potential(database)
    with database.begin() as connection:
        seed_illustrative(connection)
    return database


def test_past_its_days_a_completed_case_keeps_its_number_and_its_minutes(registered: Engine) -> None:
    """Payload, candidates, notes, checkpoints, receipts, evidence and files are gone; figures and proof are the same."""
    number = put(registered, "a")
    work_through(registered, error=BusinessError(Code.NO_GRANT, candidates=(NAME,)))
    with registered.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC", candidate=1)
    work_through(registered)
    days_later(31)
    posted = entries(registered)
    with registered.connect() as connection:
        figures = compute_figures(connection, "2026-12").months
        assert NAME in everything(connection)

    done = neutralise_past(registered)

    assert (done.neutralised, done.files_removed, done.waiting, done.unfiled) == (["GEV-1"], 1, [], [])
    with registered.connect() as connection:
        assert NAME not in everything(connection)
        assert compute_figures(connection, "2026-12").months == figures
        assert verify(connection) == []
    assert entries(registered) == posted
    item = row(registered, number)
    assert (item.reference, item.payload) == ("a", {})
    assert item.neutralised_at is not None
    assert not list(settings().files_folder.glob("*/*"))
    assert not (settings().evidence_folder / "GEV-1").exists()
    assert neutralise_past(registered).neutralised == []


def test_what_was_read_corrected_and_proposed_goes_too(registered: Engine) -> None:
    """A document's fields, what a colleague put right, and an answer that waited for a second person when the item was ended."""
    number = put(registered, "a")
    field = ReadField(name="citizen_name", title="Navn", type=FieldType.NAME, value=NAME)
    with registered.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.REJECT})))
    for times in range(2):
        for case in Run(registered, replace(QUEUE, two_people=frozenset({Choice.REJECT}))):
            with case:
                case.keep_reading("a" * 64, "helbredstillaeg", DocumentReading(kind="regning", fields=(field,)))
                raise BusinessError(Code.NAME_MISMATCH)
        with registered.begin() as connection:
            if times == 0:
                correction = Correction("a" * 64, "citizen_name", NAME)
                answer(connection, f"{number}-1", Choice.RETRY, initials="ABC", corrections=[correction])
            else:
                answer(connection, f"{number}-2", Choice.REJECT, initials="ABC", case_number=NAME)
                seen = connection.execute(select(proposed_answers.c.proposed_at)).scalar_one()
                confirm(connection, f"{number}-2", initials="DEF", seen=seen)
    with registered.connect() as connection:
        assert everything(connection).count(NAME) >= 4
    days_later(31)
    assert neutralise_past(registered).neutralised == [f"GEV-{number}"]
    with registered.connect() as connection:
        assert NAME not in everything(connection)
        assert readings_of(connection, number) == {}
        assert corrections_of(connection, number) == []


def test_evidence_that_cannot_be_removed_keeps_the_case_whole(
    registered: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody would look for it again: the case is named until the disk lets go of it, and then neutralised."""
    put(registered, "a")
    work_through(registered, error=BusinessError(Code.NO_GRANT))
    with registered.begin() as connection:
        answer(connection, "1-1", Choice.RETRY, initials="ABC")
    work_through(registered)
    days_later(31)
    folder = settings().evidence_folder / "GEV-1"

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as disk:
        disk.setattr(shutil, "rmtree", refuse)
        assert gevinst(["retention"]) == 1
    assert "kan ikke slettes fra disken: GEV-1" in capsys.readouterr().out
    assert (row(registered, 1).neutralised_at, folder.exists()) == (None, True)
    assert gevinst(["retention"]) == 0
    assert (row(registered, 1).payload, folder.exists()) == ({}, False)


def test_a_report_goes_with_the_first_of_its_cases(registered: Engine) -> None:
    """It shows numbers and pictures of each; reports of runs that had only other cases stay."""
    put(registered, "a")
    work_through(registered)
    for run in ("run-1", "run-2"):
        write_private(report_path(run), NAME)
    days_later(31)
    assert neutralise_past(registered, dry_run=True).neutralised == ["GEV-1"]
    assert report_path("run-1").exists()
    neutralise_past(registered)
    assert (report_path("run-1").exists(), report_path("run-2").exists()) == (False, True)


def test_before_its_day_and_in_a_dry_run_nothing_goes(registered: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """One day short of the date nothing is due; after it, a dry run only says so."""
    put(registered, "a")
    work_through(registered)
    days_later(29)
    assert neutralise_past(registered).neutralised == []
    days_later(31)
    assert gevinst(["retention", "--dry-run"]) == 0
    assert "1 emner ville blive neutraliseret; 0 filer" in capsys.readouterr().out
    with registered.connect() as connection:
        assert NAME in everything(connection)


def test_what_waits_or_was_never_filed_is_reported_and_kept(
    registered: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Past the date a waiting case, a failed one, and one whose original lies nowhere else are named, and kept whole."""
    put(registered, "waits")
    work_through(registered, error=BusinessError(Code.NO_GRANT))
    put(registered, "failed")
    work_through(registered, error=ProcessError("changed"))
    put(registered, "unfiled")
    work_through(registered, file_it=False)
    days_later(31)
    assert gevinst(["retention"]) == 1
    said = capsys.readouterr().out
    assert "ikke afsluttet: GEV-1, GEV-2" in said
    assert "ikke journaliseret: GEV-3" in said
    assert [row(registered, number).payload for number in (1, 2, 3)] == [{"name": NAME}] * 3


def test_a_file_another_case_uses_stays_until_that_one_goes(registered: Engine) -> None:
    """Two cases came with the same original: it is removed with the last of them."""
    put(registered, "a")
    work_through(registered)
    days_later(20)
    put(registered, "b")
    work_through(registered)
    days_later(31)
    assert neutralise_past(registered).files_removed == 0
    days_later(60)
    assert neutralise_past(registered).files_removed == 1


def test_what_a_killed_process_left_in_the_file_store_goes_too(registered: Engine, house: Path) -> None:
    """A stored file without an item, and a half-written one, are removed a day later and not before."""
    sha256 = files.store_file(b"never tied to an item")
    half = files.stored_path(sha256).with_name("abc.123.part")
    half.write_bytes(b"half")
    assert neutralise_past(registered).files_removed == 0
    days_later(2)
    assert neutralise_past(registered).files_removed == 2


def test_closed_by_a_person_needs_no_filing_by_the_robot(registered: Engine) -> None:
    """What a colleague closed is theirs to file; their note goes with the rest."""
    number = put(registered, "a")
    with registered.begin() as connection:
        close_by_hand(connection, number, done=True, initials="ABC", note=f"ringet til {NAME}")
        connection.execute(insert(journal).values(_intent(number)))
    days_later(31)
    assert neutralise_past(registered).neutralised == ["GEV-1"]
    with registered.connect() as connection:
        assert NAME not in everything(connection)


def _intent(number: int) -> dict[str, object]:
    common = {"item_id": number, "act": "register", "act_key": "x", "round": 1, "claim_no": 1, "kind": "intent"}
    return common | {"written_by": "robot", "act_over_at": 1, "recorded_at": 1}
