"""Where names stand in a sentence: those on record and those that the tables know, the longest first, and never in part."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from registry.errors import QuestionError
from registry.names import Kind, known_spellings
from registry.record import Lexicon
from registry.sentence.filler import WORDS, telling
from registry.sentence.grammar import mark
from registry.sentence.numbers import CARDINALS, MONTHS, ORDINALS
from registry.sentence.text import Mark, Part, Sentence, level, plain

_PARTS = ((Kind.LEADERBOARD, Part.LEADERBOARD), (Kind.MODEL, Part.MODEL), (Kind.DEVELOPER, Part.DEVELOPER))
_SAID = "top best chinese domestic open global among test 第一 第二 第三 榜首 登顶 冠军 超越 中文 国产 国内 开源 全球 榜单 模型 大模型 排名"
_COMMON = frozenset((*WORDS, *ORDINALS, *CARDINALS, *MONTHS, *_SAID.split()))
"""Words of the grammar: a name that is nothing else is found only by an option."""
_EXTENSION = re.compile(
    r" ?[vV]?[0-9]+(?:\.[0-9]+)*(?![\w%-]|\.[0-9])|(?<=[\u4e00-\u9fff])[vV]?[0-9]+(?:\.[0-9]+)*(?![A-Za-z0-9%-])"
    r"| ?[vV]?[0-9]+(?:\.[0-9]+)*(?=[\u4e00-\u9fff])| ?\([^()]{1,24}\)| ?(?<!\w)[A-Z][A-Za-z0-9.+-]*[A-Za-z0-9]"
    r"|(?<=[\u4e00-\u9fff])[A-Za-z][A-Za-z0-9.+-]*[A-Za-z0-9]"
)
_FIRST_CJK = "\u2e80"
_OWN_BOARD = re.compile(r"[\u4e00-\u9fff]{1,8}?榜[单單]?")


def mark_names(sentence: Sentence, lexicon: Lexicon) -> None:
    """Mark the names of leaderboards, models and developers."""
    known = {part: _held((*_levelled(lexicon.names(kind)), *_tabled(kind)), sentence.low) for kind, part in _PARTS}
    found = sorted(_found(sentence, known), key=lambda hit: (hit[0] - hit[1], hit[0]))
    for start, end, part in found:
        if sentence.is_free(start, end):
            sentence.mark(part, sentence.said[start:end], start, end)


def extend_names(sentence: Sentence) -> None:
    """Let names take in what stands right behind them and belongs to them: `GPT-4` + `Turbo` is not GPT-4."""
    for part in (Part.LEADERBOARD, Part.MODEL):
        for each in sentence.of(part):
            end = _end(sentence, each)
            if end > each.end:
                sentence.grow(each, end)


@cache
def _tabled(kind: Kind) -> tuple[str, ...]:
    """Return the names of the tables, levelled: they do not change while a process runs."""
    return tuple(dict.fromkeys(_levelled(known_spellings(kind))))


def _levelled(names: Iterable[str]) -> Iterator[str]:
    return (one.lower() if one.isascii() else level(plain(one)) for one in names)


def _held(names: Iterable[str], low: str) -> Mapping[str, list[str]]:
    """Return the names that a levelled text holds, by their first character; none that would be found everywhere."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(one for one in names if one in low):
        if len(name) > 1 and not _is_grammar(name):
            found[name[0]].append(name)
    return found


def _is_grammar(name: str) -> bool:
    """Say whether the grammar reads all of a name: anybody may call a model "ranks first", and nobody shall be heard to say it."""
    alone = Sentence(name)
    try:
        mark(alone)
    except QuestionError:
        return True
    said = " ".join(alone.rest()).split()
    # "Model A" is a name, and "model" alone is none.
    is_numbered = "model" in said[:-1]
    return not is_numbered and all(word in _COMMON or not telling(word) for word in said)


def _found(sentence: Sentence, known: Mapping[Part, Mapping[str, list[str]]]) -> Iterator[tuple[int, int, Part]]:
    """Yield every place where a name stands whole."""
    for start, first in enumerate(sentence.low):
        for part, names in known.items():
            for name in names.get(first, ()):
                end = start + len(name)
                if sentence.low.startswith(name, start) and _is_whole(sentence.low, start, end):
                    yield start, end, part


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether a name is not a part of a longer one: no letter, and no hyphen with a letter, stands beside it."""
    before, after = text[:start][-2:], text[end : end + 2]
    if _is_latin(text[start]) and before and (_is_latin(before[-1]) or _joins(before[::-1])):
        return False
    return not (_is_latin(text[end - 1]) and after and (_is_latin(after[0]) or _joins(after)))


def _is_latin(one: str) -> bool:
    return one == "_" or (one.isalnum() and one < _FIRST_CJK)


def _joins(two: str) -> bool:
    """Say whether a mark and a letter behind it carry a name on."""
    return two[1:] != "" and two[0] in "-._+:@~" and _is_latin(two[1])


def _end(sentence: Sentence, found: Mark) -> int:
    """Return where a name really ends."""
    end = found.end
    if found.part is Part.LEADERBOARD:
        own = _OWN_BOARD.match(sentence.said, end)
        if (
            own is not None
            and sentence.is_free(*own.span())
            and own[0] not in ("榜", "榜单", "榜單")
            and not _is_plain(own[0])
        ):
            return own.end()
    while True:
        more = _EXTENSION.match(sentence.said, end)
        if more is None or not sentence.is_free(*more.span()):
            return end
        end = more.end()


def _is_plain(words: str) -> bool:
    """Say whether Chinese words before 榜 only describe any list: 综合排行榜, 最新榜单."""
    return (
        re.fullmatch(
            r"(?:的|这|這|该|該|上|在|[一二两兩三四五]大|[双雙两兩三]|大模型|综合|最新|权威|测评|评测|模型|能力|总|排行|公开|官方|评估)*榜[单單]?",
            words,
        )
        is not None
    )
