"""What waits of the sample, as a receipt tells it: numbers that open the form, and what to do."""

from collections.abc import Sequence

from gevinst.sampling.listing import Drawn
from tasks.form_address import filled_in

SAMPLE_FORM = "Svar på stikprøve/svar-paa-stikproeve"
"""Flow and deployment of the form in which people say what they found."""
MOST_ITEMS = 20


def sample_lines(waiting: Sequence[Drawn], sample_form: str) -> list[str]:
    """A heading and one line; nothing where nothing waits. `sample_form` is the address of the form to answer in."""
    if not waiting:
        return []
    shown = [
        f"[{each.item}]({filled_in(sample_form, 'svar', sag=each.item_id)})" if sample_form else f"**{each.item}**"
        for each in waiting[:MOST_ITEMS]
    ]
    more = len(waiting) - MOST_ITEMS
    which = ", ".join(shown) + (f" og {more} til" if more > 0 else "")
    what = "Slå sagen op i fagsystemet, sammenlign med det, der kom ind, og svar, om alt er gjort rigtigt."
    return [f"### Stikprøve: {len(waiting)} venter på kontrol", "", f"{which}. {what}", ""]
