"""Records: frozen, equal by class and fields, strict about their fields."""

from __future__ import annotations

import pytest

from destcompare.records import Record


class Point(Record):
    x: int
    y: int = 2


class Place(Point):
    name: str = "here"


class Other(Record):
    x: int
    y: int = 2


def test_fields_come_by_position_name_or_default() -> None:
    assert Point(1) == Point(x=1, y=2) == Point(1, 2)
    assert Place(1, name="there") == Place(1, 2, "there")
    assert repr(Place(1)) == "Place(x=1, y=2, name='here')"


def test_equality_looks_at_class_and_fields() -> None:
    assert Point(1) != Point(2)
    assert Point(1) != Other(1)
    assert len({Point(1), Point(1, 2), Point(1, 3), Other(1)}) == 3


def test_a_record_is_frozen_and_can_be_copied_with_changes() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 3  # type: ignore[misc]
    assert point.replaced(x=3) == Point(3)
    assert point == Point(1)


@pytest.mark.parametrize(("args", "kwargs"), [((), {}), ((1, 2, 3), {}), ((1,), {"z": 1}), ((), {"y": 1})])
def test_wrong_fields_are_refused(args: tuple[int, ...], kwargs: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Point(*args, **kwargs)
