"""Records: made by their fields, equal by them, and never changed."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, ClassVar

import pytest

from mbc_cli.book.fields import NOTHING, Declared, Frozen, key

if TYPE_CHECKING:
    from collections.abc import Mapping


class Dose(Frozen):
    """A dose."""

    amount: int
    unit: str = "mg"


class Given(Declared):
    """What was given."""

    kind: ClassVar[str] = "given"
    name: str
    dose: Dose | None = None
    codes: Mapping[str, str] = NOTHING


def test_a_record_is_its_fields() -> None:
    assert Dose(5) == Dose(5, "mg") == Dose(amount=5)
    assert Dose(5) != Dose(6)
    assert Dose(5) != (5, "mg")
    assert {Dose(5), Dose(5)} == {Dose(5)}
    assert (
        repr(Given(name="x", dose=Dose(5))) == "Given(name='x', dose=Dose(amount=5, unit='mg'), codes=mappingproxy({}))"
    )
    assert Dose(5).but(unit="g") == Dose(5, "g")
    assert Given.FIELDS == ("name", "dose", "codes")


@pytest.mark.parametrize(
    ("given", "named", "message"),
    [
        ((), {}, "Dose: amount is missing"),
        ((1, "g", 3), {}, "Dose: more is given than it has fields"),
        ((1,), {"amount": 2}, "Dose: more is given than it has fields"),
        ((1,), {"units": "g"}, "Dose: no field units"),
    ],
)
def test_a_record_is_made_of_just_its_fields(given: tuple[object, ...], named: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Dose(*given, **named)


def test_a_record_cannot_be_changed() -> None:
    dose = Dose(5)
    with pytest.raises(AttributeError, match="amount cannot be changed"):
        dose.amount = 6  # type: ignore[misc]
    with pytest.raises(AttributeError, match="amount cannot be deleted"):
        del dose.amount
    with pytest.raises(TypeError):
        Given(name="x").codes["a"] = "b"  # type: ignore[index]


def test_a_key_leaves_the_default_of_its_field() -> None:
    class Keyed(Given):
        """Keys of both kinds, and a default that is taken back."""

        amount: int = key("how_much")
        remark: str = key(default="none", shown="note", help="A remark.")
        dose: Dose | None

    assert Keyed.FIELDS == ("name", "dose", "codes", "amount", "remark")
    assert {"name", "amount", "dose"} == Keyed.NEEDED
    assert Keyed(name="x", dose=None, amount=1).remark == Keyed.remark == "none"
    assert not hasattr(Keyed, "amount")
    assert [(of.toml(name), of.answer(name)) for name, of in Keyed.KEYS.items()] == [
        ("how_much", "how_much"),
        ("remark", "note"),
    ]
    assert key(shown=False).answer("x") == ""


def test_a_record_is_pickled_by_what_it_was_given() -> None:
    given = Given(name="x", dose=Dose(5))
    assert pickle.loads(pickle.dumps(given)) == given
    with pytest.raises(AttributeError):
        pickle.loads(pickle.dumps(given)).name = "y"


def test_a_pickle_holds_no_default() -> None:
    given = Given(name="x", dose=Dose(5), codes={})
    assert given.__getstate__() == {"name": "x", "dose": Dose(5)}
    assert pickle.loads(pickle.dumps(given)).codes == {}
