"""The command line `gevinst`: each group of commands is one small file here; connectors add theirs by entry points.

Expected errors are one sentence on standard error and exit code 1; wrong use is exit code 2.
"""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points

from cyclopts import App, CycloptsError
from sqlalchemy.exc import DBAPIError

from gevinst import __version__
from gevinst.cli import (
    access,
    backup,
    baselines,
    data,
    database,
    doctor,
    ideas,
    items,
    ledger,
    parameters,
    person,
    potentials,
    queues,
    report,
    retention,
    runs,
    sample,
    serve,
    staff,
    stopping,
    users,
)
from gevinst.cli.output import complain
from gevinst.errors import GevinstError
from gevinst.potentials.problems import ImportRefused
from gevinst.redaction import install_redaction, redact

COMMANDS = "gevinst.commands"


def build() -> App:
    """The whole command line; a connector that can't be loaded only loses its own command."""
    app = App(
        name="gevinst",
        help="Run repetitive admin work, and account for every minute it frees.",
        version=__version__,
        result_action="return_value",
        help_format="plaintext",
    )
    groups = (access, backup, baselines, database, ideas, items, ledger, parameters, person, potentials, queues, runs)
    for group in (*groups, sample, staff, users):
        app.command(group.app)
    app.command(doctor.doctor)
    for command in (report.report, serve.serve, data.data, retention.retention, stopping.stop, stopping.start):
        app.command(command)
    for entry in sorted(entry_points(group=COMMANDS), key=lambda entry: entry.name):
        try:
            app.command(entry.load(), name=entry.name)
        except (ImportError, AttributeError) as error:
            app.command(_unavailable(entry.name, type(error).__name__), name=entry.name, show=False)
    return app


def _unavailable(name: str, kind: str) -> Callable[..., int]:
    def command(*_tokens: str) -> int:
        """A command whose connector can't be loaded."""
        complain(f"'{name}' can't be used here ({kind}): run `make setup` to install what is missing")
        return 1

    return command


def run(arguments: list[str] | None = None) -> int:
    """Carry out one command line and give its exit code; nothing expected ends in a traceback."""
    install_redaction()
    try:
        result = build()(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        complain(redact(str(error)))
        _complain_of_numbers(sys.argv[1:] if arguments is None else arguments)
        return 2
    except ImportRefused as error:
        for problem in error.problems:
            where = f"{problem.sheet}, række {problem.row}" if problem.row else problem.sheet
            complain(f"{where}{f', {problem.column}' if problem.column else ''}: {problem.reason}")
        complain(error.detail)
        return 1
    except GevinstError as error:
        complain(redact(error.detail or error.sentence))
        return 1
    except DBAPIError as error:
        complain(f"the database can't be used ({type(error.orig).__name__}): run `gevinst doctor` to see why")
        return 1
    return result if isinstance(result, int) else 0


def _complain_of_numbers(arguments: list[str]) -> None:
    """Say what to do where a CPR number was among the words of a command that couldn't be understood."""
    if any(redact(word) != word for word in arguments):
        complain("a CPR number is never written in a command: it is read on standard input; clear your shell's history")


def main() -> None:
    """The program `gevinst`."""
    sys.exit(run())
