"""The folder for lists of savings: each list whole or not at all, once, and with a note that says what to correct."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import Engine, func, select

from gevinst.errors import ConfigurationError
from gevinst.ledger import drop
from gevinst.ledger.drop import REFUSED, TAKEN, WORK, Look, take_lists
from gevinst.ledger.importing import Entered
from gevinst.store import clock
from gevinst.store.tables import ledger_entries
from tests.gevinst.core import ON_SQLITE, register_potential
from tests.gevinst.ledger.test_by_hand import SAVING

APRIL = SAVING | {"Nøgle": "selvbetjening-2026-04", "Måned": "2026-04"}


@pytest.fixture
def folder(database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty one, in June 2026."""
    moment = clock.from_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())
    register_potential(database)
    path = house / "optaelling"
    path.mkdir()
    return path


def put(folder: Path, name: str, *rows: dict[str, str]) -> Path:
    """A list as another system writes it."""
    path = folder / name
    lines = [";".join(row) for row in (rows[0].keys(), *(row.values() for row in rows))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def look(engine: Engine, folder: Path) -> Look:
    """A look at which every list has been left alone for long enough."""
    return take_lists(engine, folder, quiet_seconds=0)


def posted(engine: Engine) -> int:
    """How many entries the ledger has."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ledger_entries)).scalar_one()


def names(folder: Path) -> list[str]:
    """The files of a folder, without the numbers they got."""
    return sorted(each.name[23:] for each in folder.iterdir())


def test_a_list_is_posted_and_put_away_and_the_same_list_again_posts_nothing(database: Engine, folder: Path) -> None:
    """Two of the same name lie side by side afterwards, and the second one's lines were known."""
    for entered in (Entered(new=2, known=0, late=0), Entered(new=0, known=2, late=0)):
        put(folder, "liste.csv", SAVING, APRIL)
        (taken,) = look(database, folder).taken
        assert taken.entered == entered
        assert posted(database) == 2
    assert names(folder / TAKEN) == ["liste.csv"] * 2
    assert names(folder / WORK) == []


def test_a_bad_list_is_refused_whole_with_a_note_that_names_each_cell(database: Engine, folder: Path) -> None:
    """Nothing of it is posted; the note says what would be right, by the name the list came with. The others go on."""
    put(folder, "a.csv", SAVING, APRIL | {"Måned": "april", "Antal": "tolv"})
    put(folder, "b.csv", APRIL)
    done = look(database, folder)
    assert [each.entered.new for each in done.taken] == [1]
    (refused,) = done.refused
    assert (refused.faults, refused.columns) == (2, ("Måned", "Antal"))
    assert names(folder / REFUSED) == ["a.csv", "a.csv.txt"]
    note = (folder / REFUSED / f"{refused.number}-a.csv.txt").read_text(encoding="utf-8-sig")
    assert "Listen a.csv er ikke indlæst, og intet i den er posteret." in note
    assert "- række 3, kolonne Måned: 'april' er ikke en måned; skriv fx 2026-03" in note
    assert "- række 3, kolonne Antal: " in note
    assert "læg hele listen i mappen igen" in note


def test_killed_after_posting_the_next_look_puts_it_away(
    database: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list waits where work lies; its lines are known, so nothing is posted twice."""
    put(folder, "liste.csv", SAVING)

    def killed(_path: Path, _into: Path) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(drop, "_put_away", killed)
        with pytest.raises(KeyboardInterrupt):
            look(database, folder)
    assert (posted(database), names(folder / WORK)) == (1, ["liste.csv"])
    (taken,) = look(database, folder).taken
    assert taken.entered == Entered(new=0, known=1, late=0)
    assert (posted(database), names(folder / WORK), names(folder / TAKEN)) == (1, [], ["liste.csv"])


@pytest.mark.parametrize("moment", ["before", "after"])
def test_two_looks_at_once_post_a_list_once_and_one_of_them_tells(
    database: Engine, folder: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the other one comes before or after ours has posted, there is one entry and one list put away."""
    put(folder, "liste.csv", SAVING)
    ours = drop._post
    other: list[Look] = []

    def while_posting(engine: Engine, path: Path) -> Entered:
        monkeypatch.setattr(drop, "_post", ours)
        entered = ours(engine, path) if moment == "after" else None
        other.append(look(database, folder))
        return entered or ours(engine, path)

    monkeypatch.setattr(drop, "_post", while_posting)
    assert look(database, folder) == Look()
    assert [len(each.taken) for each in other] == [1]
    assert (posted(database), names(folder / TAKEN)) == (1, ["liste.csv"])


@ON_SQLITE
def test_what_may_still_be_growing_waits(database: Engine, folder: Path) -> None:
    """A list touched a moment ago stays where it is, as does one whose writer still calls it by another name."""
    put(folder, "liste.csv", SAVING)
    put(folder, ".liste2.csv.part", SAVING)
    put(folder, "~$liste3.xlsx", SAVING)
    assert take_lists(database, folder) == Look(growing=1)
    assert names(folder / WORK) == []


@ON_SQLITE
def test_a_list_that_grows_while_it_is_read_counts_when_it_is_whole(
    database: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the half is posted; the next look reads all of it."""
    put(folder, "liste.csv", SAVING)
    read = drop.import_savings

    def growing(*arguments: object) -> Entered:
        entered = read(*arguments)  # type: ignore[arg-type]
        (path,) = (folder / WORK).iterdir()
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + ";".join(APRIL.values()))
        return entered

    with monkeypatch.context() as patched:
        patched.setattr(drop, "import_savings", growing)
        assert look(database, folder) == Look(busy=1)
    assert posted(database) == 0
    (taken,) = look(database, folder).taken
    assert taken.entered.new == 2


@ON_SQLITE
def test_a_list_the_account_may_not_read_waits_where_its_sender_sees_it(
    database: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told apart from one that is open elsewhere, since it will wait until somebody gives access."""
    monkeypatch.setattr(drop.os, "access", lambda path, _mode: path.name != "a.csv")
    put(folder, "a.csv", APRIL)
    put(folder, "b.csv", SAVING)
    found = look(database, folder)
    assert (found.locked, len(found.taken), (folder / "a.csv").exists()) == (1, 1, True)


@ON_SQLITE
def test_one_that_can_not_be_moved_keeps_no_other_waiting(
    database: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has it open: the next list is posted all the same, and this one is put away once it can be."""
    put(folder, "a.csv", APRIL)
    put(folder, "b.csv", SAVING)
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self.name.endswith("a.csv"):
            raise PermissionError
        return replace(self, target)

    with monkeypatch.context() as now:
        now.setattr(Path, "replace", held)
        found = look(database, folder)
    assert (found.busy, len(found.taken), posted(database)) == (1, 1, 2)
    assert [each.entered for each in look(database, folder).taken] == [Entered(new=0, known=1, late=0)]


@ON_SQLITE
def test_links_and_other_files_are_never_opened(database: Engine, folder: Path, house: Path) -> None:
    """A link may lead anywhere; both stay where they are and are counted."""
    outside = put(house, "udenfor.csv", SAVING)
    (folder / "genvej.csv").symlink_to(outside)
    (folder / "læs mig.txt").write_text("hej", encoding="utf-8")
    assert look(database, folder) == Look(ignored=2)
    assert posted(database) == 0
    assert (folder / "genvej.csv").is_symlink()


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("stor.csv", b"x" * (11 << 20), "fylder mere end 10 MB"),
        ("pakket.xlsx", None, "fylder mere end 100 MB pakket ud"),
        ("i stykker.xlsx", b"PK\x03\x04 intet", "kan ikke læses som Excel"),
        ("tom.csv", b"", "har ingen tabel med overskrifterne Nøgle, Potentiale"),
        ("citat.csv", b'N\xc3\xb8gle;Potentiale\n"' + b"x" * 200_000, "kan ikke læses"),
    ],
    ids=["large", "packed", "damaged", "empty", "no list"],
)
def test_what_is_no_list_is_refused_by_its_note(
    database: Engine, folder: Path, name: str, content: bytes | None, said: str
) -> None:
    """Too large is said before it is read; whatever is wrong with a file, the look goes on to the end."""
    if content is None:
        with ZipFile(folder / name, "w", ZIP_DEFLATED) as packed:
            packed.writestr("xl/sharedStrings.xml", b" " * (101 << 20))
    else:
        (folder / name).write_bytes(content)
    (refused,) = look(database, folder).refused
    note = (folder / REFUSED / f"{refused.number}-{name}.txt").read_text(encoding="utf-8-sig")
    assert f"Grund: {name} " in note
    assert said in note


@ON_SQLITE
def test_a_name_that_names_a_person_stays_in_the_folder(
    database: Engine, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What is told and logged names a list by its number, whatever it was called and whatever its cells hold."""
    put(folder, "Åse Kjær.csv", SAVING | {"Måned": "Åse Kjær"})
    (folder / "Åse Kjær 2.xlsx").write_bytes(b"no such file")
    with caplog.at_level(logging.DEBUG):
        done = look(database, folder)
    assert len(done.refused) == 2
    assert "Kjær" not in repr(done) + caplog.text


@ON_SQLITE
def test_a_folder_that_is_not_there_is_said(database: Engine, house: Path) -> None:
    """A share that isn't mounted must not look like a folder without lists, so it isn't made either."""
    with pytest.raises(ConfigurationError, match="GEVINST_SAVINGS_FOLDER"):
        look(database, house / "findes ikke")
    assert not (house / "findes ikke").exists()
