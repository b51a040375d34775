"""A ledger to report on, filled row by row, as postings would."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Protocol

import pytest
from sqlalchemy import Engine, insert, select

from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.clock import from_datetime, now_us
from gevinst.store.tables import items, ledger_entries, periods, questions, queues
from tests.gevinst.core import OFFICE


class Post(Protocol):
    """Put one entry in; returns its id."""

    def __call__(self, day: date, seconds: int, /, **values: object) -> int:
        """See `post`."""
        ...


@pytest.fixture
def ledger(database: Engine) -> Engine:
    """Two potentials in two units, `read` approved and `file` not yet, the illustrative parameters, one queue."""
    with database.begin() as connection:
        for potential, unit in (("P-042", "Pension og Ydelser"), ("P-101", "Borgerservice")):
            put_potential(
                connection,
                Potential(
                    id=potential,
                    title=f"Potentiale {potential} <b>",
                    unit=unit,
                    owner="leder",
                    digital_agent="agent",
                    kind="robot",
                    volume_per_year=1000,
                    expected_share_percent=80,  # type: ignore[arg-type]
                    expected_seconds_per_case=360,
                    illustrative=True,
                    phases=((date(2023, 1, 1), Phase.IN_OPERATION),),
                ),
                OFFICE,
            )
            for activity in ("read", "file"):
                number = add_baseline(
                    connection, Measurement(potential, activity, 90, Method.STOPWATCH, "MÅL", date(2023, 1, 1), 30)
                )
                approve(connection, number, role=ApproverRole.UNIT_LEADER, approved_by="LED")
                if activity == "read":
                    approve(connection, number, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")
        seed_illustrative(connection)
        connection.execute(insert(queues).values(name="q", potential_id="P-042"))
    return database


@pytest.fixture
def post(ledger: Engine) -> Post:
    """A function that writes one entry of the ledger, with an item of its own unless one is named."""
    numbers = count(1)
    units = {"P-042": ("Pension og Ydelser", 1), "P-101": ("Borgerservice", 3)}

    def write(day: date, seconds: int, /, **values: object) -> int:
        potential = str(values.pop("potential_id", "P-042"))
        activity = str(values.pop("activity", "read"))
        unit, first_baseline = units[potential]
        period = str(values.pop("period", day.strftime("%Y-%m")))
        occurred = from_datetime(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        with ledger.begin() as connection:
            if not connection.execute(select(periods.c.period).where(periods.c.period == period)).first():
                connection.execute(insert(periods).values(period=period))
            if "item_id" not in values and "source" not in values:
                values["item_id"] = connection.execute(
                    insert(items)
                    .values(
                        queue="q",
                        reference=f"r{next(numbers)}",
                        content_hash="c",
                        payload={},
                        state="completed",
                        outcome="by robot",
                        created_at=now_us(),
                        updated_at=now_us(),
                    )
                    .returning(items.c.id)
                ).scalar_one()
            if values.get("kind") == "human time":
                values["question_id"] = connection.execute(
                    insert(questions)
                    .values(item_id=values["item_id"], number=1, code="x", candidates=[], asked_at=1)
                    .returning(questions.c.id)
                ).scalar_one()
            entry = {
                "kind": "saving",
                "role": "original",
                "potential_id": potential,
                "activity": activity,
                "units": 1,
                "seconds": seconds,
                "baseline_id": first_baseline + (activity == "file"),
                "unit": unit,
                "potential_kind": "robot",
                "occurred_at": occurred,
                "recorded_at": now_us(),
                "period": period,
            }
            number: int = connection.execute(
                insert(ledger_entries).values(entry | values).returning(ledger_entries.c.id)
            ).scalar_one()
            return number

    return write


def item_of(engine: Engine, entry: int) -> int:
    """The item an entry belongs to."""
    with engine.connect() as connection:
        return int(
            connection.execute(select(ledger_entries.c.item_id).where(ledger_entries.c.id == entry)).scalar_one()
        )
