"""A flag is written: what it is on, why, and exactly the bytes that another process will sign."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantBlur
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from ledger.text import plain
from tui import flagging, keymap, outside, telling, words
from tui.asking import AskingScreen
from tui.flagging import Named
from tui.handing import Subject
from tui.handing_keys import beside
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane
from tui.words import Words

if TYPE_CHECKING:
    from ledger.verify import Check
    from registry.cli.flag import Objection
    from tui.flagging import Draft
    from tui.outside import Ended

_LOOK_S = 1.0
"""Between two looks whether it was cosigned."""
_MOST_LINES = 20
"""Of what the signer said."""


class FlagScreen(AskingScreen):
    """It is on one line. Nothing is written but by the process that it starts."""

    BINDINGS = keymap.bindings(Scope.FLAG)

    def __init__(self, subject: Subject) -> None:
        from registry.cli.flag import reasons

        super().__init__()
        self._subject = subject
        self._reasons = reasons()
        self._draft: Draft | None = None
        self._named = Named("", "")
        self._telling: Callable[[], Iterable[Told]] = self._known
        """What stands below, in the language of the moment."""
        self._logged: int | None = None
        """Where the flag was appended, until another one is written."""
        self._waiting: Timer | None = None

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
        self.ask("subject", lambda: session.named(self._subject), self._about)

    def _about(self, named: Named) -> None:
        self._named = named
        self.retell()

    def retell(self) -> None:
        super().retell()
        language = self.language
        for name, said in words.FLAG_FIELDS.items():
            self.query_one(f"#{name}-name", Static).update(Content(said.said(language)))
        about = "  ".join(filter(None, (self._subject.placement, self._named.summary)))
        lines = (f"{words.SUBJECT.said(language)}: {about}", self._named.citation)
        self.query_one("#subject", Static).update(Content("\n".join(map(plain, lines))))
        self.query_one(Pane).tell(self._telling(), from_start=False)

    def _tell(self, telling: Callable[[], Iterable[Told]]) -> None:
        self._telling = telling
        self.query_one(Pane).tell(telling())

    def _known(self) -> Iterator[Told]:
        """Yield the reasons that what is written may become; all when it is one, as then the text is missing."""
        written = self.query_one("#reason", Input).value.strip()
        numbered = list(enumerate(self._reasons, 1))
        fitting = [(number, one) for number, one in numbered if written in one or str(number).startswith(written)]
        is_one = flagging.reason_of(written, self._reasons) in self._reasons
        if is_one or not fitting:
            yield Told("!", (words.NO_TEXT if is_one else words.NO_SUCH_REASON).said(self.language))
        yield Told("", words.REASONS.said(self.language))
        yield from (Told(f"{number:>3}", one) for number, one in (numbered if is_one else fitting))

    def failed(self, error: Exception) -> None:
        """Say why no flag can be made of what is written, or what became of it not be told."""
        self._end_waiting()
        self._tell(lambda: telling.failure(error))

    # What is written

    def _objection(self) -> Objection:
        from registry.cli.flag import Objection

        reason, evidence, because, signer = (self.query_one(f"#{name}", Input).value for name in words.FLAG_FIELDS)
        given = (evidence.strip(),) if evidence.strip() else ()
        return Objection(flagging.reason_of(reason, self._reasons), because, given, as_name=signer.strip() or None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what would be signed now; evidence is looked at once it is written, as on the way there it may name anything."""
        self._draft = self._logged = None
        self._end_waiting()
        if event.input.id == "evidence" and event.input.has_focus:
            self.workers.cancel_group(self, "draft")
            self._tell(lambda: [Told("", words.EVIDENCE_LATER.said(self.language))])
        else:
            self._written()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Look at evidence that was written."""
        if event.widget.id == "evidence" and self._draft is None and self._logged is None:
            self._written()

    def _written(self) -> None:
        objection = self._objection()
        if objection.reason in self._reasons and objection.because:
            self._drafted(self._show)
        else:
            self.workers.cancel_group(self, "draft")
            self._tell(self._known)

    def _drafted(self, then: Callable[[Draft], None]) -> None:
        """Make the flag of what is written."""
        objection, session = self._objection(), self.jinbang.session
        self.ask("draft", lambda: session.draft(self._subject, objection), then)

    def _show(self, draft: Draft) -> None:
        self._draft = draft
        self._tell(lambda: self._preview(draft))

    def _preview(self, draft: Draft) -> Iterator[Told]:
        said = words.WILL_BE_SIGNED.filled(bytes=len(draft.text)).said(self.language)
        yield Told("", said, text_tone="bold")
        yield from (Told("", line) for line in draft.text.decode().split("\n"))
        yield Told(words.KEY.said(self.language), draft.key, "dim")
        yield Told("", words.SIGNER_ASKS.said(self.language))

    def action_onward(self) -> None:
        """Go on to the next field; a reason that was begun is completed."""
        self._in_turn(self._complete)
        self.focus_next()

    def _complete(self) -> None:
        box = self.query_one("#reason", Input)
        begun = [one for one in self._reasons if one.startswith(box.value.strip())]
        if len(begun) == 1:
            box.value = begun[0]

    def _in_turn(self, act: Callable[[], None]) -> None:
        """Do something after the letters that were typed before it: they may still wait for the box."""
        (self.focused or self).call_later(act)

    def action_edit(self) -> None:
        """Write the text in the editor; what it leaves is taken when it is text."""
        self._in_turn(self._edit)

    def _edit(self) -> None:
        box = self.query_one("#because", Input)
        edited = beside(self.jinbang, lambda: outside.edit(box.value, os.environ))
        if isinstance(edited, OSError):
            self._keep_text(outside.why(edited))
        elif not edited:
            self._keep_text(words.LEFT_EMPTY)
        else:
            box.value = edited
            box.focus()

    def _keep_text(self, why: str | Words) -> None:
        said = words.TEXT_KEPT.filled(why=why).said(self.language)
        self.notify(plain(said), severity="warning", markup=False)

    # What is done with it

    def action_dry_run(self) -> None:
        """Show what would come of it, as `jinbang flag --dry-run` does."""
        self._in_turn(self._try)

    def _try(self) -> None:
        objection, session = self._objection(), self.jinbang.session
        self.ask("draft", lambda: session.dry_run(self._subject, objection), self._show_dry_run)

    def _show_dry_run(self, lines: list[str]) -> None:
        self._tell(
            lambda: [Told("", words.DRY_RUN.said(self.language), text_tone="bold"), *(Told("", one) for one in lines)]
        )

    def action_sign(self) -> None:
        """Make the flag once more, as a file of evidence may be another by now, and have it signed if it is the one shown."""
        self._in_turn(self._make_again)

    def _make_again(self) -> None:
        shown = self._draft
        if self._logged is None:
            self._drafted(lambda now: self._sign(now) if now == shown else self._show_other(now, shown))

    def _show_other(self, now: Draft, shown: Draft | None) -> None:
        self._show(now)
        if shown is not None:
            self.notify(words.CHANGED_MEANWHILE.said(self.language), severity="warning", markup=False)

    def _sign(self, draft: Draft) -> None:
        ended = beside(self.jinbang, lambda: outside.run(draft.command))
        if isinstance(ended, OSError):
            self.failed(ended)
            return
        self._logged = flagging.logged_at(ended.answer)
        self.query_one(Pane).focus()
        self.jinbang.reload()
        if self._logged is None:
            # After a wrong passphrase it can be signed again: the bytes stay in sight.
            self._tell(lambda: [*self._trouble(ended), Told("", ""), *self._preview(draft)])
        else:
            self._waiting = self.set_interval(_LOOK_S, self._look)
            self._look()

    def _trouble(self, ended: Ended) -> Iterator[Told]:
        said = words.SIGNER_STOPPED if ended.is_stopped else words.SIGNER_ENDED.filled(code=ended.code)
        yield Told("!", said.said(self.language), "$text-error bold")
        if not ended.is_stopped:
            yield from (Told("", line) for line in (ended.answer + ended.trouble).splitlines()[:_MOST_LINES])

    # Until it is witnessed

    def caught_up(self) -> None:
        """Look at once whether what the log has grown by are cosignatures."""
        super().caught_up()
        self._look()

    def _look(self) -> None:
        index, auditing = self._logged, self.jinbang.session.auditing
        if index is not None:
            self.ask("witnesses", lambda: auditing.witnesses(index), self._witnessed)

    def _witnessed(self, check: Check) -> None:
        index = self._logged
        awaits = str(check.state) == "fail"
        said = words.AWAITING if awaits else words.LOGGED
        self._tell(
            lambda: [Told("", said.filled(index=index).said(self.language), text_tone="bold"), Told("", check.detail)]
        )
        if not awaits:
            self._end_waiting()

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def action_abandon(self) -> None:
        """Close it."""
        self.dismiss()
