"""What happened, one line of JSON an event, written before the act: a line survives the process that wrote it."""

import json
import os
from pathlib import Path
from typing import Any


class Notes:
    """The campaign's own journal; workers and the parent append to it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notes.jsonl"

    def add(self, event: str, **values: Any) -> None:
        """Append one line, whole: many processes write here."""
        line = json.dumps({"event": event, "pid": os.getpid(), **values}, default=str) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)

    def all(self, event: str = "") -> list[dict[str, Any]]:
        """Every line, or those of one event."""
        if not self.path.exists():
            return []
        lines = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if event in ("", line["event"])]
