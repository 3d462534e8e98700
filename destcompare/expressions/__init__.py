"""The condition language: text → typed tree → three-valued evaluation.

A small subset of Python's expression syntax that can do nothing but decide. `parser` reads it and is only needed when rules are
built; `evaluation` and `plain` are what a warm start needs.
"""
