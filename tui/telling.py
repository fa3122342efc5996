"""What is known of a placement or an entry, as lines of a pane: the same facts that the command line prints.

Text that comes from an entry is told as it is; whoever draws a line cleans it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from registry import cells
from tui import words
from tui.words import Language, Words

if TYPE_CHECKING:
    from datetime import datetime

    from registry.judge import Judged
    from registry.reads.lists import FindingLine
    from registry.reads.pages import Line
    from registry.reads.since import RaisedFlag, Saying, Since
    from registry.record.flags import Flagged
    from registry.rules.base import Finding
    from registry.rules.base import Words as RuleWords
    from tui.asked.acceptance import Acceptance
    from tui.session import Answer, Known, Opened

Times = Mapping[int, "datetime"]
"""When entries were logged, as commits state, by their index."""
MAX_STATEMENT_LINES = 2_000
FIRST_WORDS = 160
"""Cells of a flag's text that stand beside a list; the entry has all of it."""
TONES = {
    "verified": "$text-success",
    "ok": "$text-success",
    "flagged": "$text-warning",
    "critical": "$text-error",
    "major": "$text-warning",
    "FAIL": "$text-error bold",
    "invalid": "$text-error bold",
    "contradicted": "$text-error",
    "disputed": "$text-error",
}
"""How a word is coloured; it stands there as text either way."""


class Told(NamedTuple):
    """A line: a label or a mark in front, and text."""

    mark: str
    text: str
    tone: str = ""
    """Style of the mark."""
    text_tone: str = ""
    is_finding: bool = False
    """Whether a finding begins here."""


def verdict_word(word: str, worst: str, language: Language) -> str:
    """Return a verdict as it is named everywhere: the word, and the group of what weighs most."""
    from registry.verdicts import CHINESE, Word

    known = word in set(Word)
    named = Words(word, CHINESE[Word(word)]).said(language) if known else word
    return f"{named}: {worst}" if worst else named


def placement(line: Line, known: Known, language: Language) -> Iterator[Told]:
    """Yield what the index knows of a placement."""
    yield from _judged(line, language)
    yield from _settled(known.since, language)
    yield from _flag_count(known.since, language)
    yield from _stated(line, language)
    if known.size:
        yield _labelled(words.IN_LOG, _leaf(line.entry_index, known.size).said(language), language)
        yield _witnesses(known.acceptance, language)
    for one in known.findings:
        yield Told("", "")
        yield from indexed_finding(one, language)
    if not known.findings and line.verdict == "verified":
        yield Told("", words.NO_FINDING.said(language))
    yield from _flags(known.since, known.logged, language)
    yield Told("", "")
    yield Told("", words.AS_INDEXED.said(language))


def _judged(line: Line, language: Language) -> Iterator[Told]:
    """Yield what model a placement is of, and its verdict."""
    yield Told(" ".join(filter(None, (line.model, line.version))), line.developer)
    yield Told(verdict_word(line.verdict, line.worst, language), "", TONES.get(line.verdict, "bold"))


def _stated(line: Line, language: Language) -> Iterator[Told]:
    """Yield what a ranking states of a placement, and who signed it."""
    yield _labelled(words.RANK, f"{_rank(line)}, {line.leaderboard} {line.release}".rstrip(), language)
    if line.value:
        yield _labelled(words.SCORE, f"{line.value} {line.criterion}", language)
    yield _labelled(words.SIGNED, ", ".join(filter(None, (line.signers, line.published))), language)


def _leaf(index: int, size: int) -> Words:
    return words.LEAF_OF.filled(index=f"{index:,}", size=f"{size:,}")


def _witnesses(acceptance: Acceptance | None, language: Language) -> Told:
    """Return who cosigned the log that holds a ranking, of those whom the policy names."""
    if acceptance is None:
        return _labelled(words.COSIGNERS, words.NO_POLICY_NAMES.said(language), language)
    if acceptance.trouble:
        return Told(words.COSIGNERS.said(language), f"FAIL {acceptance.trouble}", "dim", TONES["FAIL"])
    if not acceptance.witnesses:
        return _labelled(words.COSIGNERS, words.POLICY_NAMES_NONE.said(language), language)
    said = words.COSIGNED_BY.filled(have=acceptance.cosigned, of=acceptance.witnesses).said(language)
    when = f", {acceptance.newest:%Y-%m-%d %H:%M} UTC" if acceptance.newest is not None else ""
    return _labelled(words.COSIGNERS, said + when, language)


def unchecked(line: Line, trouble: Exception, language: Language) -> Iterator[Told]:
    """Yield a placement of a ledger that cannot be read, and why it cannot: nothing is said of what was judged before."""
    yield from _judged(line, language)
    yield from failure(trouble)
    yield from _stated(line, language)


def _settled(since: Since, language: Language) -> Iterator[Told]:
    """Yield what ended a ranking, or by what its publisher stands by it."""
    if since.ended:
        yield from sentence(Words(since.reason, since.reason_zh), language)
    elif since.settled_by is not None:
        yield from sentence(words.REAFFIRMED, language)
    if since.settled_by is not None:
        yield Told("", _said_by(since.settled_by, language))


def _said_by(one: Saying, language: Language) -> str:
    return words.SAID_BY.filled(index=one.entry_index, by=one.by, said=one.summary).said(_one(language))


def _one(language: Language) -> Language:
    """Return the language of a line that holds what people wrote: it is not said twice."""
    return Language.EN if language is Language.BOTH else language


def _flag_count(since: Since, language: Language) -> Iterator[Told]:
    if since.flags:
        said = words.FLAG_COUNT.filled(count=since.flag_count, open=since.open_count)
        yield _labelled(words.FLAGS, said.said(language), language)


def _flags(since: Since, logged: Times, language: Language) -> Iterator[Told]:
    """Yield the flags of the index, of each the first words."""
    for one in since.flags:
        yield Told("", "")
        because = cells.cut(" ".join(one.because.split()), FIRST_WORDS)
        # The summary of an answer begins with what it answers, under which it stands here.
        answers = [each._replace(summary=each.summary.partition(": ")[2]) for each in one.answers]
        yield from _flag(one._replace(because=because, answers=answers), logged, language)
    if since.flag_count > len(since.flags):
        yield Told("", words.MORE.filled(count=since.flag_count - len(since.flags)).said(language))


def flagged(one: Flagged, logged: Times, language: Language) -> Iterator[Told]:
    """Yield a flag in full, with the answers to it."""
    from registry.reads.since import RaisedFlag, Saying

    said, by = one.logged.statement, ", ".join(one.logged.statement.signers)
    answers = [Saying(each.index, ", ".join(each.statement.signers), each.statement.because) for each in one.responses]
    about = (said.placement, said.reason, said.because, by)
    yield from _flag(RaisedFlag(one.logged.index, *about, str(one.state), one.closed_by, answers), logged, language)


def _flag(one: RaisedFlag, logged: Times, language: Language) -> Iterator[Told]:
    """Yield a flag: who objects to what, since when, and who answered."""
    yield _raised(one, language)
    yield from _logged_on(one.entry_index, logged, language)
    told = words.FLAG_BY_ON if one.placement else words.FLAG_BY
    yield Told("", told.filled(reason=one.reason, by=one.by, model=one.placement).said(_one(language)))
    yield from (Told("", line) for line in one.because.splitlines())
    for answer in one.answers:
        yield _labelled(words.ANSWERED, _said_by(answer, language), language)
    if not one.answers:
        yield Told(words.NOT_ANSWERED.said(language), "", "dim")


def _logged_on(index: int, logged: Times, language: Language) -> Iterator[Told]:
    """Yield on which day an entry was logged, where that is known, and whose word that is."""
    if index in logged:
        yield _labelled(words.LOGGED_ON, words.AS_COMMITTED.filled(day=logged[index].date()).said(language), language)


def _raised(one: RaisedFlag, language: Language) -> Told:
    state = words.FLAG_STATES.get(one.state, Words(one.state, one.state))
    if one.closed_by is not None:
        state = words.CLOSED_BY.filled(state=state, index=one.closed_by)
    said = words.ONE_FLAG.filled(index=one.entry_index, state=state).said(language)
    return Told(said, "", TONES["flagged"] if one.state == "open" else "bold", is_finding=True)


def _rank(line: Line) -> str:
    if line.rank is None:
        return "-"
    tied = "=" if line.tied else ""
    return f"{line.rank}{tied}" + (f" / {line.entrants}" if line.entrants is not None else "")


def _labelled(label: Words, text: str, language: Language) -> Told:
    return Told(label.said(language), text, "dim")


def indexed_finding(one: FindingLine, language: Language) -> Iterator[Told]:
    """Yield a finding of the index: what, the fields that were seen, and the cure."""
    from json import loads

    from registry import rules

    seen = [(str(field), str(value)) for field, value in loads(one.fields)]
    rule = next((rule for rule in rules.every() if rule.id == one.rule), None)
    cure = Words(rule.cure.en, rule.cure.zh) if rule is not None else None
    yield from _finding(one.severity, one.rule, Words(one.message, one.message_zh), seen, cure, language)


def finding(one: Finding, language: Language) -> Iterator[Told]:
    """Yield a finding that was just made."""
    seen = [(field.field, field.value) for field in one.seen]
    cure = Words(one.rule.cure.en, one.rule.cure.zh)
    message = Words(one.message, one.message_zh)
    yield from _finding(str(one.severity), one.rule.id, message, seen, cure, language)


def _finding(
    severity: str,
    rule: str,
    message: Words,
    seen: Sequence[tuple[str, str]],
    cure: Words | None,
    language: Language,
) -> Iterator[Told]:
    yield Told(severity, rule, TONES.get(severity, "bold"), is_finding=True)
    yield from sentence(message, language)
    fields = ", ".join(f"{field}={value or '-'}" for field, value in seen)
    yield Told(words.SAW.said(language), fields, "dim")
    if cure is not None:
        yield Told(words.CURE.said(language), cure.zh if language is Language.ZH else cure.en, "dim")


def sentence(said: Words, language: Language) -> Iterator[Told]:
    """Yield a sentence, in both languages one below the other."""
    if language is not Language.ZH:
        yield Told("", said.en)
    if language is not Language.EN and said.zh not in ("", said.en):
        yield Told("", said.zh)


def verdict(judged: Judged, language: Language) -> Iterator[Told]:
    """Yield the verdict, and why."""
    one = judged.verdict
    said = verdict_word(str(one.word), one.worst, language)
    yield Told(words.VERDICT.said(language), said, "dim", TONES.get(str(one.word), "bold"))
    yield from sentence(Words(one.reason, one.reason_zh), language) if one.reason else ()


def checks(judged: Judged) -> Iterator[Told]:
    """Yield the checks, one a line, as `verify` prints them."""
    from registry.cli.present import check_line

    for check in judged.checks:
        line = check_line(check)
        mark = line.partition(" ")[0]
        yield Told(mark, line[len(mark) + 1 :], TONES.get(mark, "dim"))


def findings(judged: Judged, logged: Times, language: Language) -> Iterator[Told]:
    """Yield findings, what speaks for it, flags of people, and what could not be looked at."""
    from registry.cli.present import merit_lines

    found = judged.findings
    for number, one in enumerate(found.found if found is not None else ()):
        yield from (Told("", ""),) * (number > 0)
        yield from finding(one, language)
    for line in merit_lines(judged):
        yield Told("", line.strip())
    for flag in judged.flags:
        yield Told("", "")
        yield from flagged(flag, logged, language)
    lacking = ", ".join(f"{one.rule.id} ({one.field})" for one in (found.not_checkable if found is not None else ()))
    if lacking:
        yield Told("", "")
        yield Told(words.NOT_CHECKABLE.said(language), lacking, "dim")


def section(title: Words, lines: Iterable[Told], language: Language) -> Iterator[Told]:
    """Yield lines under a title, set off from what stands above; nothing when there is no line."""
    told = list(lines)
    if told:
        yield from (Told("", ""), Told(title.said(language), "", "bold underline"), *told)


def entry(one: Opened, language: Language, *, own_word: bool) -> Iterator[Told]:
    """Yield all that is known of an entry."""
    yield Told(f"{words.ENTRY.said(language)} {one.entry_index}", "")
    yield _labelled(words.CITATION, one.citation, language)
    yield _labelled(words.SIGNED, ", ".join(one.signers), language)
    yield from _logged_on(one.entry_index, one.logged, language)
    yield Told("", "")
    yield from verdict(one.judged, language)
    yield from section(words.CHECKS, _checked(one.judged, language, own_word=own_word), language)
    yield from section(words.FINDINGS, findings(one.judged, one.logged, language), language)
    yield from section(words.REFERENCES, _about(one, language), language)
    yield from section(words.STATEMENT, _statement(one.statement, language), language)


def _about(one: Opened, language: Language) -> Iterator[Told]:
    """Yield what others say of an entry, but for flags, which stand with the findings; and the other parts of its table."""
    from registry.cli.about import parts

    told = one.about
    if told is None:
        return
    if told.table is not None:
        yield _labelled(words.PARTS, parts(told.table), language)
    if told.void is not None:
        yield _void(told.void, language)
    for each in told.naming:
        by, said = ", ".join(each.logged.statement.signers), one.summaries[each.logged.index]
        yield Told(f"{each.logged.index}", f"{each.logged.statement.SHORT_NAME}  {said}  {by}")
        if each.void is not None:
            yield _void(each.void, language)


def _void(why: RuleWords, language: Language) -> Told:
    return _labelled(words.NO_EFFECT, Words(why.en, why.zh).said(language), language)


def _checked(judged: Judged, language: Language, *, own_word: bool) -> Iterator[Told]:
    yield from checks(judged)
    if own_word:
        yield Told("", words.OWN_WORD.said(language))


def _statement(lines: Sequence[str], language: Language) -> Iterator[Told]:
    yield from (Told("", line) for line in lines[:MAX_STATEMENT_LINES])
    if len(lines) > MAX_STATEMENT_LINES:
        yield Told("", f"{len(lines) - MAX_STATEMENT_LINES:,} {words.MORE_LINES.said(language)}")


def answers(given: Sequence[Answer], language: Language, *, own_word: bool) -> Iterator[Told]:
    """Yield what a text comes to: how it was read, the verdict, the checks, the findings."""
    for number, one in enumerate(given, 1):
        if number > 1:
            yield Told("", "")
        yield from verdict(one.judged, language)
        yield from section(words.UNDERSTOOD, _read(one), language)
        yield from section(words.CHECKS, _checked(one.judged, language, own_word=own_word), language)
        yield from section(words.FINDINGS, findings(one.judged, one.logged, language), language)


def _read(one: Answer) -> Iterator[Told]:
    from registry.cli.said import understood_lines

    if one.reading is not None:
        yield from (Told("", line) for line in understood_lines(one.reading))


def failure(error: Exception) -> Iterator[Told]:
    """Yield what went wrong, and what to do about it."""
    advice = getattr(error, "advice", None)
    if isinstance(error, OSError) and error.strerror:
        yield Told("!", f"{error.filename or ''} {error.strerror}".strip(), "$text-error bold")
    else:
        yield Told("!", str(error), "$text-error bold")
    for line in advice().splitlines() if callable(advice) else ():
        yield Told("", line)
