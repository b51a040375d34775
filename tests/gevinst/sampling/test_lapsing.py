"""What waits to be checked is not neutralised before somebody has looked, and not kept for ever because nobody did."""

import pytest
from sqlalchemy import Engine

from gevinst.cli import run as gevinst
from gevinst.errors import Refused
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.items.retention import neutralise_past
from gevinst.ledger.verify import verify
from gevinst.sampling.figures import sample_figures
from gevinst.sampling.words import LAPSED
from tests.gevinst.core import row, run
from tests.gevinst.sampling.sampled import at, sample_of, says

KEPT = Queue("helbredstillaeg", "P-042", retention_days=30)


@pytest.fixture
def drawn(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Two items of October in the sample, of a queue that keeps case data for 30 days."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    at("2026-10-01")
    with database.begin() as connection:
        ensure_queue(connection, KEPT)
        for reference in "ab":
            put_in(connection, KEPT, reference=reference, content_hash="c", payload={"mail": 1})
    monkeypatch.setattr("tests.gevinst.core.QUEUE", KEPT)
    run(database, lambda _case: None)
    return database


def test_what_waits_for_its_check_is_kept_and_named(drawn: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The checked one goes on its day; the other stays whole, and the nightly command ends with 1 until somebody looks."""
    says(drawn, 1)
    at("2026-11-05")
    assert gevinst(["retention"]) == 1
    said = capsys.readouterr().out
    assert "1 emner er neutraliseret" in said
    assert "udtaget til stikprøve og ikke kontrolleret; se `gevinst sample list`: GEV-2" in said
    assert [row(drawn, number).payload for number in (1, 2)] == [{}, {"mail": 1}]
    says(drawn, 2)
    assert gevinst(["retention"]) == 0
    assert row(drawn, 2).payload == {}


def test_after_a_month_more_the_check_lapses_and_is_counted_so(drawn: Engine) -> None:
    """The data goes, for nobody's is kept because nobody looked; that nobody did is recorded and shown."""
    says(drawn, 1)
    at("2026-11-29")
    assert neutralise_past(drawn).unchecked == ["GEV-2"]
    at("2026-12-01")
    assert neutralise_past(drawn, dry_run=True).lapsed == ["GEV-2"]
    assert sample_of(drawn)[2].waits, "a dry run changes nothing"
    done = neutralise_past(drawn)
    assert (done.lapsed, done.neutralised, done.unchecked) == (["GEV-2"], ["GEV-2"], [])
    kept = sample_of(drawn)[2]
    assert (kept.has_lapsed, kept.said, kept.initials, kept.waits) == (True, LAPSED, None, False)
    with pytest.raises(Refused, match="not checked in time"):
        says(drawn, 2)
    with drawn.connect() as connection:
        line = sample_figures(connection, "2026-10", "2026-10").total
        assert (line.drawn, line.checked, line.lapsed, line.waiting, line.lots_decided) == (2, 1, 1, 0, 1)
        assert [each.detail for each in verify(connection) if "sample" in each.detail] == []
