"""gettext catalogues: the compiled one that was shipped, or in a checkout one compiled from the `.po` into the cache."""

from __future__ import annotations

import contextlib
import gettext
import hashlib
import io
import os
from pathlib import Path

from destcompare.places import cache_folder

_DOMAIN = "destcompare"


def load_catalogue(locales: Path, language: str, cache: Path | None = None) -> gettext.NullTranslations:
    """Translations of a language; none for the language of the source."""
    folder = locales / language / "LC_MESSAGES"
    shipped, source = folder / f"{_DOMAIN}.mo", folder / f"{_DOMAIN}.po"
    if _is_current(shipped, source):
        found = _read(shipped.read_bytes())
        if found is not None:
            return found
    if not source.is_file():
        return gettext.NullTranslations()
    content = source.read_bytes()
    cache = cache or cache_folder()
    kept = cache / f"{language}-{hashlib.sha256(content).hexdigest()}.mo" if cache else None
    if kept is not None:
        with contextlib.suppress(OSError):
            found = _read(kept.read_bytes())
            if found is not None:
                return found
    from destcompare.language.po import compile_po

    try:
        compiled = compile_po(content)
    except ValueError:  # the checks of translations tell where; until it is mended the source language speaks
        return gettext.NullTranslations()
    if kept is not None:
        _keep(kept, compiled)
    return _read(compiled) or gettext.NullTranslations()


def _is_current(shipped: Path, source: Path) -> bool:
    """Installed, it was built with its source, whatever their times; in a checkout an editor may have left an old one."""
    if not shipped.is_file():
        return False
    installed = shipped.is_relative_to(Path(__file__).parent.parent)
    return installed or not source.is_file() or shipped.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _read(content: bytes) -> gettext.NullTranslations | None:
    try:
        return gettext.GNUTranslations(io.BytesIO(content))
    except Exception:  # noqa: BLE001, RUF100 - whatever a broken file makes gettext raise, it is built again
        return None


def _keep(path: Path, content: bytes) -> None:
    """Written beside and renamed; where that cannot be, gone without."""
    import tempfile

    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".catalogue-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
