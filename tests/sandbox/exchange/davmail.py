"""DavMail as a process: an EWS client that isn't ours, which shows a mailbox over IMAP."""

import imaplib
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.exchange.starting import Running

JAR = Path("/usr/share/davmail/davmail.jar")
_TRUSTED_BY_JAVA = "changeit"
_TRIES = 3
_SETTINGS = """
davmail.server=true
davmail.mode=EWS
davmail.url={url}
davmail.imapPort={port}
davmail.bindAddress=127.0.0.1
davmail.allowRemote=false
davmail.disableUpdateCheck=true
davmail.logFilePath={log}
log4j.rootLogger=WARN
log4j.logger.davmail=INFO
log4j.logger.org.apache.http=WARN
"""


@contextmanager
def davmail(stand_in: Running, folder: Path) -> Iterator[imaplib.IMAP4]:
    """An IMAP connection to DavMail, which trusts the stand-in's authority and asks its EWS face."""
    trust = folder / "trust.p12"
    command = ["keytool", "-importcert", "-noprompt", "-alias", "stand-in", "-file", stand_in.ca_file]
    command += ["-keystore", str(trust), "-storetype", "PKCS12", "-storepass", _TRUSTED_BY_JAVA]
    subprocess.run(command, check=True, capture_output=True)
    process, port = _started(stand_in, folder, trust)
    try:
        with imaplib.IMAP4("127.0.0.1", port, timeout=60) as client:
            yield client
    finally:
        process.kill()  # it keeps nothing that a polite end would save
        process.communicate()


def _started(stand_in: Running, folder: Path, trust: Path) -> tuple["subprocess.Popen[str]", int]:
    """It takes a port by number only: one that somebody took meanwhile is tried anew with another."""
    command = ["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", f"-Djavax.net.ssl.trustStore={trust}"]
    command += [f"-Djavax.net.ssl.trustStorePassword={_TRUSTED_BY_JAVA}", "-jar", str(JAR), "-server"]
    said = ""
    for _ in range(_TRIES):
        port = _free_port()
        settings = folder / "davmail.properties"
        log = folder / "davmail.log"
        settings.write_text(_SETTINGS.format(url=stand_in.ews, port=port, log=log), encoding="utf-8")
        process = subprocess.Popen(
            [*command, str(settings)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder
        )
        said = _until_it_listens(process, port)
        if not said:
            return process, port
        process.kill()
        process.communicate()
    raise AssertionError(f"DavMail didn't start: {said}")


def _until_it_listens(process: "subprocess.Popen[str]", port: int) -> str:
    """Read what it says until it says that it listens; what it said instead, where it doesn't."""
    said = []
    for line in process.stdout or ():
        if f"listening on IMAP port {port}" in line:
            return ""
        said.append(line)
        if "Unable to" in line or "ERROR" in line:
            break
    return "".join(said) or "nothing"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
