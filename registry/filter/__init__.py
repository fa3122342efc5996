"""The filter language: text to a tree, and a tree to SQL with bound values. `docs/query.md` says what can be written.

tree = filter.parse("board:arena rank<=3")      raises FilterError with the place
sql.condition(tree, sql.PLACEMENTS)             text for WHERE, and the values to bind
complete.complete("boa", 3, names)              what could stand there
"""

from registry.filter.errors import FilterError
from registry.filter.parse import parse
from registry.filter.tree import Term, format

__all__ = ["FilterError", "Term", "format", "parse"]
