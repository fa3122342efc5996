"""Tables in HTML."""

from __future__ import annotations

import pytest

from registry.importers.place import ImportRefusedError
from tests.registry.importers.reading import imported

BASE = {"leaderboard": {"name": "Example"}}
PAGE = """<!DOCTYPE html>
<html><head><script>var x = "<table>";</script></head><body>
<p>Results</p>
<table class="board"><thead><tr><th>Rank</th><th>Model</th><th>Score</th></tr></thead>
<tbody>
<tr><td>1</td><td><a href="x">云天书</a></td><td><b>77.10</b></td></tr>
<tr><td>2<td>A &amp; B<script>9</script><td>7.5
</tbody></table></body></html>
"""


def test_the_words_of_a_table_are_read_and_nothing_of_its_scripts() -> None:
    (one,) = imported(PAGE.encode(), BASE)

    assert [(line.rank, line.model.name, line.scores[0].value) for line in one.placements] == [
        (1, "云天书", "77.10"),
        (2, "A & B", "7.5"),
    ]
    assert one.evidence[0].media_type == "text/html"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("</body>", "<table></table>", "line 8: found a second table"),
        ("<td>1</td>", "<td colspan=2>1</td>", "line 6: found a cell over several"),
        ("<td>1</td>", "", "line 6: found 2 cells, expected 3"),
        ("<table", "<div", "file: found no table in HTML"),
        ("<tr>", "", "line 4: found a cell outside a row"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(PAGE.replace(old, new).encode(), BASE, "table")
    assert str(refused.value).startswith(where)
