"""Where the tool's own files are, and where it may keep what it compiles."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder(name: str) -> Path:
    """The folder `rules` or `locales`: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


def cache_folder() -> Path | None:
    """The user's folder for compiled rules and catalogues; nothing when no home is known."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    if os.environ.get("XDG_CACHE_HOME"):
        base = Path(os.environ["XDG_CACHE_HOME"])
    elif sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        base = Path(os.environ["LOCALAPPDATA"])
    elif home == "~":
        return None
    elif sys.platform == "darwin":
        base = Path(home, "Library", "Caches")
    else:
        base = Path(home, ".cache")
    return base / "destcompare" if base.is_absolute() else None
