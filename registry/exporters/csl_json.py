"""A reference as CSL-JSON (Citation Style Language 1.0.2): a list of one item, as Zotero, Pandoc and citeproc read it.

CSL reads `<i>`, `<b>` and their like in a text as markup and has no way to say that they are none: a `<` before a letter or a slash
is written wide (＜).
"""

from __future__ import annotations

import json
import re

from registry.exporters.cited import Cited

_TAG = re.compile(r"<(?=[/a-zA-Z!])")


def reference(cited: Cited) -> str:
    """Return the list, as JSON."""
    return json.dumps([item(cited)], ensure_ascii=False, indent=2) + "\n"


def item(cited: Cited) -> dict[str, object]:
    """Return the item; its id is the statement id."""
    day = [int(part) for part in cited.published[:10].split("-")] if cited.published else []
    fields: dict[str, object] = {
        "id": f"jinbang-{cited.statement_id}",
        "type": "dataset",
        "title": _text(cited.title),
        "author": [{"literal": _text(cited.author)}],
        "issued": {"date-parts": [day]} if day else None,
        "publisher": _text(cited.recorded_by),
        "archive": _text(cited.origin),
        "archive_location": _text(cited.citation),
        "URL": cited.url,
        "note": _text(cited.conclusion),
    }
    return {name: value for name, value in fields.items() if value}


def _text(words: str) -> str:
    return _TAG.sub("\uff1c", words)
