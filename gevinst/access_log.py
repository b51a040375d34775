"""The access log: which robot account looked a citizen up, where, why and when. The CPR number is a keyed hash."""

from sqlalchemy import Engine, insert

from gevinst.keyed_hash import keyed_hash
from gevinst.store.clock import now_us
from gevinst.store.tables import access_log
from gevinst.values.cpr import Cpr


def record_access(
    engine: Engine, *, account: str, cpr: Cpr, system: str, purpose: str, item_id: int | None = None
) -> None:
    """Write one line before the lookup is made; without the line the lookup must not happen."""
    with engine.begin() as connection:
        connection.execute(
            insert(access_log).values(
                recorded_at=now_us(),
                account=account,
                cpr_hash=keyed_hash("cpr", cpr.digits),
                system=system,
                purpose=purpose,
                item_id=item_id,
            )
        )
