"""A flag is written: what it is on, why, and exactly the bytes that another process will sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from ledger.text import plain
from tui import flagging, keymap, outside, words
from tui.asking import AskingScreen
from tui.handing import Subject
from tui.handing_keys import beside
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from registry.cli.flag import Objection
    from tui.flagging import Draft
    from tui.handing import Handed


class FlagScreen(AskingScreen):
    """It is on one line. Nothing is written but by the process that it starts."""

    BINDINGS = keymap.bindings(Scope.FLAG)

    def __init__(self, subject: Subject) -> None:
        from registry.cli.flag import reasons

        super().__init__()
        self._subject = subject
        self._reasons = reasons()
        self._draft: Draft | None = None
        self._citation = ""

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.FLAG)
        yield Static(markup=False, id="subject")
        for name in words.FLAG_FIELDS:
            with Horizontal(classes="written"):
                yield Static(markup=False, classes="name", id=f"{name}-name")
                suggester = SuggestFromList(self._reasons) if name == "reason" else None
                yield Input(compact=True, id=name, suggester=suggester)
        yield Pane("preview")
        yield KeyLine(Scope.FLAG)

    def on_mount(self) -> None:
        """Name the line, and ask for a reason."""
        session = self.jinbang.session
        self.retell()
        self.query_one("#reason").focus()
        self.query_one(Pane).tell(self._known())
        self.ask("subject", lambda: session.handed(self._subject), self._named)

    def _named(self, handed: Handed) -> None:
        self._citation = handed.citation
        self.retell()

    def retell(self) -> None:
        super().retell()
        language = self.language
        for name, said in words.FLAG_FIELDS.items():
            self.query_one(f"#{name}-name", Static).update(Content(said.said(language)))
        named = f"{words.SUBJECT.said(language)}: {self._subject.placement}  {self._citation}"
        self.query_one("#subject", Static).update(Content(plain(named)))

    def _known(self) -> Iterator[Told]:
        yield Told("", words.REASONS.said(self.language))
        yield from (Told(f"{number:>3}", reason) for number, reason in enumerate(self._reasons, 1))

    def _objection(self) -> Objection:
        from registry.cli.flag import Objection

        reason, evidence, because, signer = (self.query_one(f"#{name}", Input).value for name in words.FLAG_FIELDS)
        given = (evidence.strip(),) if evidence.strip() else ()
        return Objection(flagging.reason_of(reason, self._reasons), because, given, as_name=signer.strip() or None)

    def on_input_changed(self, _: Input.Changed) -> None:
        """Show what would be signed now."""
        self._draft = None
        objection, session = self._objection(), self.jinbang.session
        if objection.reason in self._reasons and objection.because:
            self.ask("draft", lambda: session.draft(self._subject, objection), self._show)
        else:
            self.workers.cancel_group(self, "draft")
            self.query_one(Pane).tell(self._known())

    def _show(self, draft: Draft) -> None:
        self._draft = draft
        said = words.WILL_BE_SIGNED.filled(bytes=len(draft.text)).said(self.language)
        lines = [Told("", said, text_tone="bold"), *(Told("", line) for line in draft.text.decode().split("\n"))]
        self.query_one(Pane).tell([*lines, Told("", words.SIGNER_ASKS.said(self.language))])

    def action_onward(self) -> None:
        """Go on to the next field."""
        self.focus_next()

    def action_sign(self) -> None:
        """Make the flag once more, as a file of evidence may be another by now, and have it signed if it is the one shown."""
        shown, objection, session = self._draft, self._objection(), self.jinbang.session
        if shown is not None:
            self.ask("draft", lambda: session.draft(self._subject, objection), lambda now: self._sign(shown, now))

    def _sign(self, shown: Draft, now: Draft) -> None:
        if now != shown:
            self._show(now)
            self.notify(words.CHANGED_MEANWHILE.said(self.language), severity="warning", markup=False)
            return
        ended = beside(self.jinbang, lambda: outside.run(now.command))
        if isinstance(ended, OSError):
            self.failed(ended)
            return
        # What was appended is not signed again; after a wrong passphrase it can be.
        self._draft = None if ended.code == 0 else now
        said = words.SIGNER_ENDED.filled(code=ended.code).said(self.language)
        self.query_one(Pane).tell([Told("", said, text_tone="bold"), Told("", ended.last)])
        self.query_one(Pane).focus()
        self.jinbang.reload()

    def action_abandon(self) -> None:
        """Close it."""
        self.dismiss()
