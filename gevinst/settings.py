"""Every setting in one class, read when it is used, never at import.

Settings come from the environment (`GEVINST_…`) or a `.env` file beside the project. Secrets have names and are read by
`Settings.secret(name)`: from `GEVINST_SECRET_<NAME>`, else from a file of that name in the secrets folder.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from gevinst.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: `gevinst` is installed editable, so its templates and example files lie beside it."""
DOTENV = ".env"


class SignIn(StrEnum):
    """How colleagues sign in."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 (a way, not a password)
    OIDC = "oidc"
    HEADER = "header"


class Settings(BaseSettings):
    """What operations can set. Paths may be relative to the working directory; durations name their unit."""

    model_config = SettingsConfigDict(env_prefix="GEVINST_", env_file=DOTENV, extra="ignore", frozen=True)

    # The core
    data_folder: Path = Field(
        Path("var/data"), description="database, files, evidence; readable by the service account only"
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite in the data folder")
    database_patience_seconds: int = Field(
        60, ge=1, description="how long a run waits for a database that went away before it ends"
    )
    max_file_bytes: int = Field(50 << 20, ge=1, description="larger originals are refused; they go to a person")
    profile_file: Path = Field(ROOT / "deployments/profile.example.yaml", description="the municipality's profile")
    secrets_folder: Path = Field(Path("var/secrets"), description="one file per secret, mode 0600")
    code_version: str = Field("", description="written on items and entries; empty means the package version")
    timezone: str = "Europe/Copenhagen"

    # Real people's data
    production: bool = Field(
        default=False, description="start nothing unless all that docs/production.md asks for is there"
    )
    backup_folder: Path | None = Field(None, description="where `gevinst backup make` puts what it makes")
    backup_same_disk: bool = Field(
        default=False, description="that folder may be on the data folder's disk: it is copied on"
    )

    # The live page
    prefect_url: str = Field("", description="where readers open Prefect, for links to runs; empty means no links")

    # The door
    sign_in: SignIn = Field(
        SignIn.NONE, description="none (figures only, on this machine), password, oidc or header: docs/sign-in.md"
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[\w.-]+(:\d+)?)?$",
        description="where colleagues open the pages, as https://gevinst.kommune.example",
    )
    access_file: Path = Field(
        ROOT / "deployments/access.example.yaml", description="which group is which role, of which units"
    )
    users_file: Path = Field(
        Path("var/users.yaml"), description="with password: who they are, written by `gevinst users`"
    )
    session_idle_minutes: int = Field(30, ge=2, le=480, description="unused for so long a sign-in ends")
    session_hours: int = Field(10, ge=1, le=24, description="after so long it ends in any case")
    oidc_issuer: str = Field("", description="with oidc: the issuer's address, as its metadata names it")
    oidc_client_id: str = Field("", description="with oidc: what the provider calls us")
    oidc_scopes: str = Field(
        "openid profile", description="with oidc: what we ask for; some want groups or roles as well"
    )
    oidc_groups_claim: str = Field("groups", description="with oidc: the claim with a colleague's groups")
    oidc_initials_claim: str = Field(
        "preferred_username", description="with oidc: the claim with the initials, alone or before an @"
    )
    header_initials: str = Field("X-Forwarded-User", description="with header: whom the proxy has signed in")
    header_groups: str = Field("X-Forwarded-Groups", description="with header: their groups, with commas between")

    # Work items
    lease_seconds: int = Field(300, ge=5, description="how long a claim lasts without a heartbeat")
    item_prefix: str = Field(
        "GEV", pattern=r"^[A-Z]{2,6}$", description="what item numbers begin with, here and in other systems; for ever"
    )
    max_attempts: int = Field(3, ge=1)
    max_items_per_run: int = Field(
        200, ge=1, description="a run takes a bounded number of items; more volume is more runs"
    )
    max_unknown_failures: int = Field(3, ge=1, description="unknown failures in a row that stop a run")
    sample_one_in: int = Field(
        50, ge=1, le=1000, description="of so many items the robot completes a person checks one; for items to come"
    )

    # What is delivered and what is written on a schedule
    savings_folder: Path | None = Field(
        None, description="where systems that can count put their lists of savings; empty means none does"
    )
    reports_folder: Path = Field(
        Path("var/reports"), description="the monthly reports, for the service account and its group"
    )
    reports_mailbox: str = Field("", description="the mailbox the monthly report is sent from; empty sends none")
    reports_to: str = Field("", description="its recipients, with commas between")

    # Mail
    mailboxes_file: Path | None = Field(
        None, description="where each mailbox is, as in deployments/mailboxes.example.yaml; empty means all are local"
    )
    mail_folder: Path = Field(
        Path("var/mail"), description="state and .eml files of the local backend, one folder a mailbox"
    )
    mail_domain: str = Field("robot.example", description="right side of the Message-IDs we derive")
    intake_per_poll: int = Field(
        500, ge=1, description="mails a queue takes in at most, together with its items that still wait"
    )
    intake_per_sender: int = Field(200, ge=1, description="mails of one sender that a queue takes in a day")
    answers_per_day: int = Field(1000, ge=1, description="automatic answers a day, to all senders together")
    watch_seconds: int = Field(60, ge=1, description="between two looks of the watch into a mailbox")
    folder_working: str = "Under behandling"
    folder_done: str = "Behandlet af robot"
    folder_manual: str = "Til manuel behandling"

    # Ideas for potentials
    idea_answer_days: int = Field(14, ge=1, le=250, description="working days within which an idea is answered")
    idea_mailbox: str = Field(
        "projektkontor", description="the mailbox that sends answers to ideas, and units their daily mail"
    )

    # Digital Post
    digitalpost_folder: Path = Path("var/digitalpost")

    # The browser
    browser_executable: Path | None = Field(None, description="a Chromium binary; empty means look for one")
    browser_headed: bool = False
    browser_cases_per_process: int = Field(
        100, ge=1, description="cases before the browser and its driver are recycled"
    )
    browser_max_megabytes: int = Field(
        1500, ge=1, description="memory of the browser and its driver, all processes, above which they are recycled"
    )
    systems_file: Path | None = Field(
        None, description="what each old system asks of the browser, as in deployments/systems.example.yaml"
    )

    # The pension system
    pension_url: str = ""
    pension_user: str = "robot-helbredstillaeg"
    pension_password_name: str = "pension-password"  # noqa: S105 (a name, not a password)

    # The finance system; how the robot signs in stands in the systems file
    finance_url: str = ""

    @property
    def resolved_database_url(self) -> str:
        """The database to open; SQLite in the data folder unless a URL is set."""
        return self.database_url or f"sqlite+pysqlite:///{(self.data_folder / 'gevinst.sqlite').resolve()}"

    @property
    def files_folder(self) -> Path:
        """Originals by content hash."""
        return self.data_folder / "files"

    @property
    def evidence_folder(self) -> Path:
        """Failure evidence; case data, never in Prefect."""
        return self.data_folder / "evidence"

    @property
    def runs_folder(self) -> Path:
        """One report a run; case data, never in Prefect."""
        return self.data_folder / "runs"

    def secret(self, name: str) -> SecretStr:
        """Read a secret by its name; a missing one is one sentence that says where to put it."""
        variable = "GEVINST_SECRET_" + name.upper().replace("-", "_")
        if value := os.environ.get(variable):
            return SecretStr(value)
        path = self.secrets_folder / name
        if path.is_file():
            return SecretStr(path.read_text(encoding="utf-8").strip())
        raise ConfigurationError(f"secret '{name}' is missing: set {variable} or write the file {path}")


def settings() -> Settings:
    """The settings as they are now; cheap enough to call wherever one is needed.

    Raises:
        ConfigurationError: When a value is none a setting can have; names each by its variable, and not the value.
    """
    return _parsed(tuple(_ENVIRONMENT.items()), _state_of_dotenv())


_ENVIRONMENT: Mapping[Any, Any] = getattr(os.environ, "_data", os.environ)
"""The variables as the interpreter keeps them: `os.environ` would decode every one, only to see that none changed."""


@lru_cache(maxsize=1)
def _parsed(_environment: tuple[tuple[Any, Any], ...], _dotenv: tuple[str, int, int] | None) -> Settings:
    """Parsing takes a millisecond, and a case asks a dozen times: it is done again only when its sources changed."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"GEVINST_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigurationError(f"wrong settings: {wrong}") from None


def _state_of_dotenv() -> tuple[str, int, int] | None:
    try:
        found = Path(DOTENV).stat()
    except OSError:
        return None
    return str(Path.cwd()), found.st_mtime_ns, found.st_size
