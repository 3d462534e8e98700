"""destcompare: every legal way to work abroad for one person, decided from sourced and dated rules."""

__version__ = "0.1.0"
