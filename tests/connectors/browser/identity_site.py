"""A system that sends whoever isn't signed in to an identity page on another origin, as ADFS and as Entra show it."""

import html
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs

USER, PASSWORD = "robot-byggesag@proeveby.example", "hemmelig-byggesag"
Between = Literal["", "mfa", "expired", "expires_soon", "notice", "unknown"]

TEXTS = {
    "da": {
        "mfa": "<h1>Godkend anmodning om logon</h1>",
        "expired": "<h1>Din adgangskode er udløbet</h1>",
        "expires_soon": "<h1>Din adgangskode udløber om 7 dage</h1><button>Fortsæt</button>",
        "stay": "<h1>Forbliv logget på?</h1>",
        "password": "<h1>Angiv adgangskode</h1>",
    },
    "en": {
        "mfa": "<h1>Enter code</h1>",
        "expired": "<h1>Update your password</h1>",
        "expires_soon": "<h1>Your password will expire in 7 days</h1><button>Not now</button>",
        "stay": "<h1>Stay signed in?</h1>",
        "password": "<h1>Enter password</h1>",
    },
}


@dataclass
class Identity:
    """The two origins, and what happened at them.

    Attributes:
        between: What comes between the password and the way back.
        typed: The passwords that arrived.
        sessions: The sign-ins that the system took.
        hangs: Whether the password is never answered.
    """

    provider: Literal["adfs", "entra"]
    language: Literal["da", "en"]
    url: str = ""
    identity_url: str = ""
    between: Between = ""
    typed: list[str] = field(default_factory=list)
    sessions: int = 0
    stays: list[str] = field(default_factory=list)
    hangs: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    def forget_sessions(self) -> None:
        """As a system does at night: who was signed in is so no longer."""
        self.sessions += 1

    # --- the identity page ---

    def asks(self, path: str, form: dict[str, str]) -> str:
        """The page for a request."""
        match path.partition("?")[0]:
            case "/bruger":
                return (
                    self._password_page() if form.get("loginfmt") == USER else self._user_page("Kontoen findes ikke.")
                )
            case "/kode":
                return self._on_password(form)
            case "/videre" if self.provider == "entra" and not form.get("stay"):
                return self._form("/videre", f'{self._text("stay")}<input type=hidden name=stay value=no>'
                                             '<button id=idBtn_Back>Nej</button>')  # fmt: skip
            case "/videre":
                return self._way_back()
            case _:
                return self._first_page()

    def _first_page(self) -> str:
        return self._both_page() if self.provider == "adfs" else self._user_page()

    def _both_page(self, error: str = "") -> str:
        return self._form(
            "/kode",
            f"<span id=errorText>{error}</span><input id=userNameInput name=loginfmt placeholder=nogen@eksempel.dk>"
            "<input id=passwordInput name=passwd type=password placeholder=Adgangskode>"
            "<span id=submitButton role=button onclick='document.forms[0].submit()'>Log på</span>",
        )

    def _user_page(self, error: str = "") -> str:
        hidden = "<input name=passwd type=password aria-hidden=true style='position:absolute;left:-999px'>"
        shown = f"<div id=usernameError>{error}</div>" if error else ""
        return self._form("/bruger", f"{shown}<input name=loginfmt>{hidden}<button id=idSIButton9>Næste</button>")

    def _password_page(self, error: str = "") -> str:
        shown = f"<div id=passwordError>{error}</div>" if error else ""
        return self._form(
            "/kode",
            f"{self._text('password')}{shown}<input type=hidden name=loginfmt value='{USER}'>"
            "<input name=passwd type=password><button id=idSIButton9>Log på</button>",
        )

    def _on_password(self, form: dict[str, str]) -> str:
        self.typed.append(form.get("passwd", ""))
        if self.hangs:
            self.ended.wait()
        if (form.get("loginfmt"), self.typed[-1]) != (USER, PASSWORD):
            return (self._both_page if self.provider == "adfs" else self._password_page)("Forkert adgangskode.")
        if self.between == "notice":
            return self._form("/videre", "<h1>Driftsmeddelelse</h1><button>Læst</button>")
        if self.between == "unknown":
            return "<h1>Vind en præmie</h1>"
        if self.between:
            return self._form("/videre", self._text(self.between))
        return self.asks("/videre", {})

    def _way_back(self) -> str:
        return (f"<form method=post action='{self.url}/retur'><input name=svar value=ja></form>"
                "<script>document.forms[0].submit()</script>")  # fmt: skip

    def _text(self, name: str) -> str:
        return TEXTS[self.language][name]

    @staticmethod
    def _form(action: str, content: str) -> str:
        return f"<form method=post action='{action}'>{content}</form>"


@contextmanager
def identity_site(provider: Literal["adfs", "entra"], language: Literal["da", "en"] = "da") -> Iterator[Identity]:
    """Run both origins on loopback until the body ends."""
    site = Identity(provider, language)

    def system(handler: "_Handler") -> None:
        if handler.path == "/retur":
            handler.form()
            site.sessions += 1
            handler.answer(303, headers={"Location": "/", "Set-Cookie": f"session={site.sessions}"})
        elif f"session={site.sessions}" in handler.headers.get("Cookie", "") and site.sessions:
            handler.answer(200, "<h1>Byggesager</h1>")
        else:
            handler.answer(302, headers={"Location": f"{site.identity_url}/authorize"})

    def identity(handler: "_Handler") -> None:
        form = handler.form()
        if "stay" in form:
            site.stays.append(form["stay"])
        handler.answer(200, site.asks(handler.path, form))

    with ExitStack() as stack:
        site.url = f"http://127.0.0.1:{stack.enter_context(_serving(system))}"
        site.identity_url = f"http://localhost:{stack.enter_context(_serving(identity))}"
        stack.callback(site.ended.set)
        yield site


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def form(self) -> dict[str, str]:
        """The fields of a form that was sent."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        return {name: values[0] for name, values in parse_qs(body).items()}

    def answer(self, status: int, page: str = "", headers: dict[str, str] | None = None) -> None:
        """Answer with a page."""
        content = f"<!DOCTYPE html><meta charset=utf-8><title>{html.escape(self.path)}</title>{page}".encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def _serving(answer: Callable[[_Handler], None]) -> Iterator[int]:
    handler = type("Handler", (_Handler,), {"do_GET": answer, "do_POST": answer})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
