"""What a screen does that shows what was judged: an entry, or a text that somebody was given."""

from __future__ import annotations

from tui import keymap, words
from tui.asking import AskingScreen
from tui.keymap import Scope
from tui.screens.proof import ProofScreen
from tui.widgets.pane import Pane


class JudgedScreen(AskingScreen):
    """It shows checks and findings in one pane."""

    BINDINGS = keymap.bindings(Scope.ENTRY)

    def proven(self) -> tuple[str, int] | None:
        """Return the text that was judged, empty for an entry of this ledger, and the index; None when no entry was found."""
        raise NotImplementedError

    def action_again(self) -> None:
        """Judge it once more."""
        raise NotImplementedError

    def action_path(self) -> None:
        """Draw how the entry is in the tree of its checkpoint: of a bundle, that which came with it."""
        proven = self.proven()
        if proven is not None:
            self.jinbang.push_screen(ProofScreen(lambda session: session.auditing.of_text(*proven)))

    def action_bytes(self) -> None:
        """Show all that the checks looked at."""
        proven = self.proven()
        if proven is not None:
            self.jinbang.push_screen(ProofScreen(lambda session: session.auditing.brought(*proven)))

    def action_why(self) -> None:
        """Go to the first finding."""
        pane = self.query_one(Pane)
        pane.focus()
        pane.scroll_home(animate=False, immediate=True)
        pane.to_finding(1)

    def action_compare_model(self) -> None:
        """Compare the model that is spoken of with those that are marked."""
        subject = self.subject()
        if subject is not None and subject.placement:
            self.jinbang.compare_with(subject.placement)
        else:
            self.jinbang.notify(words.NO_MODEL.said(self.language), markup=False)

    def action_save(self) -> None:
        """Write what is shown to a file."""
        from tui.handing_keys import keep

        keep(self, "report", "txt", f"{self.query_one(Pane).text}\n".encode())
