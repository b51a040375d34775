"""`gevinst potentials review`: the baselines somebody must look at."""

from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.potentials.ideas import list_ideas
from gevinst.potentials.review import Due, due
from gevinst.potentials.words import APPROVERS, activity_in_danish
from gevinst.store.clock import today
from gevinst.values.dates import format_date_short


def review(*, json: AsJson = False) -> None:
    """List the baselines that lack an approval or that nobody measured or reviewed for a year; count the ideas that wait.

    Args:
        json: Answer with JSON.
    """
    with reading() as connection:
        now = today(connection)
        found = list(due(connection, now))
        late = sum(each.is_late(now) for each in list_ideas(connection))
    if json:
        print_json([vars(each) for each in found])
        return
    rows = [
        (
            each.potential_id,
            each.title,
            activity_in_danish(each.activity),
            format_date_short(each.valid_from),
            _why(each),
            each.seconds_per_case,
        )
        for each in found
    ]
    print_table("", ("Potentiale", "Titel", "Aktivitet", "Gælder fra", "Hvorfor", "Sekunder pr. sag"), rows, numbers=1)
    say(f"{len(found)} basislinjer skal ses på.")
    if late:
        say(f"{late} idéer har ventet for længe på svar: `gevinst ideas list --late`.")


def _why(found: Due) -> str:
    whys = [f"mangler godkendelse: {', '.join(APPROVERS[role] for role in found.missing)}"] if found.missing else []
    return "; ".join([*whys, "målt eller gennemgået for et år siden eller mere"] if found.is_old else whys)
