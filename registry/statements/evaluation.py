"""An evaluation: a published ranking, or the run of one model, with how it was made.

A publisher may leave almost everything out. The ledger takes it, and the findings say what is missing.
"""

from collections.abc import Collection, Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, field

from registry.errors import Problem, shown
from registry.statements.common import (
    Count,
    Date,
    Decimal,
    Free,
    Line,
    MaybeDecimal,
    MaybePublisherName,
    MaybeSha256,
    MaybeStatementId,
    Name,
    Ordinal,
    PublisherClass,
    PublisherName,
    Record,
    Sha256,
    Source,
    Statement,
    Text,
    Tie,
    Url,
    Whole,
    joint_contradictions,
)

Names = tuple[Name, ...]


class Organiser(Record, frozen=True):
    """Who made the ranking."""

    name: Annotated[Line, Meta(description="Its name; empty when nobody knows who ranks.")] = ""
    class_: Annotated[PublisherClass, Meta(description="What sort of body it is.")] = field(default="", name="class")
    url: Annotated[Url, Meta(description="Its own page.")] = ""


class Snapshot(Record, frozen=True):
    """The leaderboard's page as it was kept."""

    url: Annotated[Url, Meta(description="Where the copy is.")] = ""
    sha256: Annotated[MaybeSha256, Meta(description="Hash of the copy's bytes.")] = ""
    taken: Annotated[Date, Meta(description="When the copy was made.")] = ""


class Leaderboard(Record, frozen=True):
    """The list as an institution, and which state of it this is."""

    name: Annotated[Name, Meta(description="The leaderboard's name, in its own script.")]
    organiser: Annotated[Organiser, Meta(description="Who made the ranking.")] = Organiser()
    release: Annotated[Line, Meta(description="The state that is meant, as the organiser calls it: 2023-11, v1.0.")] = (
        ""
    )
    url: Annotated[Url, Meta(description="The live page.")] = ""
    snapshot: Annotated[Snapshot, Meta(description="A copy of the page that will not change.")] = Snapshot()


class Filter(Record, frozen=True):
    """A condition on who could enter."""

    field: Annotated[Name, Meta(description="What is restricted: parameters, availability, developer.")]
    op: Annotated[Literal["<", "<=", "=", "!=", ">=", ">"], Meta(description="How it is compared.")]
    value: Annotated[Name, Meta(description="With what: 10B.")]


class Scope(Record, frozen=True):
    """Who could be ranked at all."""

    languages: Annotated[Names, Meta(description="Languages that are examined, as BCP 47 tags.")] = ()
    domains: Annotated[Names, Meta(description="Fields that are examined: general, finance, medicine, law.")] = ()
    entrants: Annotated[Count | None, Meta(description="How many models the ranking holds in all.")] = None
    filters: Annotated[tuple[Filter, ...], Meta(description="Conditions under which the ranks hold.")] = ()
    ranked: Annotated[
        Literal["", "all", "subset"], Meta(description="Whether every placement could get a rank, or some could not.")
    ] = ""
    reason: Annotated[Text, Meta(description="Why some placements have no rank, when a subset is ranked.")] = ""


class Criterion(Record, frozen=True):
    """One thing that is measured."""

    name: Annotated[Name, Meta(description="What scores refer to it by; each name once.")]
    basis: Annotated[
        Literal["", "measured", "judged-by-model", "judged-by-people", "survey", "usage", "editorial"],
        Meta(description="Where the number comes from: a test, a judge, or opinion and popularity."),
    ] = ""
    weight: Annotated[MaybeDecimal, Meta(description="Its share in the overall score; the shares sum to 1.")] = ""
    higher_is_better: Annotated[bool | None, Meta(description="Which way is better.")] = None
    unit: Annotated[Line, Meta(description="Unit of the scores: percent, proportion, points, Elo.")] = ""
    min: Annotated[MaybeDecimal, Meta(description="Least score that is possible.")] = ""
    max: Annotated[MaybeDecimal, Meta(description="Greatest score that is possible.")] = ""
    aggregate: Annotated[
        Literal["", "macro", "micro", "weighted"],
        Meta(description="How parts become one score: mean of the parts, mean of all items, or weighted parts."),
    ] = ""
    dataset: Annotated[Line, Meta(description="Name of the dataset it is measured on; one of `datasets`.")] = ""
    grader: Annotated[Line, Meta(description="Name of the grader that scores it; one of `graders`.")] = ""
    protocol: Annotated[Source, Meta(description="The written protocol of this measurement.")] = Source()


class Methodology(Record, frozen=True):
    """How the ranking was made."""

    summary: Annotated[Text, Meta(description="The method in a sentence or two.")] = ""
    document: Annotated[Source, Meta(description="The method in full.")] = Source()
    process: Annotated[
        Literal["", "open", "partial", "closed"],
        Meta(description="Whether an outsider can see the tools, the prompts and the scoring."),
    ] = ""
    criteria: Annotated[tuple[Criterion, ...], Meta(description="What is measured.")] = ()


class Dataset(Record, frozen=True):
    """Questions that the models were given."""

    name: Annotated[Name, Meta(description="What criteria refer to it by; each name once.")]
    version: Annotated[Line, Meta(description="Its version.")] = ""
    split: Annotated[Line, Meta(description="Which part was used: test, validation.")] = ""
    sha256: Annotated[MaybeSha256, Meta(description="Digest of its bytes.")] = ""
    revision: Annotated[Line, Meta(description="Commit in its repository.")] = ""
    url: Annotated[Url, Meta(description="Where it is kept.")] = ""
    items: Annotated[Count | None, Meta(description="How many items it has.")] = None
    access: Annotated[
        Literal["", "public", "gated", "sealed", "revealed", "private"],
        Meta(description="Who can see the items. Sealed: committed to by a seal on record."),
    ] = ""
    seal: Annotated[MaybeStatementId, Meta(description="The seal that committed to the items.")] = ""
    published: Annotated[Date, Meta(description="Since when the items can be read, and trained on.")] = ""
    languages: Annotated[Names, Meta(description="Languages of the items, as BCP 47 tags.")] = ()
    domains: Annotated[Names, Meta(description="Fields of the items.")] = ()
    license: Annotated[Line, Meta(description="Its licence.")] = ""


class Grader(Record, frozen=True):
    """What turns answers into scores."""

    name: Annotated[Name, Meta(description="What criteria refer to it by; each name once.")]
    version: Annotated[Line, Meta(description="Its version.")] = ""
    revision: Annotated[Line, Meta(description="Commit in its repository.")] = ""
    sha256: Annotated[MaybeSha256, Meta(description="Hash of its bytes.")] = ""
    kind: Annotated[Literal["", "program", "model", "people"], Meta(description="What it is.")] = ""
    dirty: Annotated[bool | None, Meta(description="Whether it was changed after that revision.")] = None
    developer: Annotated[Line, Meta(description="Who made the judging model.")] = ""
    prompt_sha256: Annotated[MaybeSha256, Meta(description="Hash of the judging model's prompt.")] = ""
    raters: Annotated[Count | None, Meta(description="How many people judged.")] = None


class Printed(Record, frozen=True):
    """The words as they stood in the source."""

    rank: Annotated[Line, Meta(description="The rank as printed: a number, a medal, a dash.")] = ""
    name: Annotated[Line, Meta(description="The model's name as printed.")] = ""
    section: Annotated[Line, Meta(description="The heading that the line stood under.")] = ""


class Model(Record, frozen=True):
    """What is ranked."""

    name: Annotated[Name, Meta(description="The model's name, in its own script.")]
    version: Annotated[Line, Meta(description="Which version, or the dated identifier of an API.")] = ""
    developer: Annotated[Line, Meta(description="Who made it.")] = ""
    parameters: Annotated[Line, Meta(description="Size as stated: 7B.")] = ""
    released: Annotated[Date, Meta(description="When it came out.")] = ""
    languages: Annotated[Names, Meta(description="Languages it is made for, as BCP 47 tags.")] = ()
    domains: Annotated[Names, Meta(description="Fields it is made for.")] = ()
    availability: Annotated[Line, Meta(description="How one can get at it: open weights, API, none.")] = ""
    aliases: Annotated[Names, Meta(description="Other names of the same model.")] = ()
    training_datasets: Annotated[Names, Meta(description="Datasets that it was trained on, as far as stated.")] = ()
    sha256: Annotated[MaybeSha256, Meta(description="Hash of its weights.")] = ""


class Score(Record, frozen=True):
    """One number."""

    criterion: Annotated[
        Name, Meta(description="What it measures; one of `methodology.criteria` when those are given.")
    ]
    value: Annotated[MaybeDecimal, Meta(description="The number, with the digits that were printed.")] = ""
    stderr: Annotated[MaybeDecimal, Meta(description="Its standard error.")] = ""
    ci: Annotated[tuple[Decimal, Decimal] | None, Meta(description="95 % confidence interval: low, high.")] = None
    n: Annotated[Count | None, Meta(description="Items that it is a mean of.")] = None
    missing: Annotated[
        Literal["", "not-run", "not-reported", "not-applicable"], Meta(description="Why there is no value.")
    ] = ""


class Settings(Record, frozen=True):
    """How the model was asked."""

    shots: Annotated[Count | None, Meta(description="Worked examples in the prompt.")] = None
    prompt_sha256: Annotated[MaybeSha256, Meta(description="Hash of the prompt template.")] = ""
    temperature: Annotated[MaybeDecimal, Meta(description="Sampling temperature.")] = ""
    runs: Annotated[Ordinal | None, Meta(description="Runs that the score is a mean of.")] = None
    attempts: Annotated[
        Ordinal | None, Meta(description="Answers allowed for each item, the best of which counts.")
    ] = None
    limit: Annotated[Count | None, Meta(description="Items after which the run was cut off.")] = None
    seeds: Annotated[tuple[Whole, ...], Meta(description="Random seeds.")] = ()


class RawOutput(Record, frozen=True):
    """A file of outputs, item by item; only its hash goes on record."""

    sha256: Annotated[Sha256, Meta(description="Hash of the file.")]
    rows: Annotated[Count | None, Meta(description="Items in it.")] = None


class Cost(Record, frozen=True):
    """What the run took."""

    tokens: Annotated[MaybeDecimal, Meta(description="Tokens read and written.")] = ""
    seconds: Annotated[MaybeDecimal, Meta(description="Time on the clock.")] = ""
    usd: Annotated[MaybeDecimal, Meta(description="Price in US dollars.")] = ""
    energy_kwh: Annotated[MaybeDecimal, Meta(description="Energy in kilowatt-hours.")] = ""


class Placement(Record, frozen=True, kw_only=True):
    """One model's line in the ranking."""

    rank: Annotated[Ordinal | None, Meta(description="Its rank; absent when the source gives it none.")] = None
    tied: Annotated[bool, Meta(description="Whether it shares that rank.")] = False
    printed: Annotated[Printed, Meta(description="The words as they stood in the source.")] = Printed()
    model: Annotated[Model, Meta(description="What is ranked.")]
    scores: Annotated[tuple[Score, ...], Meta(description="Its numbers, one a criterion.")] = ()
    settings: Annotated[Settings, Meta(description="How the model was asked.")] = Settings()
    raw: Annotated[tuple[RawOutput, ...], Meta(description="Outputs item by item, by hash.")] = ()
    cost: Annotated[Cost, Meta(description="What the run took.")] = Cost()
    evidence: Annotated[
        tuple[Count, ...], Meta(description="Which of `evidence` shows this line, counted from 0.")
    ] = ()


class Evidence(Record, frozen=True):
    """Something that shows what the statement says."""

    title: Annotated[Line, Meta(description="What it is.")] = ""
    url: Annotated[Url, Meta(description="Where it is.")] = ""
    sha256: Annotated[MaybeSha256, Meta(description="Hash of its bytes.")] = ""
    media_type: Annotated[Line, Meta(description="Its media type: text/html.")] = ""


class Disclosures(Record, frozen=True):
    """What the publisher says about its own interests."""

    funding: Annotated[Text, Meta(description="Who paid for the evaluation.")] = ""
    ties: Annotated[tuple[Tie, ...], Meta(description="Interests in developers who are ranked.")] = ()
    private_submissions: Annotated[
        Count | None, Meta(description="Entries that were tested and not shown; 0 when there were none.")
    ] = None
    training_on_test: Annotated[
        Literal["", "yes", "no", "unknown"], Meta(description="Whether ranked models were trained on the items.")
    ] = ""


class Check(Record, frozen=True):
    """A check that was made on the data."""

    kind: Annotated[Literal["contamination", "canary", "verbatim-gold"], Meta(description="What was looked for.")]
    result: Annotated[Free, Meta(description="What was seen, in the words of the tool.")] = field(default_factory=dict)
    evidence: Annotated[Count | None, Meta(description="Which of `evidence` shows it, counted from 0.")] = None


class Import(Record, frozen=True):
    """The file that the statement was made from."""

    format: Annotated[Line, Meta(description="Its format.")] = ""
    version: Annotated[Line, Meta(description="Version of that format.")] = ""
    file_sha256: Annotated[MaybeSha256, Meta(description="Hash of the file.")] = ""


class Part(Record, frozen=True):
    """Which piece of a ranking that is too large for one entry."""

    number: Annotated[Ordinal, Meta(description="Which one, counted from 1.")]
    of: Annotated[Ordinal, Meta(description="How many there are.")]


class Evaluation(Statement, frozen=True, kw_only=True, tag="jinbang/evaluation/v1"):
    """A published ranking. A run of one model without a ranking is the same, with a placement that has no rank."""

    SHORT_NAME: ClassVar[str] = "evaluation"

    publisher: Annotated[MaybePublisherName, Meta(description="Who signs and answers for this entry.")] = ""
    publishers: Annotated[
        tuple[PublisherName, ...], Meta(description="Instead of it: all who sign a joint evaluation.")
    ] = ()
    transcribed: Annotated[bool, Meta(description="The publisher only records a ranking that the organiser made.")] = (
        False
    )
    leaderboard: Annotated[Leaderboard, Meta(description="Which list this is a state of.")]
    published: Annotated[Date, Meta(description="When the ranking came out.")] = ""
    evaluated: Annotated[Date, Meta(description="When the models were run.")] = ""
    submission: Annotated[
        Literal["", "organiser-run", "third-party", "self-reported", "mixed"],
        Meta(description="Who ran the models."),
    ] = ""
    scope: Annotated[Scope, Meta(description="Who could be ranked at all.")] = Scope()
    methodology: Annotated[Methodology, Meta(description="How the ranking was made.")] = Methodology()
    datasets: Annotated[tuple[Dataset, ...], Meta(description="Questions that the models were given.")] = ()
    graders: Annotated[tuple[Grader, ...], Meta(description="What turned answers into scores.")] = ()
    placements: Annotated[
        tuple[Placement, ...], Meta(description="The lines of the ranking, in the printed order.", min_length=1)
    ]
    dimensions: Annotated[
        Names, Meta(description="What sides of ability are looked at: accuracy, robustness, safety, efficiency.")
    ] = ()
    evidence: Annotated[tuple[Evidence, ...], Meta(description="What shows that the ranking was as stated.")] = ()
    disclosures: Annotated[Disclosures, Meta(description="What the publisher says about its interests.")] = (
        Disclosures()
    )
    checks: Annotated[tuple[Check, ...], Meta(description="Checks that were made on the data.")] = ()
    imported: Annotated[Import, Meta(description="The file that the statement was made from.")] = field(
        default=Import(), name="import"
    )
    replicates: Annotated[
        MaybeStatementId, Meta(description="The evaluation of which this is an independent second run.")
    ] = ""
    part: Annotated[Part | None, Meta(description="Which piece, when one entry cannot hold the table.")] = None
    extra: Annotated[Free, Meta(description="Anything else: kept, shown, and judged by nothing.")] = field(
        default_factory=dict
    )

    @property
    def signers(self) -> tuple[str, ...]:
        return self.publishers or (self.publisher,)

    def contradictions(self) -> Iterator[Problem]:
        yield from joint_contradictions(self.publisher, self.publishers)
        yield from self._unknown_references()
        yield from self._placement_contradictions()
        if self.part is not None and self.part.number > self.part.of:
            yield Problem("part.number", str(self.part.number), f"1 to {self.part.of}")

    def _unknown_references(self) -> Iterator[Problem]:
        """Yield names that are given twice, and references from criteria and checks that lead nowhere."""
        criteria = self.methodology.criteria
        yield from _repeated((item.name for item in criteria), "methodology.criteria[{}].name")
        yield from _repeated((item.name for item in self.datasets), "datasets[{}].name")
        yield from _repeated((item.name for item in self.graders), "graders[{}].name")
        datasets, graders = {item.name for item in self.datasets}, {item.name for item in self.graders}
        for number, criterion in enumerate(criteria):
            path = f"methodology.criteria[{number}]"
            if criterion.dataset:
                yield from _unknown(criterion.dataset, datasets, f"{path}.dataset", "the name of one of datasets")
            if criterion.grader:
                yield from _unknown(criterion.grader, graders, f"{path}.grader", "the name of one of graders")
        for number, check in enumerate(self.checks):
            if check.evidence is not None:
                yield from self._unknown_evidence(check.evidence, f"checks[{number}].evidence")

    def _placement_contradictions(self) -> Iterator[Problem]:
        criteria = {item.name for item in self.methodology.criteria}
        for number, placement in enumerate(self.placements):
            path = f"placements[{number}]"
            yield from _repeated((score.criterion for score in placement.scores), path + ".scores[{}].criterion")
            for at, score in enumerate(placement.scores):
                if criteria:
                    yield from _unknown(
                        score.criterion, criteria, f"{path}.scores[{at}].criterion", "one of methodology.criteria"
                    )
                if score.value and score.missing:
                    yield Problem(f"{path}.scores[{at}].missing", f'"{score.missing}" with a value', "one of the two")
            for at, index in enumerate(placement.evidence):
                yield from self._unknown_evidence(index, f"{path}.evidence[{at}]")

    def _unknown_evidence(self, index: int, path: str) -> Iterator[Problem]:
        count = len(self.evidence)
        if index >= count:
            yield Problem(path, str(index), f"0 to {count - 1}" if count else "an index, and evidence is empty")


def _unknown(name: str, known: Collection[str], path: str, expected: str) -> Iterator[Problem]:
    if name not in known:
        yield Problem(path, shown(name), expected)


def _repeated(names: Iterator[str], path: str) -> Iterator[Problem]:
    """Yield names that stood there before; `path` has a place for the number."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield Problem(path.format(number), f"{shown(name)} again", "each name once")
        seen.add(name)
