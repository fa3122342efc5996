"""A text that somebody was given - a citation, an entry, a proof bundle, a sentence - and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.events import Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from tui import telling, words
from tui.handing import Subject
from tui.keymap import Scope
from tui.screens.judged import JudgedScreen
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.session import Answer


class TextBox(Input):
    """A line of input that hands on what is pasted into it, of any number of lines."""

    class Pasted(Message):
        """A text came in one piece."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.Pasted(event.text))


class VerifyScreen(JudgedScreen):
    """It opens with a text to judge, or with an empty box."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._answers: list[Answer] = []

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.VERIFY)
        yield TextBox(placeholder=" ", compact=True, id="text")
        yield Pane("result")
        yield KeyLine(Scope.ENTRY, Scope.TEXT)

    def on_mount(self) -> None:
        """Judge what it was opened with, or ask for something."""
        self.retell()
        if self._text:
            self.judge(self._text)
        else:
            self.query_one(TextBox).focus()

    def on_text_box_pasted(self, message: TextBox.Pasted) -> None:
        """Judge what was pasted at once."""
        self.judge(message.text)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Judge what was typed."""
        self.judge(message.value)

    def judge(self, text: str) -> None:
        """Judge a text, and show what it comes to."""
        if not text.strip():
            return
        from ledger.text import plain

        self._text, self._answers = text, []
        box, pane, session = self.query_one(TextBox), self.query_one(Pane), self.jinbang.session
        with box.prevent(Input.Changed):
            box.value = plain(" ".join(text[:2_000].split()))
        pane.tell([Told("", words.JUDGING.said(self.language))])
        pane.focus()
        self.ask("verify", lambda: session.judge(text), self._show)
        self.jinbang.visited()

    def _show(self, answers: list[Answer]) -> None:
        self._answers = answers
        own_word = self.jinbang.session.takes_own_word
        self.query_one(Pane).tell(telling.answers(answers, self.language, own_word=own_word))

    def retell(self) -> None:
        super().retell()
        if self._answers:
            self._show(self._answers)
        elif not self._text:
            self.query_one(Pane).tell([Told("", words.ASK.said(self.language))])

    def subject(self) -> Subject | None:
        """Of a sentence that makes several claims, the first that something on record answers."""
        return next((one.subject for one in self._answers if one.subject is not None), None)

    def proven(self) -> tuple[str, int] | None:
        first = self._answers[0] if self._answers else None
        if first is None or first.judged.verification.entry is None or (first.reading and first.subject is None):
            return None
        return self._text, first.judged.verification.index

    def action_again(self) -> None:
        self.judge(self._text)

    def arguments(self) -> tuple[object, ...] | None:
        return (self._text,)

    def key_escape(self) -> None:
        """From the box go to the result; from there close it."""
        box = self.query_one(TextBox)
        if box.has_focus and self._answers:
            self.query_one(Pane).focus()
        else:
            self.dismiss()

    def focus_text(self) -> None:
        """Write another text."""
        self.query_one(TextBox).focus()
