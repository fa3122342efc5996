"""Print a command as README.md prints it: `readme_commands.py NAME`, for the block after `<!-- command: NAME -->`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def command(name: str) -> str:
    """Return the block of a name; a README without it is an error."""
    pattern = rf"<!-- command: {re.escape(name)} -->\n```sh\n(.*?)\n```"
    found = re.findall(pattern, README.read_text(encoding="utf-8"), re.DOTALL)
    if len(found) != 1:
        raise SystemExit(f"README.md: {len(found)} blocks named {name}, needed one")
    return str(found[0])


if __name__ == "__main__":
    sys.stdout.write(command(sys.argv[1]) + "\n")
