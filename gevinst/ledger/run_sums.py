"""What one run's completed items saved, for the run's receipt: from the ledger, never counted anywhere else."""

from sqlalchemy import Connection, func, select

from gevinst.store.tables import attempts, ledger_entries


def seconds_by_activity(connection: Connection, flow_run: str | None) -> dict[str, int]:
    """Seconds of logged savings per activity, of the entries this run posted.

    Found by way of the items it had: the ledger has no index by run.
    """
    had = select(attempts.c.item_id).where(attempts.c.flow_run == flow_run)
    rows = connection.execute(
        select(ledger_entries.c.activity, func.sum(ledger_entries.c.seconds))
        .where(
            ledger_entries.c.item_id.in_(had),
            ledger_entries.c.flow_run == flow_run,
            ledger_entries.c.kind == "saving",
        )
        .group_by(ledger_entries.c.activity)
        .order_by(ledger_entries.c.activity)
    )
    return {activity: int(seconds) for activity, seconds in rows}
