"""Frozen values with named fields, cheap to define.

Every start of the tool defines some sixty of them. A data class writes and compiles its methods anew for each class, which
costs more than half a millisecond; a record inherits them.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """Fields are the annotations of the class, its bases' first; a class attribute of the same name is the default.

    Records are equal when class and fields are.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        annotations = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - inspect is slow to import
        cls._fields = (*cls._fields, *(name for name in annotations if not name.startswith("_")))
        cls._names = frozenset(cls._fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        values = self.__dict__
        values.update(zip(self._fields, args, strict=False))
        values.update(kwargs)
        if values.keys() != self._names or len(args) > len(self._fields):
            self._complete(args, kwargs)

    def _complete(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        cls = type(self)
        unknown = set(kwargs) - set(self._fields)
        missing = [name for name in self._fields if name not in self.__dict__ and not hasattr(cls, name)]
        if unknown or missing or len(args) > len(self._fields):
            raise TypeError(
                f"{cls.__name__} has the fields {self._fields}; missing {missing}, unknown {sorted(unknown)}"
            )
        for name in self._fields:
            self.__dict__.setdefault(name, getattr(cls, name, None))

    def replaced(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self).__name__, *(self.__dict__[name] for name in self._fields)))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._fields)
        return f"{type(self).__name__}({shown})"
