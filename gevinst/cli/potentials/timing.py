"""`gevinst potentials time`: from a stopwatch's list to baselines."""

from datetime import date
from pathlib import Path

from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.potentials.checking import rows_of
from gevinst.potentials.rows import TimedRow
from gevinst.potentials.stopwatch import MARGIN, Timed, grouped, put_timed
from gevinst.potentials.words import activity_in_danish
from gevinst.values.dates import format_date_short


def time(file: Path, /, *, valid_from: date, preview: bool = False, json: AsJson = False) -> None:
    """Compute baselines of timed cases, with their spread, and say whether enough cases were timed.

    Args:
        file: CSV or Excel with Potentiale, Aktivitet, Sekunder and Målt af, a row for each case that was timed.
        valid_from: The first day they hold, as 2026-03-01.
        preview: Only compute them.
        json: Answer with JSON.
    """
    placed = grouped(rows_of(file, TimedRow))
    with writing(keep=not preview) as connection:
        put_timed(connection, placed, valid_from)
    timed = [each.row for each in placed]
    if json:
        print_json([_as_json(each) for each in timed])
        return
    print_table(
        "",
        ("Potentiale", "Aktivitet", "", "Sager", "Middel", "Median", "Spredning", "Korteste", "Længste", "± %"),
        [_row(each) for each in timed],
        numbers=7,
    )
    for each in timed:
        if not each.is_enough:
            name = f"{each.potential_id} {activity_in_danish(each.activity)}"
            say(
                f"{name}: {len(each.seconds)} sager er for få. Mål mindst {each.needed} for at være inden for {MARGIN:.0%}."
            )
    saved = (
        "Prøve: intet er gemt."
        if preview
        else f"Gælder fra {format_date_short(valid_from)}, foreløbig til to har godkendt."
    )
    say(f"Sekunder pr. sag. ± er 95 %-sikkerhedsintervallet om middelværdien. {saved}")


def _row(timed: Timed) -> tuple[object, ...]:
    figures = (timed.mean, timed.median, timed.deviation, min(timed.seconds), max(timed.seconds))
    return (
        timed.potential_id,
        activity_in_danish(timed.activity),
        "" if timed.is_enough else "for få",
        len(timed.seconds),
        *(f"{figure:.0f}" for figure in figures),
        f"{timed.margin * 100:.0f}",
    )


def _as_json(timed: Timed) -> dict[str, object]:
    plain = {"potential_id": timed.potential_id, "activity": timed.activity, "sample_size": len(timed.seconds)}
    spread = {"mean_seconds": timed.mean, "median_seconds": timed.median, "deviation_seconds": timed.deviation}
    return plain | spread | {"margin": timed.margin, "needed": timed.needed, "is_enough": timed.is_enough}
