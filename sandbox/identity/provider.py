"""The provider itself, run by the Python of `.venv-idp`, so that its web framework and ours never meet.

`python -m sandbox.identity` starts it. What it knows is made anew at each start, in a folder that goes with it. (Its
backend in memory takes any code of an application for any other: it joins conditions by *or*.)
"""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asgiref.wsgi import WsgiToAsgi
from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from hypercorn.asyncio import serve
from hypercorn.config import Config

from sandbox.identity.colleagues import CLIENT, COLLEAGUES, OTHER_CLIENT, PASSWORD

NAME = "Opdigtet kommune"
_NOTICE = (
    f'<p class="ui warning message">Alt her er opdigtet: ingen kommune har dette log-ind, og ingen af medarbejderne findes. '
    f"Alles adgangskode er <b>{PASSWORD}</b>, og initialerne er {', '.join(each.initials for each in COLLEAGUES)}.</p>"
)


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int)
    parser.add_argument("--fd", type=int, help="a socket that listens already, in place of a port")
    parser.add_argument("--back-to", action="append", required=True)
    parser.add_argument("--secret-file", type=Path, required=True)
    parser.add_argument("--known-as", default="", help="host and port that browsers reach it by, where it is another")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="gevinst-identity-") as folder:
        _serve(options, Path(folder))


def _serve(options: argparse.Namespace, folder: Path) -> None:
    app = create_app(config=_configuration(options.known_as or f"127.0.0.1:{options.port}", folder))
    with app.app_context(), Backend.instance.session():
        _fill(options.back_to, options.secret_file.read_text(encoding="utf-8").strip())
    bind = f"127.0.0.1:{options.port}" if options.fd is None else f"fd://{options.fd}"
    app.after_request(_say_that_it_is_invented)
    asyncio.run(serve(WsgiToAsgi(app), Config.from_mapping(bind=[bind])))


def _configuration(address: str, folder: Path) -> dict[str, Any]:
    everybody = {"PERMISSIONS": ["use_oidc"], "READ": ["user_name"], "WRITE": []}
    return {
        "SECRET_KEY": PASSWORD,
        "SERVER_NAME": address,
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {
            "NAME": NAME,
            "DATABASE": "sql",
            "ACL": {"DEFAULT": everybody},
            "CAPTCHA_ENABLED": False,
            "JAVASCRIPT": False,
            "HTMX": False,
            "LOGO": None,
            "FAVICON": None,
            "ENABLE_PASSWORD_RECOVERY": False,
        },
        "CANAILLE_SQL": {
            "DATABASE_URI": f"sqlite:///{folder / 'identity.sqlite'}",
            "PASSWORD_HASH_PARAMS": {"pbkdf2_sha512__rounds": 1},  # there is nothing to guard
        },
        "CANAILLE_OIDC": {"USERINFO_MAPPING": {"PREFERRED_USERNAME": "{{ user.user_name }}"}},
    }


def _fill(back_to: list[str], secret: str) -> None:
    keep = Backend.instance.save
    users = {}
    for each in COLLEAGUES:
        users[each.initials] = models.User(
            user_name=each.initials,
            formatted_name=f"Opdigtet {each.initials}",
            family_name="Opdigtet",
            password=PASSWORD,
        )
        keep(users[each.initials])
    for name in sorted({name for each in COLLEAGUES for name in each.groups}):
        keep(
            models.Group(
                display_name=name, members=[users[each.initials] for each in COLLEAGUES if name in each.groups]
            )
        )
    for client_id in (CLIENT, OTHER_CLIENT):
        client = models.Client(
            client_id=client_id,
            client_secret=secret,
            client_name=client_id,
            client_uri="http://127.0.0.1",  # one that is trusted is let in without asking
            redirect_uris=back_to,
            scope=["openid", "profile", "groups"],
            grant_types=["authorization_code"],
            response_types=["code"],
            token_endpoint_auth_method="client_secret_basic",
        )
        keep(client)
        client.audience = [client]
        keep(client)


def _say_that_it_is_invented(response: Any) -> Any:  # noqa: ANN401 (Flask isn't installed where types are checked)
    if response.mimetype == "text/html" and not response.direct_passthrough:
        page = response.get_data(as_text=True)
        head, body, rest = page.partition("<body")
        tag, end, content = rest.partition(">")
        if end:
            response.set_data(f"{head}{body}{tag}{end}{_NOTICE}{content}")
    return response


if __name__ == "__main__":
    main()
