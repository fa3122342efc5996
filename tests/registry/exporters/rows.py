"""Rows to export: hostile ones, and any."""

from __future__ import annotations

from hypothesis import strategies as st

from registry.exporters.placements import COLUMNS, Kind, Row, Scored

HOSTILE = (
    '=cmd|"/c calc"!A1',
    "\uff1d1+1",
    "-2+3+cmd|x",
    "  @SUM(A1)",
    "a,b;c\td",
    "quoted \"twice\" and 'once'",
    "two\nlines\r\nthree\u2028four",
    "\x00\x07\x1b[31mred\x1b[0m\x9b",
    "GPT-4\u202e4-TPG\u2066\u200b\ufeff",
    "</text><script>alert(1)</script><!-- ]]> &amp; <b>",
    "{}$%\\#_~^&@article{x, title={y}}",
    "[link](javascript:alert(1)) ![x](http://x) `code` | cell | **bold** \\",
    "通义千问（７Ｂ）🏅",
    "x" * 60_000,
    '=",' * 20_000,
)
"""Texts that something that reads an export could take for more than text."""

_OF = {
    Kind.TEXT: st.none()
    | st.sampled_from(HOSTILE[:-2])
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    Kind.WHOLE: st.none() | st.integers(0, 2**53 - 1),
    Kind.TRUTH: st.booleans(),
    Kind.TEXTS: st.lists(st.from_regex(r"[a-z-]{1,9}:minor", fullmatch=True), max_size=3).map(tuple),
}
_DIGITS = st.none() | st.sampled_from(["77.10", "-0.5", "0"])
_OF[Kind.SCORES] = st.lists(
    st.builds(
        Scored,
        criterion=st.sampled_from(HOSTILE[:-2]) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
        score=_DIGITS,
        stderr=_DIGITS,
        ci=st.none() | st.just(("70.0", "80.0")),
        n=st.none() | st.integers(0, 2**53 - 1),
        missing=st.none() | st.just("not-run"),
    ),
    max_size=3,
).map(tuple)


def rows() -> st.SearchStrategy[list[Row]]:
    """Return some rows."""
    return st.lists(st.tuples(*(_OF[column.kind] for column in COLUMNS)), max_size=4)


def row(text: str) -> Row:
    """Return a row with a text in every place for one."""
    scores = (Scored(text, "77.10", None, None, 3, None), Scored("other", None, None, None, None, "not-run"))
    values = {Kind.TEXT: text, Kind.WHOLE: 1, Kind.TRUTH: True, Kind.TEXTS: ("a:minor",), Kind.SCORES: scores}
    return tuple(values[column.kind] for column in COLUMNS)


def exact(one: Row) -> dict[str, object]:
    """Return a row as an object that a reader of JSON or Parquet finds."""

    def plain(value: object) -> object:
        if isinstance(value, Scored):
            return value._asdict() | {"ci": None if value.ci is None else list(value.ci)}
        return list(map(plain, value)) if isinstance(value, tuple) else value

    return dict(zip((column.name for column in COLUMNS), map(plain, one), strict=True))
