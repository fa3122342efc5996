"""P2: examined in a language or a field that the model is not made for, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.lines import MAX_NAMED, named, only, told_of
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Dataset

_SHORT = {
    "eng": "en",
    "zho": "zh",
    "chi": "zh",
    "cmn": "zh",
    "fra": "fr",
    "fre": "fr",
    "deu": "de",
    "ger": "de",
    "spa": "es",
    "jpn": "ja",
    "kor": "ko",
    "rus": "ru",
    "ara": "ar",
    "por": "pt",
}
"""Three-letter codes of languages by the tag of two letters that means the same."""
_ANY = frozenset({"mul", "und", "multilingual"})
"""Tags that name no language and so exclude none."""
_FIELDS = {
    "finance": "finance",
    "financial": "finance",
    "金融": "finance",
    "medicine": "medicine",
    "medical": "medicine",
    "health": "medicine",
    "医疗": "medicine",
    "医学": "medicine",
    "law": "law",
    "legal": "law",
    "法律": "law",
    "industry": "industry",
    "industrial": "industry",
    "工业": "industry",
    "science": "science",
    "scientific": "science",
    "科学": "science",
    "general": "general",
    "通用": "general",
    "综合": "general",
}
_GENERAL = frozenset({"general"})
_Line = tuple[frozenset[str], frozenset[str]]


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    used = _used(statement)
    if not used:
        yield Missing("datasets")
        return
    yield from _languages(statement, used)
    yield from _domains(statement, used)


def _used(evaluation: Evaluation) -> list[Dataset]:
    """Return the datasets that criteria name; all, when none does."""
    names = {criterion.dataset for criterion in evaluation.methodology.criteria} - {""}
    return [one for one in evaluation.datasets if not names or one.name in names]


def _languages(evaluation: Evaluation, used: list[Dataset]) -> Iterator[Hit | Missing]:
    asked = frozenset(_tag(one) for dataset in used for one in dataset.languages)
    if not all(dataset.languages for dataset in used):
        yield Missing("datasets[].languages")
        return
    if not asked.isdisjoint(_ANY):
        return
    wrong, unsaid, known = [], False, {}
    for at, placement in enumerate(evaluation.placements):
        languages = placement.model.languages
        unsaid = unsaid or not languages
        if languages and languages not in known:
            spoken = frozenset(map(_tag, languages))
            known[languages] = spoken.isdisjoint(asked) and spoken.isdisjoint(_ANY)
        if languages and known[languages]:
            wrong.append(at)
    tags = ", ".join(sorted(asked))
    for lines in told_of(evaluation, wrong):
        names, made_for = named(evaluation, lines), ", ".join(evaluation.placements[lines[0]].model.languages)
        yield Hit(
            Words(
                f"Examined in {tags}, and not made for it: {names.en} ({made_for}).",
                f"用 {tags} 的题目考查并非面向该语言的模型：{names.zh}（{made_for}）。",
            ),
            (
                *(
                    Seen(f"datasets[{dataset}].languages", ", ".join(one.languages))
                    for dataset, one in _at(evaluation, used)
                ),
                *(
                    Seen(f"placements[{one}].model.languages", ", ".join(evaluation.placements[one].model.languages))
                    for one in lines[:MAX_NAMED]
                ),
            ),
            placement=only(evaluation, lines),
        )
    if unsaid:
        yield Missing("placements[].model.languages")


def _domains(evaluation: Evaluation, used: list[Dataset]) -> Iterator[Hit | Missing]:
    asked = _named_fields(tuple(one for dataset in used for one in dataset.domains))
    if not asked:
        return  # Of another kind, such as code or mathematics, or not said: no field to be foreign to.
    declared = _named_fields(evaluation.scope.domains)
    wrong, known = [], {}
    for at, placement in enumerate(evaluation.placements):
        domains = placement.model.domains
        if domains and domains not in known:
            known[domains] = _is_foreign(_named_fields(domains), asked, declared)
        if domains and known[domains]:
            wrong.append(at)
    fields = ", ".join(sorted(asked))
    for lines in told_of(evaluation, wrong):
        names, made_for = named(evaluation, lines), ", ".join(evaluation.placements[lines[0]].model.domains)
        yield Hit(
            Words(
                f"Examined on {fields} data alone, and made for something else: {names.en} ({made_for}).",
                f"只用 {fields} 数据考查定位不同的模型：{names.zh}（{made_for}）。",
            ),
            (
                *(
                    Seen(f"datasets[{dataset}].domains", ", ".join(one.domains))
                    for dataset, one in _at(evaluation, used)
                ),
                *(
                    Seen(f"placements[{one}].model.domains", ", ".join(evaluation.placements[one].model.domains))
                    for one in lines[:MAX_NAMED]
                ),
            ),
            placement=only(evaluation, lines),
        )
    if not all(placement.model.domains for placement in evaluation.placements):
        yield Missing("placements[].model.domains")


def _is_foreign(made_for: frozenset[str], asked: frozenset[str], declared: frozenset[str]) -> bool:
    """Say whether a model of one field is examined in others. A list that says it is one of a field may rank general models."""
    if not made_for or not made_for.isdisjoint(asked):
        return False
    return made_for != _GENERAL or declared.isdisjoint(asked)


def _named_fields(domains: tuple[str, ...]) -> frozenset[str]:
    """Return fields by one name each; empty when one of them is no field of this kind."""
    found = [_FIELDS.get(one.casefold(), "") for one in domains]
    return frozenset(found) if all(found) else frozenset()


def _tag(language: str) -> str:
    """Return the language of a tag without script and region: `zh` for zh-Hans, zho_Hans and zh-TW."""
    first = language.casefold().replace("_", "-").partition("-")[0]
    return _SHORT.get(first, first)


def _at(evaluation: Evaluation, used: list[Dataset]) -> Iterator[tuple[int, Dataset]]:
    yield from ((number, one) for number, one in enumerate(evaluation.datasets) if one in used)


RULE = Rule(
    id="wrong-exam",
    code="P2",
    group=Group.SCOPE,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "placements[].model.languages",
        "placements[].model.domains",
        "datasets[].languages",
        "datasets[].domains",
        "scope.domains",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "An exam in a language or a trade that a model was not made for says little about it, and less about its rank.",
        "用模型并不面向的语言或行业来考，说明不了它的能力，更说明不了名次。",
    ),
    source="The press criticism of 2023 (sets do not fit language or industry)",
    cure=Words(
        "Rank models on data of their own languages and fields, or say in the scope what is examined.",
        "用模型面向的语言和领域的数据排名，或在范围中写明考的是什么。",
    ),
    check=_check,
)
