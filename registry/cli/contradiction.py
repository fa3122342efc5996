"""`verify` of a file that says that a log signed two histories: does it show that?"""

from __future__ import annotations

from ledger.contradiction import Contradiction
from ledger.errors import FormatError, VerificationError
from registry import output
from registry.exit_codes import Exit
from registry.verdicts import CHINESE, Word

_EXITS = {Word.VERIFIED: Exit.TRUE, Word.INVALID: Exit.FALSE, Word.UNCHECKED: Exit.CANNOT}
_NOT_SHOWN = "nothing in it shows that the larger tree does not begin as the smaller one: a copy that is behind contradicts nothing"


def verify_contradiction(raw: bytes, *, as_json: bool) -> Exit:
    """Print what such a file comes to, and return how the command ends."""
    word, said, vkey = Word.VERIFIED, "", ""
    try:
        found = Contradiction.parse(raw)
        vkey, said = found.vkey, found.check()
    except (FormatError, VerificationError) as error:
        word, said = Word.INVALID, str(error)
    if not said:
        word, said = Word.UNCHECKED, _NOT_SHOWN
    if as_json:
        output.json_object({"verdict": word, "worst": None, "reason": said, "vkey": vkey or None})
    else:
        output.lines([f"log  {vkey}"] if vkey else [])
        output.marked(str(word), f"verdict: {word} {CHINESE[word]} - {said}")
    return _EXITS[word]
