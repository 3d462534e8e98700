"""The small rulebook of an invented country is broken here too."""

from tests.rulebook.conftest import files

__all__ = ["files"]
