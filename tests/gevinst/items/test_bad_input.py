"""What doesn't fit is refused with a sentence of its own, and nothing is changed."""

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine, func, select

from gevinst.errors import ConfigurationError, Refused
from gevinst.items import files
from gevinst.items.answers import parse_reference
from gevinst.items.case import Case
from gevinst.items.model import label
from gevinst.items.queues import Placing, Queue, ensure_queue, put_in
from gevinst.settings import settings
from gevinst.store import clock
from gevinst.store.tables import items
from tests.gevinst.core import QUEUE, put, register_potential, row, run


class Letter(BaseModel):
    """What one queue's payloads look like."""

    mailbox: str
    pages: int


LETTERS = Queue("breve", None, payload=Letter)


def add(engine: Engine, queue: Queue, payload: dict[str, object], reference: str = "r") -> int | None:
    """Put one in."""
    with engine.begin() as connection:
        ensure_queue(connection, queue)
        return put_in(connection, queue, reference=reference, content_hash="c", payload=payload)


@pytest.mark.parametrize(
    ("payload", "fields"), [({}, "mailbox, pages"), ({"mailbox": "post", "pages": "mange"}, "pages")]
)
def test_a_payload_that_is_not_the_queues_is_refused_by_field(
    database: Engine, payload: dict[str, object], fields: str
) -> None:
    """The sentence names queue and fields, and never what the payload held."""
    with pytest.raises(Refused, match=rf"no Letter of the queue 'breve' \({fields}\): nothing was put in") as refused:
        add(database, LETTERS, payload)
    assert "mange" not in str(refused.value)
    with database.connect() as connection:
        assert connection.execute(select(func.count()).select_from(items)).scalar() == 0


@pytest.mark.parametrize("reference", ["070761-4285", "mail-0707614285", "070761 4285"])
def test_a_reference_like_a_cpr_number_is_refused(database: Engine, reference: str) -> None:
    """However it is written; references are keyed hashes."""
    with pytest.raises(Refused, match="looks like a CPR number: nothing was put in"):
        add(database, QUEUE, {}, reference)


def test_a_file_over_the_cap_is_refused_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes are named, and the store stays empty."""
    monkeypatch.setenv("GEVINST_MAX_FILE_BYTES", str(1 << 20))
    with pytest.raises(Refused, match="3 MiB is larger than the cap of 1 MiB"):
        files.store_file(b"x" * (3 << 20))
    assert not list(settings().files_folder.glob("*/*"))
    assert files.store_file(b"x" * (1 << 20))


def test_an_item_is_split_into_children_once(database: Engine) -> None:
    """A mail about two citizens becomes two items that know where they came from; a retry splits nothing again."""
    register_potential(database)
    parent = put(database)
    made: list[int | None] = []

    def work(case: Case) -> None:
        if case.item.id == parent:
            made.extend(
                case.add_child(QUEUE, reference=f"{name}", content_hash=name, payload={}, placing=Placing(priority=5))
                for name in ("anna", "bo", "anna")
            )

    run(database, work)
    assert made == [2, 3, None]
    assert [(row(database, number).parent_id, row(database, number).priority) for number in (2, 3)] == [(1, 5)] * 2


def test_a_deferred_item_waits_for_its_time(database: Engine) -> None:
    """It is claimed from its instant on and not before, whatever its priority."""
    later = clock.host_now_us() + 3600 * clock.MICROSECONDS
    with database.begin() as connection:
        ensure_queue(connection, QUEUE)
        put_in(
            connection,
            QUEUE,
            reference="later",
            content_hash="c",
            payload={},
            placing=Placing(priority=9, defer_until=later),
        )
    assert run(database, lambda _case: None).tally.endings == []
    clock.offset.microseconds = 3601 * clock.MICROSECONDS
    assert len(run(database, lambda _case: None).tally.endings) == 1


def test_item_numbers_begin_as_the_municipality_wants(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The prefix is a setting; an answer is understood with it and without."""
    monkeypatch.setenv("GEVINST_ITEM_PREFIX", "ROB")
    assert label(1042) == "ROB-1042"
    assert parse_reference("ROB-1042-2") == parse_reference("1042-2") == (1042, 2)
    monkeypatch.setenv("GEVINST_ITEM_PREFIX", "rob-1")
    with pytest.raises(ConfigurationError, match="ITEM_PREFIX"):
        label(1042)
