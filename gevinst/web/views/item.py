"""One case: how it ended and why, what was posted for it, and the runs that had it. Whose case it is stands nowhere."""

from starlette.requests import Request
from starlette.responses import Response

from gevinst.settings import settings
from gevinst.web.asking import not_there
from gevinst.web.house import House
from gevinst.web.queries.items import item_page

LARGEST = 2**63 - 1


def item(request: Request, house: House) -> Response:
    """`/emner/GEV-1042`; the number alone will do."""
    text = request.path_params["item"].removeprefix(f"{settings().item_prefix}-")
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST):
        raise not_there("Sagens nummer findes ikke. Det ser ud som GEV-1042.")
    with house.figures.reading() as connection:
        found = item_page(connection, int(text))
    if found is None:
        raise not_there("Der er ingen sag med det nummer.")
    return house.page(
        "item.html",
        here="potentials",
        item=found,
        net=sum(
            each.seconds if each.kind == "saving" else -each.seconds
            for each in found.entries
            if not each.is_provisional
        ),
    )
