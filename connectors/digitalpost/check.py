"""Doctor's look at Digital Post."""

import os

from gevinst.doctor import Finding
from gevinst.settings import settings


def check_digital_post() -> Finding:
    """Whether letters can be handed over: the local backend needs its folder."""
    folder = settings().digitalpost_folder
    parent = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    ok = parent.is_dir() and os.access(parent, os.W_OK)
    return Finding(
        "digital post",
        ok=ok,
        detail=f"local backend in {folder}",
        remedy=f"make {parent} a folder that the service account can write to",
    )
