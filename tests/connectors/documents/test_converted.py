"""Files of Word before 2007, OpenOffice and RTF: read by way of LibreOffice, with limits, and never run."""

import zipfile
from pathlib import Path

import pytest

from connectors.documents import reading
from connectors.documents.reading import read_document
from gevinst import office
from gevinst.codes import Code
from gevinst.errors import ConfigurationError
from tests.connectors.documents.samples import FIELDS, read, values, word


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The ordinary bill in each of the formats, by its ending."""
    folder = tmp_path_factory.mktemp("old")
    source = folder / "regning.docx"
    source.write_bytes(word())
    return {kind: office.convert(source, kind, into=folder).read_bytes() for kind in ("doc", "odt", "rtf")}


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_an_old_file_is_read_like_a_new_one(tmp_path: Path, old_files: dict[str, bytes], kind: str) -> None:
    """Field by field."""
    found = read(tmp_path, old_files[kind], f"regning.{kind}")
    assert (found.problem, found.kind) == (None, "regning")
    assert values(found)["citizen_name"] == FIELDS["Patientens navn"]
    assert str(values(found)["amount"]) == "1250.00"


def test_without_libreoffice_it_is_for_a_person(
    tmp_path: Path, old_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No half reading, and no crash."""

    def missing(*_arguments: object, **_more: object) -> Path:
        raise ConfigurationError("LibreOffice is missing")

    monkeypatch.setattr(reading, "convert", missing)
    assert read(tmp_path, old_files["rtf"], "regning.rtf").problem is Code.DOCUMENT_UNKNOWN


def test_one_called_by_another_s_name_is_refused(tmp_path: Path, old_files: dict[str, bytes]) -> None:
    """An RTF file called Word's may be meant to be opened by something else."""
    assert read(tmp_path, old_files["rtf"], "regning.doc").problem is Code.DOCUMENT_NOT_AS_NAMED


def test_an_archive_that_unpacks_to_too_much_isn_t_given_to_libreoffice(tmp_path: Path) -> None:
    """Its sizes are looked at first, in the child."""
    path = tmp_path / "bombe.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for number in range(3):
            archive.writestr(f"content-{number}.xml", bytes(100 << 20))
    assert read_document(path).problem is Code.LIMIT_EXCEEDED


def test_what_libreoffice_makes_nothing_of_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ended without a file, or was ended."""
    monkeypatch.setattr(office, "_run", lambda _command: -1)
    path = tmp_path / "brev.rtf"
    path.write_bytes(rb"{\rtf1 Regning}")
    assert read_document(path).problem is Code.DOCUMENT_DAMAGED


def test_libreoffice_is_ended_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all it started: the program one starts is only a launcher."""
    stuck = tmp_path / "soffice"
    child = tmp_path / "child"
    stuck.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {child}\nwait\n")
    stuck.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(office, "_SECONDS", 1)
    source = tmp_path / "brev.rtf"
    source.write_bytes(rb"{\rtf1 Regning}")
    with pytest.raises(office.OfficeTooSlow):
        office.convert(source, "pdf", into=tmp_path)
    number = int(child.read_text())
    status = Path(f"/proc/{number}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()


def test_macros_are_switched_off_and_no_link_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile of each call says so before anything is opened."""
    said = []

    def run(command: list[str]) -> int:
        profile = next(each for each in command if each.startswith("-env:UserInstallation="))
        folder = Path(profile.partition("file://")[2])
        said.append((folder / "user" / "registrymodifications.xcu").read_text())
        return -1

    monkeypatch.setattr(office, "_run", run)
    source = tmp_path / "brev.rtf"
    source.write_bytes(rb"{\rtf1 Regning}")
    with pytest.raises(office.OfficeFailed):
        office.convert(source, "pdf", into=tmp_path)
    assert "DisableMacrosExecution" in said[0]
