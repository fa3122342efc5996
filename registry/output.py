"""The only writer of stdout: the answer, as text or as one JSON object. Everything else goes to stderr.

What comes out of an entry is untrusted: it passes through `plain`, and so shows no control or bidirectional-override character
and is never read as markup.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

from ledger.errors import LedgerError
from ledger.text import plain
from registry.errors import RegistryError
from registry.exit_codes import Exit, code_of

JSON_VERSION = 1
_COLOURS = {"ok": "32", "verified": "32", "FAIL": "31", "invalid": "31", "contradicted": "31", "flagged": "33"}


def lines(texts: Iterable[str]) -> None:
    """Print lines of text, each cleaned."""
    sys.stdout.write("".join(plain(text) + "\n" for text in texts))


def marked(word: str, text: str) -> None:
    """Print a line in which a terminal shows one word in colour; the word is there either way."""
    cleaned = plain(text)
    sys.stdout.write(cleaned.replace(word, colour(word), 1) + "\n")


def flush() -> None:
    """Send out what was printed, before work that the reader need not wait for."""
    sys.stdout.flush()


def to_terminal() -> bool:
    """Say whether stdout is a terminal."""
    return sys.stdout.isatty()


def raw(content: bytes) -> None:
    """Write a file's bytes as they are: only for what is a file and was checked, such as a proof bundle."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def json_object(answer: Mapping[str, object]) -> None:
    """Print one JSON object with its version."""
    json_text({"version": JSON_VERSION, **answer})


def json_line(answer: Mapping[str, object]) -> None:
    """Print one JSON object with its version on a line of its own, where answers follow one another."""
    import json

    sys.stdout.write(_escaped(json.dumps({"version": JSON_VERSION, **answer}, ensure_ascii=False)) + "\n")


def json_text(value: object) -> None:
    """Print a JSON value. What a terminal must not see is escaped, and so is still the same JSON."""
    import json  # deferred: --help stays light

    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write("\n".join(_escaped(line) for line in text.split("\n")) + "\n")


def _escaped(line: str) -> str:
    """Return a line of JSON with every unprintable character as an escape, so that it is the same JSON."""
    import json

    cleaned = plain(line)
    if cleaned == line:
        return line
    pairs = zip(line, cleaned, strict=True)
    return "".join(old if old == new else json.dumps(old)[1:-1] for old, new in pairs)


def colour(word: str) -> str:
    """Return the escape-coloured word for a terminal, or the word alone; it is always printed as text."""
    code = _COLOURS.get(word.strip())
    if code is None or "NO_COLOR" in os.environ or not sys.stdout.isatty():
        return word
    return f"\x1b[{code}m{word}\x1b[0m"


def aside(text: str) -> None:
    """Print a line to stderr: advice, or what was done on the way."""
    sys.stderr.write(plain(text) + "\n")


def progress(label: str) -> Callable[[int, int], None] | None:
    """Return a function that shows done and total on stderr, or None when that is not a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        share = done / total if total else 1.0
        bar = "#" * int(share * 30)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{label} [{bar:<30}] {done:,} of {total:,}{end}")
        sys.stderr.flush()

    return show


def failure(error: LedgerError | RegistryError | OSError, *, as_json: bool) -> NoReturn:
    """Say in one line what went wrong (and in a second what to do), and end with its exit code."""
    message, advice = _words(error)
    if as_json:
        import json

        kind = type(error).__name__
        said = {"version": JSON_VERSION, "error": {"kind": kind, "message": message, "advice": advice}}
        sys.stderr.write(_escaped(json.dumps(said, ensure_ascii=False)) + "\n")
    else:
        aside(f"jinbang: {message}")
        for line in advice.splitlines():
            aside(f"  {line}")
    end(code_of(error))


def end(code: Exit | int) -> NoReturn:
    """End the process with a code, after what was printed has gone out."""
    sys.stdout.flush()
    raise SystemExit(int(code))


def end_unread() -> NoReturn:
    """End the process in silence: whoever read stdout has had enough, as `head` has. It is no verdict."""
    # Else what is left would be written once more as Python ends, and its failure told.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(int(Exit.UNREAD))


def _words(error: LedgerError | RegistryError | OSError) -> tuple[str, str]:
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        return f"{name}{error.strerror or error}", ""
    return str(error), error.advice()
