"""Redaction: what is masked in every disguise, what is known to be masked for nothing, and that it costs little."""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote, quote_plus

import pytest

from gevinst.redaction import MASK, NAME_MASK, RedactingFormatter, install_redaction, known_personal, redact

DIGITS = "0702481239"  # never issued: fails modulus 11
SHAPES = [
    "0702481239",
    "070248-1239",
    "070248 1239",
    "070248 - 1239",
    "070248\u20131239",
    "070248\u00a01239",
    "070248/1239",
    "070248_1239",
    "070248-12 39",
    "070248\n1239",
    "070248-\r\n1239",
    "0702\u00ad48-12\u00ad39",
    "07024\n8-1239",
    "670248-1239",
]


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, StringIO]]:
    """A logger with a handler that was made before the redaction was installed."""
    formatting, setting = logging.Handler.format, logging.Handler.setFormatter
    hooks = sys.excepthook, threading.excepthook
    before = {handler: handler.formatter for handler in (ref() for ref in logging._handlerList) if handler}  # type: ignore[attr-defined]
    into = StringIO()
    logger = logging.Logger("case")  # noqa: LOG001 (one that no other test sees)
    logger.addHandler(logging.StreamHandler(into))
    yield logger, into
    logging.Handler.format, logging.Handler.setFormatter = formatting, setting  # type: ignore[method-assign]
    sys.excepthook, threading.excepthook = hooks
    for handler, formatter in before.items():
        handler.formatter = formatter


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "encode",
    [
        str,
        quote,
        quote_plus,
        lambda text: quote(quote(text)),
        json.dumps,
        lambda text: json.dumps(json.dumps(text)),
        repr,
    ],
    ids=["plain", "url", "form", "url twice", "json", "json twice", "repr"],
)
def test_a_number_is_masked_in_every_disguise(shape: str, encode: object) -> None:
    """Separators, broken lines, soft hyphens, replacement days, and each of them encoded: no serial is left."""
    assert callable(encode)
    hidden = redact(encode(f"borger {shape} søger"))
    assert MASK in hidden
    assert "39" not in hidden
    assert "borger" in hidden


@pytest.mark.parametrize("shape", ["=200702481239", "070248=E2=80=931239", "0702=\n481239", "070248&nbsp;1239"])
def test_mail_and_html_writing_is_seen_through(shape: str) -> None:
    """Quoted-printable and HTML entities are how numbers travel in mail."""
    assert "39" not in redact(shape)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 13:02:53,123",
        "24-11-2026 13:02:53",
        "GEV-1042",
        "HT-2026-000123",
        "31 årsværk, 1.924 timer",
        "3f9a2c0d1e4b5a6978",
        "1795523000123456",
        "99999999",
        "3213481239",
        "0713481239",
        "b6c1b0e2-0d0f-4a3b-9f59-5d1d3a2b1c0d",
        "127.0.0.1:4200",
        "3f070248-1239-4a3b-9f59-5d1d3a2b1c0d",
        "a0702481239b5d1d3a2b1c0d5d1d3a2b1c0d",
    ],
)
def test_what_operations_needs_stays(text: str) -> None:
    """Times, labels, run ids, hashes, phone numbers and impossible days are no CPR numbers."""
    assert redact(text) == text


@pytest.mark.parametrize("text", ["konto 1012345678", "1801000000", "2411202613"])
def test_known_false_positives(text: str) -> None:
    """Ten digits that begin with a day and a month are masked whatever they are; that is the safe side, and known."""
    assert MASK in redact(text)


def test_a_long_text_is_read_in_linear_time() -> None:
    """Neither digits nor separators without end make the pattern slow: doubling the text doubles the time at most."""

    def seconds(text: str) -> float:
        start = time.perf_counter()
        redact(text)
        return time.perf_counter() - start

    for piece in ("0101", "01 ", "\n", "=20", "010190-", "%20%2D", "0\u00ad1\u00ad0\u00ad1", "løbende tekst "):
        assert seconds(piece * 40_000) < 2, piece


@pytest.mark.parametrize(
    "encode",
    [str, str.upper, json.dumps, repr, quote, quote_plus, lambda text: quote(text, encoding="latin-1"), str.encode],
    ids=["plain", "upper", "json", "repr", "url", "form", "latin-1", "bytes"],
)
def test_the_names_of_the_case_in_hand_are_masked(encode: object) -> None:
    """While a case is worked on its citizen's name is hidden, however it is written; afterwards it is a word again."""
    assert callable(encode)
    written = str(encode("Åse Bøgh Kjær"))
    with known_personal(["Åse Bøgh Kjær"]):
        assert NAME_MASK in redact(f"fandt {written} i mailen")
        assert "j" not in redact(written).replace(NAME_MASK, "").lower()
    assert NAME_MASK not in redact(written)


def test_a_name_over_two_lines_and_inside_another_context_is_masked() -> None:
    """Contexts add up, a broken line hides nothing, and initials are left alone."""
    with known_personal(["Åse Kjær", "ÅK"]), known_personal(iter(["Skovvej 9, 4400 Byen"])):
        assert redact("Åse\n  Kjær, Skovvej 9, 4400\tByen (ÅK)") == f"{NAME_MASK}, {NAME_MASK} (ÅK)"


def test_tracebacks_and_arguments_are_redacted(log: tuple[logging.Logger, StringIO]) -> None:
    """A handler that existed before, its message's arguments and its traceback: all masked."""
    logger, into = log
    install_redaction()
    install_redaction()
    try:
        int(SHAPES[1])
    except ValueError:
        logger.exception("borger %s", SHAPES[0])
    assert into.getvalue().count(MASK) >= 2
    assert "39" not in into.getvalue()


def test_later_handlers_and_formatters_are_wrapped_too(log: tuple[logging.Logger, StringIO]) -> None:
    """A handler made afterwards, with a formatter of its own or none, can't be forgotten; a wrapper isn't wrapped."""
    install_redaction()
    logger, _ = log
    into = StringIO()
    later = logging.StreamHandler(into)
    later.setFormatter(logging.Formatter("[%(name)s] %(message)s"))
    logger.addHandler(later)
    logger.warning(SHAPES[0])
    assert into.getvalue() == f"[case] {MASK}\n"
    assert isinstance(later.formatter, RedactingFormatter)
    later.setFormatter(later.formatter)
    assert not isinstance(later.formatter.inner, RedactingFormatter)


def test_a_traceback_of_the_interpreter_itself_is_redacted() -> None:
    """What nobody catches is printed by Python, in any thread; it is masked as well."""
    code = (
        "import threading; from gevinst.redaction import install_redaction; install_redaction()\n"
        "def die(): raise ValueError('07' + '0248-1239')\n"
        "t = threading.Thread(target=die); t.start(); t.join(); die()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.count(f"ValueError: {MASK}") == 2
