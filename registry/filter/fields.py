"""The fields that a filter can ask for: one table, from which the parser, the completion and `docs/query.md` are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, and so which comparisons it knows. The values are how `docs/query.md` names it."""

    NAME = "name"
    """Text of a statement: `:` contains, `=` is the whole name."""
    NUMBER = "number"
    SIZE = "size"
    """A count of parameters, such as 7B."""
    DAY = "day"
    CHOICE = "word"
    """One of a few words."""

    @property
    def ordered(self) -> bool:
        """Whether `<` and ranges make sense."""
        return self in (Kind.NUMBER, Kind.SIZE, Kind.DAY)


Choices = Mapping[str, str]
"""From what may be written to the value that is meant."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    name: str
    kind: Kind
    aliases: tuple[str, ...]
    """Other ways to write it; the last one is Chinese."""
    help: str
    example: str
    """A filter that `docs/query.md` shows and a test runs."""
    choices: Callable[[], Choices] = dict
    """The words of a CHOICE; looked up when one is written, since rules and statements cost time to load."""
    optional: bool = False
    """Whether `has:` and `missing:` know it."""


def _same(*words: str) -> Choices:
    return {str(word): str(word) for word in words}


def _verdicts() -> Choices:
    from registry.verdicts import CHINESE, Word

    return {**_same(*Word), **{zh: str(word) for word, zh in CHINESE.items()}}


def _groups() -> Choices:
    from registry.rules.base import Group

    return _same(*Group)


def _severities() -> Choices:
    from registry.rules import Severity

    return _same(*Severity)


def _rules() -> Choices:
    """Return rules by id, and by the code that the catalogue numbers them with."""
    from registry import rules

    return {name: rule.id for rule in rules.every() for name in (rule.id, rule.code)}


def _types() -> Choices:
    from registry.statements import TYPES

    return {name: full for full in TYPES for name in (full.split("/")[1], full)}


def _flags() -> Choices:
    return _same("open", "closed", "any")


def _classes() -> Choices:
    return _same("academic", "vendor", "market", "media", "government", "individual")


FIELDS: tuple[Field, ...] = (
    Field("model", Kind.NAME, ("模型",), "the model, under any of its names on record", "model:qwen"),
    Field("developer", Kind.NAME, ("dev", "开发者"), "who made the model", "developer:vivo", optional=True),
    Field("version", Kind.NAME, ("型号",), "which version of the model", "missing:version", optional=True),
    Field("params", Kind.SIZE, ("parameters", "参数"), "parameters of the model", "params<10B", optional=True),
    Field("leaderboard", Kind.NAME, ("board", "榜单"), "the leaderboard", "board:cmmlu"),
    Field("release", Kind.NAME, ("期",), "the state of it that is meant", "release:2023-11", optional=True),
    Field("published", Kind.DAY, ("date", "日期"), "when it came out", "published:2023-09..2023-11", optional=True),
    Field("publisher", Kind.NAME, ("by", "发布者"), "who signed it", "publisher=evals.example.org"),
    Field("organiser", Kind.NAME, ("主办方",), "who made the ranking", "missing:organiser", optional=True),
    Field("url", Kind.NAME, ("网址",), "the page of the leaderboard", "missing:url", optional=True),
    Field("rank", Kind.NUMBER, ("名次",), "the recorded rank", "rank<=3", optional=True),
    Field("score", Kind.NUMBER, ("分数",), "the first score", "score>80", optional=True),
    Field("criterion", Kind.NAME, ("指标",), "what that score measures", "criterion:accuracy", optional=True),
    Field("n", Kind.NUMBER, ("items", "题数"), "items that the score is a mean of", "n<100", optional=True),
    Field("stderr", Kind.NUMBER, ("标准误",), "its standard error", "missing:stderr", optional=True),
    Field("shots", Kind.NUMBER, ("示例数",), "worked examples in the prompt", "shots:5", optional=True),
    Field("entrants", Kind.NUMBER, ("参评数",), "models in the ranking", "entrants>=20", optional=True),
    Field("section", Kind.NAME, ("分组",), "the heading it stood under", "section:API", optional=True),
    Field("dataset", Kind.NAME, ("bench", "数据集"), "a dataset of the ranking", "dataset:c-eval", optional=True),
    Field("grader", Kind.NAME, ("评分器",), "a grader of the ranking", "grader:gpt-4", optional=True),
    Field("verdict", Kind.CHOICE, ("is", "结论"), "what is concluded", "verdict:flagged", _verdicts),
    Field("worst", Kind.CHOICE, ("group", "理由"), "group of the gravest finding", "worst:subjective", _groups),
    Field(
        "finding", Kind.CHOICE, ("rule", "规则"), "a rule found something", "finding:no-source", _rules, optional=True
    ),
    Field("severity", Kind.CHOICE, ("严重度",), "a finding of that severity", "severity:critical", _severities),
    Field("flag", Kind.CHOICE, ("异议",), "a person objects to it", "flag:open", _flags, optional=True),
    Field("type", Kind.CHOICE, ("类型",), "type of the statement", "type:claim", _types),
    Field("class", Kind.CHOICE, ("类别",), "what sort of body published it", "class:media", _classes, optional=True),
    Field("index", Kind.NUMBER, ("entry", "序号"), "index of the entry", "index>=100"),
)
BY_NAME: Mapping[str, Field] = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
"""Fields by every way to write them."""
HAS, MISSING = "has", "missing"
"""Written as fields: whether an optional field is there."""
OPTIONAL: Choices = {name: field.name for name, field in BY_NAME.items() if field.optional}
