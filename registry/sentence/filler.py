"""Words that only hold a sentence together: what is left without them was not read, and is told."""

from __future__ import annotations

import re
from functools import cache

_SAID = (
    "a an the its it is was are were be been has have had on in at of to by for with and or that this which 's s as can could does do did "
    "rank ranks ranked ranking place placed places come comes came stand stands stood list lists listed leaderboard leaderboards board "
    "boards position put win wins won take takes took get gets got already now newest latest score scores scored setting under both "
    "two authoritative also again just currently model models llm"
)
WORDS = frozenset(_SAID.split())
"""Words that say nothing of their own here."""
_EDGES = " ,.;:!?'\"’‘“”「」『』《》()[]。、;-…·"


@cache
def _chinese() -> re.Pattern[str]:
    return re.compile(
        "大模型|模型|榜[单單]?|排行榜|排名|名列|位列|位居|位于|排在|[荣榮]登|[夺奪]得|拿下|[获獲]得|取得|[权權]威|[两兩三]大|综合|最新|[测測][评試试]|"
        "[评評][测測]|基准|能力|平均分|得分|成[绩績]|分[数數]|[总總]分|第|名|同[时時]|其|的|了|在|于|於|是|为|為|和|与|與|及|中|上|里|裡|下|以|排|居|列|登|达|到|已|也|均|都|并|且|有"
    )


def telling(run: str) -> str:
    """Return what a run of words says that was not read; empty when it only holds the sentence together."""
    words = run.split()
    while words and words[0].strip(_EDGES).casefold() in WORDS:
        del words[0]
    while words and words[-1].strip(_EDGES).casefold() in WORDS:
        del words[-1]
    content = _chinese().sub(" ", " ".join(words)).strip(_EDGES)
    return " ".join(words).strip(_EDGES) if any(one.isalnum() for one in content) else ""
