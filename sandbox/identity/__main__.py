"""`python -m sandbox.identity --port N --back-to URL --secret-file FILE`: serve the invented directory's log-in on loopback.

`--back-to` may be given several times: where the provider may send a browser back to, as `<our address>/log-ind/retur`.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv-idp" / "bin" / "python"


def main() -> None:
    """Become the provider's process, so that whoever started this can end it by its id."""
    if not PYTHON.exists():
        sys.exit(f"{PYTHON} is missing: run `make identity`")
    kept = {name: value for name in ("PATH", "HOME", "LANG") if (value := os.environ.get(name))}
    command = [str(PYTHON), "-m", "sandbox.identity.provider", *sys.argv[1:]]
    os.execve(PYTHON, command, {**kept, "PYTHONPATH": str(ROOT)})  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main()
