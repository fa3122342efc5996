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
LINES = "lines"
"""Member of `extra` that tells of each line what no field holds; it is divided with the lines: see `registry.record.parts`."""


class Organiser(Record, frozen=True):
    """Who made the ranking."""

    name: Line = ""
    """Its name; empty when nobody knows who ranks."""
    class_: PublisherClass = field(default="", name="class")
    """What sort of body it is."""
    url: Url = ""
    """Its own page."""


class Snapshot(Record, frozen=True):
    """The leaderboard's page as it was kept."""

    url: Url = ""
    """Where the copy is."""
    sha256: MaybeSha256 = ""
    """Hash of the copy's bytes."""
    taken: Date = ""
    """When the copy was made."""


class Leaderboard(Record, frozen=True):
    """The list as an institution, and which state of it this is."""

    name: Name
    """The leaderboard's name, in its own script."""
    organiser: Organiser = Organiser()
    """Who made the ranking."""
    release: Line = ""
    """The state that is meant, as the organiser calls it: 2023-11, v1.0."""
    url: Url = ""
    """The live page."""
    snapshot: Snapshot = Snapshot()
    """A copy of the page that will not change."""


class Filter(Record, frozen=True):
    """A condition on who could enter."""

    field: Name
    """What is restricted: parameters, availability, developer."""
    op: Literal["<", "<=", "=", "!=", ">=", ">"]
    """How it is compared."""
    value: Name
    """With what: 10B."""


class Scope(Record, frozen=True):
    """Who could be ranked at all."""

    languages: Names = ()
    """Languages that are examined, as BCP 47 tags."""
    domains: Names = ()
    """Fields that are examined: general, finance, medicine, law."""
    entrants: Count | None = None
    """How many models the ranking holds in all."""
    filters: tuple[Filter, ...] = ()
    """Conditions under which the ranks hold."""
    ranked: Literal["", "all", "subset"] = ""
    """Whether every placement could get a rank, or some could not."""
    reason: Text = ""
    """Why some placements have no rank, when a subset is ranked."""


class Criterion(Record, frozen=True):
    """One thing that is measured."""

    name: Name
    """What scores refer to it by; each name once."""
    basis: Literal["", "measured", "judged-by-model", "judged-by-people", "survey", "usage", "editorial"] = ""
    """Where the number comes from: a test, a judge, or opinion and popularity."""
    weight: MaybeDecimal = ""
    """Its share in the overall score; the shares sum to 1."""
    higher_is_better: bool | None = None
    """Which way is better."""
    unit: Line = ""
    """Unit of the scores: percent, proportion, points, Elo."""
    min: MaybeDecimal = ""
    """Least score that is possible."""
    max: MaybeDecimal = ""
    """Greatest score that is possible."""
    aggregate: Literal["", "macro", "micro", "weighted"] = ""
    """How parts become one score: mean of the parts, mean of all items, or weighted parts."""
    dataset: Line = ""
    """Name of the dataset it is measured on; one of `datasets`."""
    grader: Line = ""
    """Name of the grader that scores it; one of `graders`."""
    protocol: Source = Source()
    """The written protocol of this measurement."""


class Methodology(Record, frozen=True):
    """How the ranking was made."""

    summary: Text = ""
    """The method in a sentence or two."""
    document: Source = Source()
    """The method in full."""
    process: Literal["", "open", "partial", "closed"] = ""
    """Whether an outsider can see the tools, the prompts and the scoring."""
    criteria: tuple[Criterion, ...] = ()
    """What is measured."""


class Dataset(Record, frozen=True):
    """Questions that the models were given."""

    name: Name
    """What criteria refer to it by; each name once."""
    version: Line = ""
    """Its version."""
    split: Line = ""
    """Which part was used: test, validation."""
    sha256: MaybeSha256 = ""
    """Digest of its bytes."""
    revision: Line = ""
    """Commit in its repository."""
    url: Url = ""
    """Where it is kept."""
    items: Count | None = None
    """How many items it has."""
    access: Literal["", "public", "gated", "sealed", "revealed", "private"] = ""
    """Who can see the items. Sealed: committed to by a seal on record."""
    seal: MaybeStatementId = ""
    """The seal that committed to the items."""
    published: Date = ""
    """Since when the items can be read, and trained on."""
    languages: Names = ()
    """Languages of the items, as BCP 47 tags."""
    domains: Names = ()
    """Fields of the items."""
    license: Line = ""
    """Its licence."""


class Grader(Record, frozen=True):
    """What turns answers into scores."""

    name: Name
    """What criteria refer to it by; each name once."""
    version: Line = ""
    """Its version."""
    revision: Line = ""
    """Commit in its repository."""
    sha256: MaybeSha256 = ""
    """Hash of its bytes."""
    kind: Literal["", "program", "model", "people"] = ""
    """What it is."""
    dirty: bool | None = None
    """Whether it was changed after that revision."""
    developer: Line = ""
    """Who made the judging model."""
    prompt_sha256: MaybeSha256 = ""
    """Hash of the judging model's prompt."""
    raters: Count | None = None
    """How many people judged."""


class Printed(Record, frozen=True):
    """The words as they stood in the source."""

    rank: Line = ""
    """The rank as printed: a number, a medal, a dash."""
    name: Line = ""
    """The model's name as printed."""
    section: Line = ""
    """The heading that the line stood under."""


class Model(Record, frozen=True):
    """What is ranked."""

    name: Name
    """The model's name, in its own script."""
    version: Line = ""
    """Which version, or the dated identifier of an API."""
    developer: Line = ""
    """Who made it."""
    parameters: Line = ""
    """Size as stated: 7B."""
    released: Date = ""
    """When it came out."""
    languages: Names = ()
    """Languages it is made for, as BCP 47 tags."""
    domains: Names = ()
    """Fields it is made for."""
    availability: Line = ""
    """How one can get at it: open weights, API, none."""
    aliases: Names = ()
    """Other names of the same model."""
    training_datasets: Names = ()
    """Datasets that it was trained on, as far as stated."""
    sha256: MaybeSha256 = ""
    """Hash of its weights."""


class Score(Record, frozen=True):
    """One number."""

    criterion: Name
    """What it measures; one of `methodology.criteria` when those are given."""
    value: MaybeDecimal = ""
    """The number, with the digits that were printed."""
    stderr: MaybeDecimal = ""
    """Its standard error."""
    ci: tuple[Decimal, Decimal] | None = None
    """95 % confidence interval: low, high."""
    n: Count | None = None
    """Items that it is a mean of."""
    missing: Literal["", "not-run", "not-reported", "not-applicable"] = ""
    """Why there is no value."""


class Settings(Record, frozen=True):
    """How the model was asked."""

    shots: Count | None = None
    """Worked examples in the prompt."""
    prompt_sha256: MaybeSha256 = ""
    """Hash of the prompt template."""
    temperature: MaybeDecimal = ""
    """Sampling temperature."""
    runs: Ordinal | None = None
    """Runs that the score is a mean of."""
    attempts: Ordinal | None = None
    """Answers allowed for each item, the best of which counts."""
    limit: Count | None = None
    """Items after which the run was cut off."""
    seeds: tuple[Whole, ...] = ()
    """Random seeds."""


class RawOutput(Record, frozen=True):
    """A file of outputs, item by item; only its hash goes on record."""

    sha256: Sha256
    """Hash of the file."""
    rows: Count | None = None
    """Items in it."""


class Cost(Record, frozen=True):
    """What the run took."""

    tokens: MaybeDecimal = ""
    """Tokens read and written."""
    seconds: MaybeDecimal = ""
    """Time on the clock."""
    usd: MaybeDecimal = ""
    """Price in US dollars."""
    energy_kwh: MaybeDecimal = ""
    """Energy in kilowatt-hours."""


class Placement(Record, frozen=True, kw_only=True):
    """One model's line in the ranking."""

    rank: Ordinal | None = None
    """Its rank; absent when the source gives it none."""
    tied: bool = False
    """Whether it shares that rank."""
    printed: Printed = Printed()
    """The words as they stood in the source."""
    model: Model
    """What is ranked."""
    scores: tuple[Score, ...] = ()
    """Its numbers, one a criterion."""
    settings: Settings = Settings()
    """How the model was asked."""
    raw: tuple[RawOutput, ...] = ()
    """Outputs item by item, by hash."""
    cost: Cost = Cost()
    """What the run took."""
    evidence: tuple[Count, ...] = ()
    """Which of `evidence` shows this line, counted from 0."""


class Evidence(Record, frozen=True):
    """Something that shows what the statement says."""

    title: Line = ""
    """What it is."""
    url: Url = ""
    """Where it is."""
    sha256: MaybeSha256 = ""
    """Hash of its bytes."""
    media_type: Line = ""
    """Its media type: text/html."""


class Disclosures(Record, frozen=True):
    """What the publisher says about its own interests."""

    funding: Text = ""
    """Who paid for the evaluation."""
    ties: tuple[Tie, ...] = ()
    """Interests in developers who are ranked."""
    private_submissions: Count | None = None
    """Entries that were tested and not shown; 0 when there were none."""
    training_on_test: Literal["", "yes", "no", "unknown"] = ""
    """Whether ranked models were trained on the items."""


class Check(Record, frozen=True):
    """A check that was made on the data."""

    kind: Literal["contamination", "canary", "verbatim-gold"]
    """What was looked for."""
    result: Free = field(default_factory=dict)
    """What was seen, in the words of the tool."""
    evidence: Count | None = None
    """Which of `evidence` shows it, counted from 0."""


class Import(Record, frozen=True):
    """The file that the statement was made from."""

    format: Line = ""
    """Its format."""
    version: Line = ""
    """Version of that format."""
    file_sha256: MaybeSha256 = ""
    """Hash of the file."""


class Part(Record, frozen=True):
    """Which piece of a ranking that is too large for one entry."""

    number: Ordinal
    """Which one, counted from 1."""
    of: Ordinal
    """How many there are."""


class Evaluation(Statement, frozen=True, kw_only=True, tag="jinbang/evaluation/v1"):
    """A published ranking. A run of one model without a ranking is the same, with a placement that has no rank."""

    SHORT_NAME: ClassVar[str] = "evaluation"

    publisher: MaybePublisherName = ""
    """Who signs and answers for this entry."""
    publishers: tuple[PublisherName, ...] = ()
    """Instead of it: all who sign a joint evaluation."""
    transcribed: bool = False
    """The publisher only records a ranking that the organiser made."""
    leaderboard: Leaderboard
    """Which list this is a state of."""
    published: Date = ""
    """When the ranking came out."""
    evaluated: Date = ""
    """When the models were run."""
    submission: Literal["", "organiser-run", "third-party", "self-reported", "mixed"] = ""
    """Who ran the models."""
    scope: Scope = Scope()
    """Who could be ranked at all."""
    methodology: Methodology = Methodology()
    """How the ranking was made."""
    datasets: tuple[Dataset, ...] = ()
    """Questions that the models were given."""
    graders: tuple[Grader, ...] = ()
    """What turned answers into scores."""
    placements: Annotated[tuple[Placement, ...], Meta(min_length=1)]
    """The lines of the ranking, in the printed order."""
    dimensions: Names = ()
    """What sides of ability are looked at: accuracy, robustness, safety, efficiency."""
    evidence: tuple[Evidence, ...] = ()
    """What shows that the ranking was as stated."""
    disclosures: Disclosures = Disclosures()
    """What the publisher says about its interests."""
    checks: tuple[Check, ...] = ()
    """Checks that were made on the data."""
    imported: Import = field(default=Import(), name="import")
    """The file that the statement was made from."""
    replicates: MaybeStatementId = ""
    """The evaluation of which this is an independent second run."""
    part: Part | None = None
    """Which piece, when one entry cannot hold the table."""
    extra: Free = field(default_factory=dict)
    """Anything else: kept, shown, and judged by nothing. In `lines`, an item for each placement, split with them into parts."""

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
