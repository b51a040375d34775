"""`gevinst queues list`: how many items each queue holds, and whether it waits."""

from collections import defaultdict

from cyclopts import App
from sqlalchemy import func, select

from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, print_table
from gevinst.items.model import State
from gevinst.items.queues import pause, sweep
from gevinst.store.tables import items, queues

app = App(name="queues", help="The queues of items.")


@app.command(name="list")
def list_(*, json: AsJson = False) -> None:
    """Give lapsed items back, then count each queue's items by state."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with writing() as connection:
        sweep(connection)
        names = connection.execute(select(queues.c.name).order_by(queues.c.name)).scalars().all()
        waits = {name: pause(connection, name) for name in names}
        for row in connection.execute(
            select(items.c.queue, items.c.state, func.count().label("number")).group_by(items.c.queue, items.c.state)
        ):
            counts[row.queue][row.state] = row.number
    if json:
        print_json([{"queue": name, "waits": waits[name], "items": counts[name]} for name in names])
        return
    rows = []
    for name in names:
        why = waits[name]
        rows.append((name, why.sentence if why else "kører", *(counts[name].get(state, 0) for state in State)))
    print_table("", ("Kø", "", *(state.danish for state in State)), rows, numbers=len(State))
