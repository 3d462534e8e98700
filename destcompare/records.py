"""Frozen values with named fields, cheap to define and cheap to read back.

Every start of the tool defines some seventy of them. A data class writes and compiles its methods anew for each class, which
costs more than half a millisecond; a record inherits them. A record that comes from the cache is `packed`: it reads its
fields when the first of them is asked for, since most of a rulebook is not needed for one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self, dataclass_transform

_COMPOUND = (list, dict)


@dataclass_transform(frozen_default=True)
class Record:
    """Fields are the annotations of the class, its bases' first; a class attribute of the same name is the default.

    Records are equal when class and fields are.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        annotations = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - inspect is slow to import
        names = [name for name in annotations if not name.startswith("_")]
        cls._fields = (*cls._fields, *names)
        cls._names = frozenset(cls._fields)
        cls._defaults = {**cls._defaults, **{name: cls.__dict__[name] for name in names if name in cls.__dict__}}
        for name in names:  # off the class, so that a field not yet read is missed and read
            if name in cls.__dict__:
                delattr(cls, name)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        values, fields = self.__dict__, self._fields
        if len(args) < len(fields):
            values.update(self._defaults)
        values.update(zip(fields, args, strict=False))
        if kwargs:
            values.update(kwargs)
        if len(values) != len(fields) or len(args) > len(fields) or (kwargs and values.keys() != self._names):
            missing = [name for name in fields if name not in values]
            unknown = sorted(kwargs.keys() - self._names)
            raise TypeError(f"{type(self).__name__} has the fields {fields}; missing {missing}, unknown {unknown}")

    @classmethod
    def packed(cls, plain: Sequence[Any], read: Callable[[Any], Any]) -> Self:
        """A record whose fields, in order, `read` makes of plain values when the first one is asked for."""
        record = cls.__new__(cls)
        record.__dict__["_packed"] = plain, read
        return record

    def __getattr__(self, name: str) -> Any:
        if "_packed" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__} has no field {name}")
        self._unpack()
        return getattr(self, name)

    def _unpack(self) -> dict[str, Any]:
        """The fields and their values, read by now."""
        values = self.__dict__
        if "_packed" in values:
            plain, read = values.pop("_packed")
            if len(plain) < len(self._fields):
                values.update(self._defaults)
            for name, item in zip(self._fields, plain, strict=False):
                values[name] = read(item) if type(item) in _COMPOUND else item
        return values

    def replaced(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{**self._unpack(), **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Record) and type(self) is type(other) and self._unpack() == other._unpack()
        )

    def __hash__(self) -> int:
        values = self._unpack()
        return hash((type(self).__name__, *(values[name] for name in self._fields)))

    def __repr__(self) -> str:
        values = self._unpack()
        shown = ", ".join(f"{name}={values[name]!r}" for name in self._fields)
        return f"{type(self).__name__}({shown})"
