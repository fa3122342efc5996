"""Seals and reveals: what is committed to, and what opens it."""

from __future__ import annotations

from typing import Any

import pytest

from registry.statements import Reveal, parse
from tests.registry.statements import made
from tests.registry.statements.test_statements import problems


def opened(index: int = 0, **changed: Any) -> dict[str, Any]:
    return {"index": index, "salt": made.ID, "item": "下列哪一项是对的？"} | changed


def some(*items: dict[str, Any]) -> dict[str, Any]:
    return made.reveal(opening={}, items=list(items))


def test_an_item_is_given_as_text_or_as_base64() -> None:
    statement = parse(some(opened(0), opened(2, item="/+8=", encoding="base64"), opened(5, item="")))

    assert isinstance(statement, Reveal)
    assert [one.content for one in statement.items] == ["下列哪一项是对的？".encode(), b"\xff\xef", b""]


@pytest.mark.parametrize("item", ["/+8", "/+9=", "no base64", "/+8=\n", "é"])
def test_base64_has_one_spelling(item: str) -> None:
    (problem,) = problems(some(opened(item=item, encoding="base64")))

    assert problem.path == "items[0].item"


def test_a_reveal_opens_the_whole_or_some_items() -> None:
    both = made.reveal(items=[opened()])
    neither = made.reveal(opening={"url": "https://example.org/opening"})

    assert [problem.path for problem in problems(both)] == ["items"]
    assert [problem.path for problem in problems(neither)] == ["opening.sha256"]


@pytest.mark.parametrize("indexes", [(1, 0), (0, 0), (0, 2, 1)])
def test_items_stand_in_their_order_each_once(indexes: tuple[int, ...]) -> None:
    found = problems(some(*(opened(index) for index in indexes)))

    assert {problem.expected for problem in found} == {"items in order, each once"}


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (some(opened(-1)), "items[0].index"),
        (some(opened(salt="00")), "items[0].salt"),
        (some(opened(proof=["x"])), "items[0].proof[0]"),
        (some(opened(proof=[made.ID] * 54)), "items[0].proof"),
        (some(opened(encoding="hex")), "items[0].encoding"),
        (made.reveal(seal=""), "seal"),
        (made.seal(dataset={"name": "d", "items": 0}), "dataset.items"),
        (made.seal(dataset={"name": "", "items": 1}), "dataset.name"),
        (made.seal(root="AAAA"), "root"),
        (made.seal(reveal_after="next year"), "reveal_after"),
    ],
)
def test_what_is_of_the_wrong_form_is_refused_at_its_place(wrong: dict[str, Any], path: str) -> None:
    assert [problem.path for problem in problems(wrong)] == [path]
