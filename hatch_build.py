"""Compiles the message catalogues into the wheel, so that an installed tool never writes them."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves the configuration's type open
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        import runpy
        import tempfile

        if version == "editable":
            return
        # the module alone: its package needs dependencies that a build environment does not have
        compile_po = runpy.run_path(str(Path(self.root, "destcompare", "language", "po.py")))["compile_po"]
        folder = Path(tempfile.mkdtemp())
        for source in sorted(Path(self.root, "locales").glob("*/LC_MESSAGES/destcompare.po")):
            language = source.parent.parent.name
            compiled = folder / f"{language}.mo"
            compiled.write_bytes(compile_po(source.read_bytes()))
            build_data["force_include"][str(compiled)] = f"destcompare/locales/{language}/LC_MESSAGES/destcompare.mo"
