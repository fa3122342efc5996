"""Names that nobody has on record, where a sentence can only mean a name: better told as absent than passed over."""

from __future__ import annotations

import re

from registry.sentence.numbers import MONTHS
from registry.sentence.text import Part, Sentence

_NAME = r"[A-Z](?:[\w.+-]*[\w+])?(?: [A-Z0-9](?:[\w.+-]*[\w+])?)*"
_MAX_GAP = 8
"""Characters between a verb and the model that it is about, or between two such models."""
_SAID = (
    "a an the its their our his her this that these those it they we he she many some several all every no one on in at of with by "
    "among for and or but as is was has have model models list board leaderboard claims says monday tuesday wednesday thursday friday "
    "saturday sunday"
)
_NO_NAME = frozenset((*_SAID.split(), *MONTHS))
_SUBJECT = re.compile(
    rf"^(?P<name>{_NAME})(?= (?:\w+ )?(?:ranks?|ranked|is|was|tops?|topped|takes?|took|leads?|beats?|surpass|outperform|comes?|came|placed|score[sd]?|stands?|wins?|won|has|reaches|crush)|在|位居|位列|排名|登顶|超越)"
)
# 夸克大模型, and not 某大模型 or 其自研大模型, which name nobody.
_SUBJECT_ZH = re.compile(
    r"(?:^|[,，;；。])(?![某一该該其这這本我各多国國中开開自大新此])(?P<name>[\u4e00-\u9fffA-Za-z0-9]{1,6}大模型)(?=[^,。;]{0,4}?(?:在|位居|位列|名列|排名|荣登|登顶|登頂|超越|超过|超過|[夺奪]))"
)
_QUOTED = re.compile(r"[\"“「『《](?P<name>[^\"”」』》]{2,40})[\"”」』》]|(?<= )'(?P<plain>[^']{2,40})'(?!\w)")
_LIST = r"(?= (?:leader ?board|list|board|ranking|benchmark))"
_BOARD = re.compile(
    rf"\b(?:on|tops|topped|leads) (?:the )?(?P<on>{_NAME})|\b(?:in|of) (?:the )?(?P<of>{_NAME}){_LIST}"
    r"|[在于](?P<zh>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*)*)(?= ?(?:[^,。]{0,4}榜|排行|[測测評评]|上|中))",
    re.ASCII,
)
_BOARD_NEXT = re.compile(
    rf" ?(?:,|、|和|与|與|及|and) ?(?:the )?(?P<name>{_NAME})(?= ?(?:[,.;:!?。;]|$|[两兩]大|榜|上|中))", re.ASCII
)
_OBJECT = re.compile(rf"[^\w,.;:!?。;]{{0,4}}(?:了|the |\w+'s )?(?P<name>{_NAME})", re.ASCII)
_NEXT = re.compile(rf" ?(?:,|、|和|与|與|及|and|or) ?(?:the )?(?P<name>{_NAME})", re.ASCII)


def mark_unknown(sentence: Sentence) -> None:
    """Mark who is spoken of, who is said to be beaten, and the list that is cited, when no name on record was found for it."""
    for verb in (*sentence.of(Part.BEATS), *sentence.of(Part.NEARS)):
        _mark_objects(sentence, verb.end)
    if not sentence.of(Part.LEADERBOARD):
        _take(sentence, Part.LEADERBOARD, _BOARD)
    for board in sentence.of(Part.LEADERBOARD):
        more = _BOARD_NEXT.match(sentence.said, board.end)
        if more is not None and sentence.is_free(*more.span("name")):
            sentence.mark(Part.LEADERBOARD, more["name"], *more.span("name"))
    if not sentence.of(Part.MODEL) and len(_QUOTED.findall(sentence.said)) == 1:
        _take(sentence, Part.MODEL, _QUOTED)
    # Even where another model is known: who stands first in a sentence is not to be passed over for one named later.
    _take(sentence, Part.MODEL, _SUBJECT)
    _take(sentence, Part.MODEL, _SUBJECT_ZH)


def _mark_objects(sentence: Sentence, at: int) -> None:
    """Mark the names behind a verb, those on record among them left as they are."""
    pattern = _OBJECT
    while True:
        known = next((one for one in sentence.of(Part.MODEL) if 0 <= one.start - at <= _MAX_GAP), None)
        match = None if known is not None else pattern.match(sentence.said, at)
        if known is not None:
            at = known.end
        elif match is not None and sentence.is_free(*match.span("name")):
            sentence.mark(Part.MODEL, match["name"], *match.span("name"))
            at = match.end()
        else:
            return
        pattern = _NEXT


def _take(sentence: Sentence, part: Part, pattern: re.Pattern[str]) -> None:
    for match in pattern.finditer(sentence.said):
        group = next(name for name, found in match.groupdict().items() if found)
        start, end = match.span(group)
        words = sentence.low[start:end].split()
        if sentence.is_free(start, end) and not _NO_NAME & {words[0], words[-1]}:
            sentence.mark(part, sentence.said[start:end], start, end)
