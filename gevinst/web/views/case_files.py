"""A case's pages as pictures, and its files as they came: each looked at is written down first."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from gevinst.desk.showing import CannotShow
from gevinst.items.files import stored_path
from gevinst.web.asking import not_there
from gevinst.web.house import House
from gevinst.web.signed_in import facts_of, looking
from gevinst.web.views.case import asked_of

_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""A stranger's file: if a browser opened it after all, it could run nothing and reach nobody."""
_NO_FILE = "Filen findes ikke på sagen."


def case_page(request: Request, house: House) -> Response:
    """`/sager/GEV-1042/side/ab12…/1.png`: drawn when it is asked for, and kept in memory alone."""
    with looking(request, house.engine, "GET /sager/{item}/side/{document}/{page}.png") as look:
        with house.figures.reading() as connection:
            facts = facts_of(connection, look.number)
        wanted = request.path_params["document"]
        document = next((each for each in facts.documents if each.file.short == wanted), None)
        if document is None:
            raise not_there(_NO_FILE)
        try:
            picture = house.pictures.page(asked_of(facts, document), request.path_params["page"])
        except CannotShow as cannot:
            raise not_there(cannot.sentence) from None
    return Response(picture.png, media_type="image/png", headers={"Content-Security-Policy": _ALONE})


def case_file(request: Request, house: House) -> Response:
    """`/sager/GEV-1042/fil/2`: as it came, saved and never shown by the browser."""
    with looking(request, house.engine, "GET /sager/{item}/fil/{number}") as look:
        with house.figures.reading() as connection:
            facts = facts_of(connection, look.number)
        file = next((each for each in facts.files if each.number == request.path_params["number"]), None)
        if file is None or not stored_path(file.sha256).is_file():
            raise not_there(_NO_FILE)
    return FileResponse(
        stored_path(file.sha256),
        media_type="application/octet-stream",
        filename=f"{facts.label}-{file.file_name}",
        headers={"Content-Security-Policy": _ALONE, "Cache-Control": "no-store"},
    )
