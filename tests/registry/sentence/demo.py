"""The record of the demo, for sentences to be read and held against."""

from __future__ import annotations

from registry.claims.judge import judge
from registry.demo.facts import demo_statements
from registry.record import Logged
from registry.sentence import Given, Reading, understand
from registry.statements import Statement
from registry.trust import Word
from tests.registry.whole import WholeRecord

RECORD = WholeRecord([Logged(index, one) for index, (_, one) in enumerate(demo_statements())], today="2023-11-29")


def record_of(*statements: Statement) -> WholeRecord:
    """Return a small record."""
    return WholeRecord([Logged(index, one) for index, one in enumerate(statements)], today="2023-11-29")


def read(text: str, given: Given = Given(), record: WholeRecord = RECORD) -> Reading:  # noqa: B008 - it is frozen
    """Return the one claim of a sentence."""
    (reading,) = understand(text, record, given)
    return reading


def fields(reading: Reading) -> dict[str, str]:
    """Return what was read, by field; models that are beaten as one text."""
    beaten = ", ".join(one.value for one in reading.fields if one.field == "beats")
    return {one.field: one.value for one in reading.fields} | ({"beats": beaten} if beaten else {})


def word(reading: Reading) -> Word:
    """Return what a claim comes to on the demo's record."""
    return judge(reading.claim, RECORD).judgement.word
