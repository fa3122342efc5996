"""K3: a check that was made, and found that the exam was known.

`checks[].result` keeps the words of the tool. These are understood; numbers are decimal strings or whole numbers:

    contamination   clean, contaminated (accuracies), n_clean, n_contaminated (items), unit (percent or proportion); or
                    test_ppl, ref_ppl (perplexity on the test set, and on new text of its kind)
    verbatim-gold   matched, of (items); or rate with unit
    canary          reproduced (true or false)
    any             model (whose line is meant)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.errors_of_scores import WHOLES, Z
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Check

_VERBATIM = Decimal("0.2")
"""Share of gold answers that a model gives word for word, above which it knew them."""
_PERPLEXITY = Decimal("0.9")
"""A test set whose perplexity is below this share of that of new text of its kind reads as if it were known."""
_LONGEST = 40
"""Digits of a number that is read; as in every field of a statement."""


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    if not statement.checks:
        yield Missing("checks")
    for number, check in enumerate(statement.checks):
        path = f"checks[{number}].result"
        said = _READERS[check.kind](check.result)
        if isinstance(said, str):
            yield Missing(f"{path}.{said}")
        elif said is not None:
            yield _hit(check, path, said)


def _hit(check: Check, path: str, words: Words) -> Hit:
    model = check.result.get("model")
    whose = model if isinstance(model, str) and model else None
    before, before_zh = (f"{whose}: ", f"{whose}：") if whose else ("", "")
    shown = [(key, value) for key, value in check.result.items() if isinstance(value, str | int)]
    return Hit(
        Words(f"{before}{words.en}.", f"{before_zh}{words.zh}。"),
        (
            Seen(f"{path.removesuffix('.result')}.kind", check.kind),
            *(Seen(f"{path}.{key}", str(value)) for key, value in shown),
        ),
        placement=whose,
    )


_Said = Words | str | None
"""What a check shows, the field without which it shows nothing, or that it shows no contamination."""


def _contamination(result: Mapping[str, object]) -> _Said:
    if "test_ppl" in result or "ref_ppl" in result:
        return _perplexity(result)
    clean, dirty = _number(result, "clean"), _number(result, "contaminated")
    n_clean, n_dirty = _number(result, "n_clean"), _number(result, "n_contaminated")
    full = _unit(result)
    if clean is None or dirty is None:
        return "clean" if clean is None else "contaminated"
    if full is None:
        return "unit"
    if not (n_clean and n_dirty and n_clean > 0 and n_dirty > 0):
        return "n_contaminated" if n_clean else "n_clean"
    spread = _binomial(clean, full, n_clean) + _binomial(dirty, full, n_dirty)
    gap = dirty - clean
    if spread < 0 or gap <= 0 or gap * gap <= Z * Z * spread:
        return None
    return Words(
        f"{dirty} on items found on the web against {clean} on clean ones, beyond chance",
        f"网上能找到的题目得 {dirty}，干净的题目得 {clean}，差距超出偶然",
    )


def _binomial(right: Decimal, full: Decimal, n: Decimal) -> Decimal:
    return right * (full - right) / n


def _perplexity(result: Mapping[str, object]) -> _Said:
    test, ref = _number(result, "test_ppl"), _number(result, "ref_ppl")
    if test is None or ref is None:
        return "test_ppl" if test is None else "ref_ppl"
    if ref <= 0 or test <= 0 or test >= _PERPLEXITY * ref:
        return None
    return Words(
        f"perplexity {test} on the test set against {ref} on new text of its kind",
        f"测试集困惑度为 {test}，同类新文本为 {ref}",
    )


def _verbatim(result: Mapping[str, object]) -> _Said:
    matched, of = _number(result, "matched"), _number(result, "of")
    if matched is not None and of:
        rate = matched / of
    else:
        printed, full = _number(result, "rate"), _unit(result)
        if printed is None or full is None:
            return "rate" if printed is None else "unit"
        rate = printed / full
    if rate <= _VERBATIM:
        return None
    shown = f"{rate * 100:.1f} %"
    return Words(f"{shown} of the gold answers were given word for word", f"有 {shown} 的标准答案被逐字复现")


def _canary(result: Mapping[str, object]) -> _Said:
    reproduced = result.get("reproduced")
    if not isinstance(reproduced, bool):
        return "reproduced"
    words = Words("the dataset's canary string was reproduced", "数据集的金丝雀字符串被复现")
    return words if reproduced else None


_READERS = {"contamination": _contamination, "verbatim-gold": _verbatim, "canary": _canary}


def _number(result: Mapping[str, object], key: str) -> Decimal | None:
    """Return a finite number of a result, or None: a tool may write anything."""
    value = result.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _LONGEST:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # Not the exponents of 1e999999999, which make every sum after them enormous.
    return number if number.is_finite() and abs(number.adjusted()) <= _LONGEST else None


def _unit(result: Mapping[str, object]) -> Decimal | None:
    unit = result.get("unit")
    return WHOLES.get(unit.casefold()) if isinstance(unit, str) else None


RULE = Rule(
    id="contamination-measured",
    code="K3",
    group=Group.CONTAMINATION,
    severity=Severity.MAJOR,
    version=1,
    fields=("checks[].kind", "checks[].result"),
    applies_to=EVALUATIONS,
    why=Words(
        "A model that does better on the questions it can have read is not better; it has read them.",
        "在可能读过的题目上得分更高，不代表更强，只说明读过。",
    ),
    source="OpenCompass, contamination assessment; SWE-bench, 2025-11-19; Oren et al. (arXiv:2310.17623); CONDA 2024 (arXiv:2407.21530)",
    cure=Words(
        "Rank on the clean items alone, and show both numbers.",
        "只用干净的题目排名，并同时公布两个数字。",
    ),
    check=_check,
)
