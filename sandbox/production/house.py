"""The example's folder: what is made once and kept, and the settings of each process."""

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet

from gevinst.private_files import make_private_folder, write_private
from gevinst.settings import ROOT
from sandbox.identity.colleagues import CLIENT

NAME = "localhost"
_PASSWORDS = ("database-admin", "database-owner", "database-app", "database-prefect")
_SECRETS = ("hash-key", "worker-token", "oidc-client-secret", *_PASSWORDS)
_KEY = "encryption-key"
EXAMPLES = {"access.yaml": "access.example.yaml", "profile.yaml": "profile.example.yaml"}


@dataclass(frozen=True)
class Ports:
    """Where the processes listen, all on loopback."""

    https: int
    http: int
    door: int
    identity: int


@dataclass(frozen=True)
class House:
    """The example's own folder and everything in it.

    Attributes:
        folder: It.
        sockets: Where PostgreSQL's socket lies: its path must be short.
        ports: Where the processes listen.
    """

    folder: Path
    sockets: Path
    ports: Ports

    @property
    def public_url(self) -> str:
        """Where colleagues would open it."""
        return f"https://{NAME}:{self.ports.https}"

    @property
    def api(self) -> str:
        """Where workers on this machine reach Prefect: at the door itself."""
        return f"http://127.0.0.1:{self.ports.door}/api"

    @property
    def authority(self) -> Path:
        """The certificate of Caddy's own authority, which signed the one that browsers see."""
        return self.folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    @property
    def log(self) -> Path:
        """What the processes say."""
        return self.folder / "services.log"

    def secret(self, name: str) -> str:
        """One of the secrets."""
        return (self.folder / "secrets" / name).read_text(encoding="utf-8")

    def make(self) -> None:
        """Make folders, secrets, access file and profile where they are missing: another start finds what the first made."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)  # PostgreSQL's account must get through to its own; what is ours within is private
        for name in ("data", "backup", "secrets", "prefect", "caddy"):
            make_private_folder(self.folder / name)
        self.log.touch(mode=0o600)
        for name in (*_SECRETS, _KEY):
            if not (self.folder / "secrets" / name).exists():
                value = Fernet.generate_key().decode() if name == _KEY else secrets.token_urlsafe(32)
                write_private(self.folder / "secrets" / name, value)
        for name, example in EXAMPLES.items():
            lines = (ROOT / "deployments" / example).read_text(encoding="utf-8").splitlines()
            told = ["# The example's own: `make production` made it once.", *(line for line in lines if line[0] != "#")]
            if not (self.folder / name).exists():
                write_private(self.folder / name, "\n".join(told) + "\n")

    def database(self, user: str, secret: str, *, driver: str = "psycopg", name: str = "gevinst") -> str:
        """The address of one of the two databases for one role."""
        return f"postgresql+{driver}://{user}:{self.secret(secret)}@/{name}?host={self.sockets}"

    @cached_property
    def settings(self) -> dict[str, str]:
        """What every process of ours is started with. Nothing of the caller's own settings is seen."""
        paths = {
            f"GEVINST_{name.upper().replace('/', '_')}_FOLDER": str(self.folder / name)
            for name in ("data", "mail", "digitalpost", "secrets", "reports", "backup")
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GEVINST_", "PREFECT_"))}
        return {
            **kept,
            **paths,
            "PYTHONPATH": str(ROOT),
            "GEVINST_PRODUCTION": "true",
            "GEVINST_BACKUP_SAME_DISK": "true",  # it is an example on one machine
            "GEVINST_DATABASE_URL": self.database("gevinst_app", "database-app"),
            "GEVINST_PUBLIC_URL": self.public_url,
            "GEVINST_PREFECT_URL": self.public_url,
            "GEVINST_ACCESS_FILE": str(self.folder / "access.yaml"),
            "GEVINST_PROFILE_FILE": str(self.folder / "profile.yaml"),
            "GEVINST_SIGN_IN": "oidc",
            "GEVINST_OIDC_ISSUER": f"http://127.0.0.1:{self.ports.identity}",
            "GEVINST_OIDC_CLIENT_ID": CLIENT,
            "GEVINST_OIDC_SCOPES": "openid profile groups",
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(self.folder / "prefect" / "results"),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": self.database(
                "prefect", "database-prefect", driver="asyncpg", name="prefect"
            ),
            "PREFECT_SERVER_ENCRYPTION_KEY": self.secret(_KEY),
            "PREFECT_API_URL": self.api,
        }

    @property
    def owners_settings(self) -> dict[str, str]:
        """The same for the role that migrates, which no process runs under."""
        return {**self.settings, "GEVINST_DATABASE_URL": self.database("gevinst_owner", "database-owner")}

    @property
    def proxys_settings(self) -> dict[str, str]:
        """What Caddy is started with: its ports, and a place for its authority."""
        return {
            **{name: value for name in ("PATH", "HOME") if (value := os.environ.get(name))},
            "XDG_DATA_HOME": str(self.folder / "caddy"),
            "XDG_CONFIG_HOME": str(self.folder / "caddy"),
            "GEVINST_NAME": NAME,
            "GEVINST_PORT": str(self.ports.door),
            "GEVINST_HTTPS_PORT": str(self.ports.https),
            "GEVINST_HTTP_PORT": str(self.ports.http),
        }
