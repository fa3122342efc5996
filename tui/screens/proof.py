"""One proof, hash by hash, or byte by byte as it stands in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui import proofs, words
from tui.asked.auditing import Brought, Inclusion, Prefix
from tui.asking import AskingScreen
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.session import Session

Ask = Callable[["Session"], "Brought | Inclusion | Prefix"]


class ProofScreen(AskingScreen):
    """It asks for the proof when it opens."""

    def __init__(self, asked: Ask) -> None:
        super().__init__()
        self._asked = asked
        self._proof: Brought | Inclusion | Prefix | None = None

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.PROOF)
        yield Pane("proof")
        yield KeyLine(Scope.TEXT)

    def on_mount(self) -> None:
        """Ask for it."""
        session, pane = self.jinbang.session, self.query_one(Pane)
        self.retell()
        pane.tell([Told("", words.JUDGING.said(self.language))])
        pane.focus()
        self.ask("proof", lambda: self._asked(session), self._show)

    def _show(self, proof: Brought | Inclusion | Prefix) -> None:
        self._proof = proof
        self.query_one(Pane).tell(self._lines(proof))

    def _lines(self, proof: Brought | Inclusion | Prefix) -> Iterator[Told]:
        glyphs = self.jinbang.glyphs
        if isinstance(proof, Brought):
            return proofs.brought(proof, self.language)
        if isinstance(proof, Inclusion):
            return proofs.inclusion(proof, self.language, glyphs)
        return proofs.prefix(proof, self.language, glyphs)

    def retell(self) -> None:
        super().retell()
        if self._proof is not None:
            self._show(self._proof)

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss()
