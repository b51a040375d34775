"""The doctor: each thing that can be missing is found and comes with what to do."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from gevinst import doctor
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError


def test_a_machine_with_everything_in_place_has_nothing_to_do(database: Engine, house: Path) -> None:
    """Data folder, database, books, secret and profile are all well on both databases."""
    (house / "data").mkdir(exist_ok=True)
    (house / "data").chmod(0o700)
    found = [
        *(doctor.check_data_folder(), *doctor.check_database(), doctor.check_hash_key(), doctor.check_profile()),
        *doctor.check_shared_folders(),
    ]
    assert [each for each in found if not each.ok] == []


def test_a_fresh_machine_learns_what_to_run() -> None:
    """Before the first upgrade the folder and database are missing, both with the same remedy, and none is made."""
    assert not doctor.check_data_folder().ok
    (found,) = doctor.check_database()
    assert not found.ok
    assert "gevinst database upgrade" in found.remedy
    assert not doctor.check_data_folder().ok


def test_a_database_at_another_revision_is_named(database: Engine) -> None:
    """An old, or a newer, database is a finding with a remedy, and it is left alone."""
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    (found,) = doctor.check_database()
    assert not found.ok
    assert "from the future" in found.detail
    assert found.remedy


def test_a_data_folder_that_others_can_read_is_a_finding(house: Path) -> None:
    """It holds case data, so group and world must be shut out."""
    (house / "data").mkdir()
    (house / "data").chmod(0o755)
    assert "chmod 700" in doctor.check_data_folder().remedy


def test_a_missing_secret_says_where_to_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash key has a name, a variable and a file."""
    monkeypatch.delenv("GEVINST_SECRET_HASH_KEY")
    assert "GEVINST_SECRET_HASH_KEY" in doctor.check_hash_key().remedy


def test_a_check_that_breaks_is_a_finding_and_says_no_more_than_its_kind() -> None:
    """An unexpected error's text may hold anything, so only its class is shown; the other checks still run."""

    def breaks() -> Finding:
        message = "010190-1234"
        raise ValueError(message)

    def refuses() -> Finding:
        raise ConfigurationError("set GEVINST_PENSION_URL")

    (found,) = doctor.run_check("x", breaks)
    assert not found.ok
    assert "ValueError" in found.detail
    assert "1234" not in found.detail
    assert doctor.run_check("y", refuses)[0].remedy == "set GEVINST_PENSION_URL"


def test_checks_of_connectors_are_found_by_entry_point() -> None:
    """What connectors registered is examined after the core's own, whether or not it can be loaded."""
    names = [found.name for found in doctor.examine()]
    assert names[0] == "data folder"
    assert len(names) > len(doctor._core_checks())


def test_a_folder_others_deliver_to_is_looked_at(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for lists of savings that isn't there, and reports below what is no folder, are found before a run fails."""
    monkeypatch.setenv("GEVINST_SAVINGS_FOLDER", str(house / "lister"))
    (house / "fil").write_text("", encoding="utf-8")
    monkeypatch.setenv("GEVINST_REPORTS_FOLDER", str(house / "fil" / "rapporter"))
    savings, reports = doctor.check_shared_folders()
    assert "GEVINST_SAVINGS_FOLDER" in savings.remedy
    assert "GEVINST_REPORTS_FOLDER" in reports.remedy
    (house / "lister").mkdir()
    monkeypatch.setenv("GEVINST_REPORTS_FOLDER", str(house / "kommer" / "rapporter"))
    assert [each.ok for each in doctor.check_shared_folders()] == [True, True]
