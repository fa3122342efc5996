"""The words in which rankings are cited, English and Chinese: what of them is a rank, a scope, a setting, a date.

Every pattern is of the levelled text (`text.level`). The narrow ones come first, because words are taken once: what is
"first-party" or 第一次 is no rank, and "the top ten" is no first place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from registry.errors import QuestionError
from registry.sentence.numbers import CARDINALS, MONTHS, ORDINALS, number
from registry.sentence.text import Part, Sentence

WHOLE = "the whole list"
"""Scope of a claim that says it holds for everybody on the list."""
_IN_PART = "a part of what is measured has no rank of its own"
_ORDINAL = "|".join(ORDINALS)
_CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_HAN = "[零〇一二两三四五六七八九十百]"
_LIST = r"(?:leader ?boards?|lists?|boards?|rankings?|releases?|editions?|results|updates?)"
_LIST_ZH = "(?:[总總]?排行榜|[总總]?榜(?!首)[单單]?|期)"
_END = r"(?![\w-]|\.\d)"
_SIZE = rf"(?P<size>\d+(?:\.\d+)?|{_CARDINAL}) ?(?P<unit>b|m|t|billion|million|trillion)\b(?:[ -]?param(?:eter)?s?)?(?: (?:models|llms))?"
_SIZE_ZH = rf"(?P<size>\d+(?:\.\d+)?|{_HAN}*[十百千]?) ?(?P<unit>[bt]|[亿億])(?:[级級])?(?:个)?(?:参[数數])?(?:[规規]模)?(?:的)?(?:大?模型)?"


class _Rule(NamedTuple):
    part: Part
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str]], str]


def mark(sentence: Sentence) -> None:
    """Mark all that the grammar knows, in what is still free of a sentence.

    Raises: QuestionError when a day is none of the calendar.
    """
    for rule in _rules():
        sentence.take(rule.part, rule.pattern, rule.value)


def mark_fields(sentence: Sentence) -> None:
    """Mark in what somebody is first, or wins, where it is said right behind: a record of whole lists says nothing of maths."""
    models = [one for one in sentence.of(Part.MODEL) if any(verb.end <= one.start for verb in sentence.of(Part.BEATS))]
    for mark_ in (*sentence.of(Part.RANK), *sentence.of(Part.VALUE), *models):
        match = _field().match(sentence.low, mark_.end)
        if match is not None and sentence.is_free(*match.span()):
            whole = match["said"] in ("world", "history", "total")
            sentence.mark(
                *((Part.SCOPE, WHOLE) if whole else (Part.REFUSED, _IN_PART)),
                match.start() + (sentence.low[match.start()] == " "),
                match.end(),
            )


@cache
def _field() -> re.Pattern[str]:
    return re.compile(
        rf"(?:st|nd|rd|th)? (?:place )?(?:in|at) (?:the )?(?!(?:the|terms|this|that|a row|{_LIST})\b)(?P<said>[a-z][a-z -]{{1,39}}?)(?= on | of | at | with |[^a-z -]|$)",
        re.ASCII,
    )


def _always(value: str) -> Callable[[re.Match[str]], str]:
    return lambda _: value


def _said(match: re.Match[str]) -> str:
    return match["said"].strip()


def _ordinal(match: re.Match[str]) -> str:
    found = number(match["n"])
    return str(found) if found else ""


def _shots(match: re.Match[str]) -> str:
    found = number(match["n"])
    return "" if found is None else str(found)


def _day(match: re.Match[str]) -> str:
    year, day = int(match["y"]), int(match["d"])
    month = MONTHS.get(match["m"]) or int(match["m"])
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise QuestionError(f"sentence: {match[0]!r} is no day of the calendar") from error


def _month(match: re.Match[str]) -> str:
    """Return `2023-09`, or `-09` when the year is not said."""
    word = match["m"]
    month = MONTHS.get(word) or number(word) or 0
    year = match.groupdict().get("y") or ""
    return f"{year}-{month:02}" if month in MONTHS.values() else ""


_BILLIONS = {"b": 1, "billion": 1, "m": 0.001, "million": 0.001, "t": 1000, "trillion": 1000, "亿": 0.1, "億": 0.1}


def _size(match: re.Match[str]) -> str:
    """Return a scope such as `<10B`. Within is below, as the boards that have such a list say it; up to is not."""
    word = match["size"].strip()
    count = float(word) if re.fullmatch(r"\d+(\.\d+)?", word) else number(word)
    if not count:
        return ""
    limit = round(count * _BILLIONS[match["unit"]], 6)
    inclusive = match.groupdict().get("upto")
    return f"{'<=' if inclusive else '<'}{limit:g}B"


@cache
def _rules() -> tuple[_Rule, ...]:
    """Return the patterns, compiled when the first sentence is read."""
    return tuple(
        _Rule(part, re.compile(pattern, re.ASCII), value)
        for part, pattern, value in (*_when(), *_how(), *_where(), *_who())
    )


_Row = tuple[Part, str, Callable[[re.Match[str]], str]]


def _when() -> tuple[_Row, ...]:
    """Days and releases."""
    return (
        (Part.DATE, r"(?:(?:on|as of|at) )?(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)", _day),
        (Part.DATE, r"(?:截至|在|于)?(?<!\d)(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]", _day),
        (
            Part.DATE,
            rf"(?:(?:on|as of) )?\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})\b",
            _day,
        ),
        (
            Part.DATE,
            rf"(?:(?:on|as of) )?\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})\.?,? (?P<y>\d{{4}})\b",
            _day,
        ),
        (Part.UNREAD, r"(?<!\d)\d{1,2} ?月 ?\d{1,2} ?[日号]", _always("a day without its year")),
        (
            Part.UNREAD,
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\b|\b(?:{_MONTH}) \d{{1,2}}\b(?:st|nd|rd|th)?",
            _always("a day without its year"),
        ),
        (
            Part.RELEASE,
            rf"(?<!\d)(?P<y>\d{{4}}) ?年 ?(?P<m>\d{{1,2}}|{_HAN}{{1,3}}) ?月(?:份)?(?:最新)?{_LIST_ZH}?",
            _month,
        ),
        (Part.RELEASE, rf"(?<![\w.-])(?P<y>\d{{4}})-(?P<m>\d{{2}})(?![\w-])(?: {_LIST}| ?{_LIST_ZH})?", _month),
        (Part.RELEASE, rf"\b(?P<m>{_MONTH})\.?,? (?P<y>\d{{4}})\b(?: {_LIST})?", _month),
        (Part.RELEASE, rf"(?<!\d)(?P<m>\d{{1,2}}|{_HAN}{{1,3}}) ?月(?:份)?(?:的)?(?:最新)?(?:一期)?{_LIST_ZH}", _month),
        (Part.RELEASE, rf"\b(?P<m>{_MONTH})(?:'s)? (?:newest |latest )?{_LIST}\b", _month),
        (Part.RELEASE, rf"\b{_LIST} (?:of|for|in) (?P<m>{_MONTH})\b", _month),
    )


def _how() -> tuple[_Row, ...]:
    """Settings, scores, and what a claim has no field for."""
    return (
        (Part.SHOTS, rf"\b(?P<n>\d{{1,3}}|{_CARDINAL})[- ]?shots?\b(?: setting)?", _shots),
        (Part.SHOTS, rf"(?P<n>\d{{1,3}}|{_HAN}{{1,3}})[- ]?(?:样本|樣本|shots?)(?:[设設]置)?(?:下)?", _shots),
        (Part.UNREAD, r"\bfew[- ]shot\b|少样本|少樣本", _always("a number of shots that is not said")),
        (Part.SPLIT, r"\bon (?:the |its )?test (?:set|split)\b|(?:在)?[测測][试試]集上", _always("test")),
        (
            Part.SPLIT,
            r"\bon (?:the |its )?val(?:idation)? (?:set|split)\b|(?:在)?[验驗][证證]集上",
            _always("validation"),
        ),
        (
            Part.UNREAD,
            r"(?:\bby |高出|超出|[领領]先|相差|多出) ?\d+(?:\.\d+)? ?(?:percentage )?(?:points?\b|%|[个個]百分[点點]|分)",
            _always("a margin"),
        ),
        (Part.UNREAD, r"\bfull marks\b|满分|滿分", _always("a score that is not said")),
        (
            Part.VALUE,
            rf"(?:\b(?:with|scor(?:es|ed|ing)|achiev(?:es|ed|ing)|gets?|got|reach(?:es|ed)|a score of|an average of|(?:at|on) an average of)|得分|[总總]分|平均分|取得|以) ?(?:an? )?(?:average |score )?(?:of |[为為是])? ?(?P<said>\d{{1,4}}(?:\.\d+)?)(?: ?(?:%|points?\b|percent\b|分(?:的(?:成[绩績]|得分))?))?{_END}",
            _said,
        ),
        (Part.VALUE, r"\((?P<said>\d{1,3}\.\d\d)%?\)", _said),
        (Part.VALUE, r"\b(?:is|was) (?P<said>\d{1,3}\.\d+)(?![\w.%-])", _said),
        (Part.VALUE, r"(?<![\w.-])(?P<said>\d{1,4}(?:\.\d+)?) ?(?:%|points?\b|percent\b|分(?![钟鐘之类類]))", _said),
    )


def _where() -> tuple[_Row, ...]:
    """Scopes and ranks."""
    en_models = r"(?:large |big |language |ai )*(?:models|llms|ones|lists?|leader ?boards?|boards?|rankings?)"
    not_rank = r"(?![- ]?(?:time|times|half|quarter|step|party|large|open|to|generation|batch|author|week|month|year|day|of all[,. ]|model to|chinese model|release|version|edition|percentile|to none|only to)\b)"
    return (
        (
            Part.SCOPE,
            rf"(?:(?:among|of|in) )?(?:all |the )*(?:models )?(?:with )?(?:under|below|less than|fewer than|smaller than|within|sub-|<) ?{_SIZE}",
            _size,
        ),
        (
            Part.SCOPE,
            rf"(?:(?:among|of|in) )?(?:all |the )*(?:models )?(?:with )?(?P<upto>up to|at most|no more than|<=|≤) ?{_SIZE}",
            _size,
        ),
        (Part.SCOPE, rf"(?:在)?(?P<upto>不超过|不超過|至多|<=|≤){_SIZE_ZH}", _size),
        (
            Part.SCOPE,
            rf"(?:在)?{_SIZE_ZH}(?:以内|以內|以下|之内|之內|内|內)(?:的)?(?:大?模型)?(?:中|里|裡|榜(?!首)[单單]?)?",
            _size,
        ),
        (Part.SCOPE, rf"(?:在)?(?:小于|少于|低于|小於|少於|低於|<){_SIZE_ZH}(?:中|里|裡|榜(?!首)[单單]?)?", _size),
        (
            Part.SCOPE,
            rf"\b(?:(?:in|on|of) )?(?:the )?global (?:chinese )?(?:{_LIST})\b|全球(?:中文)?(?:大模型)?(?:总|總)?榜(?!首)[单單]?|\bamong all (?:the )?models\b|\boverall\b|总榜(?!首)[单單]?|總榜(?!首)[单單]?",
            _always(WHOLE),
        ),
        (
            Part.SCOPE,
            rf"(?:\b(?:among|of|in|on) )?(?:all |the |global )*\b(?:(?:chinese|domestic) )?open[- ]source (?:{en_models}|evaluations?)\b",
            _always("open-source models"),
        ),
        (
            Part.SCOPE,
            r"(?:在)?(?:全球|国产|國產|国内|中文)*[开開]源(?:大模型|模型)?(?:(?:[测測][评評]|[评評][测測])?榜(?!首)[单單]?|[测測][评評]|[评評][测測]|中|里|裡|之中|(?=第|排名))",
            _always("open-source models"),
        ),
        (
            Part.SCOPE,
            rf"(?:\b(?:among|of|in|on) )?(?:all |the )*\b(?:chinese|domestic) {en_models}\b|\b(?:among|in) china\b",
            _always("Chinese models"),
        ),
        (
            Part.SCOPE,
            r"(?:在)?(?:国产|國產|国内|國內|中国|中國)(?:大模型|模型)?(?:榜(?!首)[单單]?|中|里|裡|之中|(?=第|排名|榜首|[领領]先))|中文榜(?!首)[单單]?|(?:在)?中文大?模型(?:中|里|裡|(?=第|排名|榜首))",
            _always("Chinese models"),
        ),
        (
            Part.REFUSED,
            rf"(?:\b(?:among|in|within) )?(?:\b(?:the|all) )*(?:\btop[- ]?(?!1\b|one\b)(?:\d{{1,4}}|{_CARDINAL})|\bfirst (?:two|three|five|ten|twenty|\d+))\b",
            _always("one of the first few is no single rank"),
        ),
        (
            Part.SCOPE,
            r"\bamong (?:all )?(?:the )?(?P<said>[^,.;:!?]{2,60}?)(?= on | in | of | at | with |[,.;:!?]|$)",
            _said,
        ),
        (
            Part.REFUSED,
            r"(?:在)?[\u4e00-\u9fff]{1,8}?(?:科目|学科(?!目)|任务|赛道|领域|维度|单项|子项|组别)(?:方面|上|中|里)?",
            _always(_IN_PART),
        ),
        (
            Part.SCOPE,
            r"在(?:所有)?(?P<said>[\u4e00-\u9fff\w-]{1,14}(?:模型|企业|企業|厂商|廠商|高校|公司))(?:中|里|裡|之中|当中|當中)",
            _said,
        ),
        (
            Part.REFUSED,
            rf"(?<![\d年月])前 ?(?:\d{{1,4}}|{_HAN}{{1,3}})(?! ?[天年月日周])(?:名|强|強|位)?",
            _always("one of the first few is no single rank"),
        ),
        (
            Part.REFUSED,
            rf"倒[数數]第 ?(?:\d{{1,4}}|{_HAN}{{1,3}})|\b(?:last|{_ORDINAL}) (?:from the bottom|to last)\b|\b(?:second|third)[- ]to[- ]last\b",
            _always("a place from the end is no rank"),
        ),
        (
            Part.RANK,
            rf"(?:并列|並列)?(?:排名|位列|位居|名列|排在|排|居|[荣榮][获獲]|夺得|奪得)?第 ?(?P<n>\d{{1,4}}|{_HAN}{{1,4}})(?! ?(?:次|[个個]|批|[时時][间間]|步|代|家|款|大|期|届|屆|季|轮|輪|章|[条條]|部|方|梯|[阵陣]|性|版))(?:名|位)?",
            _ordinal,
        ),
        (Part.RANK, r"(?:排名|名列|位列) ?(?P<n>\d{1,4})(?![\d.]*[\w%])", _ordinal),
        (
            Part.RANK,
            r"榜首|登顶|登頂|[夺奪]冠|[双雙]料冠[军軍]|冠[军軍]|居首|首位|头名|頭名|[问問]鼎|[夺奪]魁|榜一|[领領]跑|拔得[头頭]筹|\btop ?-?(?:1|one)\b(?![.\d])",
            _always("1"),
        ),
        (Part.RANK, r"\bthe highest(?: average)?(?: (?:score|result|accuracy))?\b|得分最高|最高分", _always("1")),
        (Part.RANK, r"亚军|亞軍", _always("2")),
        (Part.RANK, r"季[军軍]", _always("3")),
        (
            Part.RANK,
            r"\b(?:rank(?:s|ed|ing)?|placed?|places|position|place|no\.?|number|#) ?(?:at |as |in )?(?:number |no\.? ?|#)?(?P<n>\d{1,4})(?!\.?\d|[-%\w])|#(?P<n2>\d{1,4})\b",
            lambda match: match["n"] or match["n2"],
        ),
        (
            Part.RANK,
            r"\bnumber one\b|\bno\.? ?one\b|\b(?:double )?championships?\b|\bchampion\b|\b(?:tops|topped|topping)\b|\bat the (?:top|head)\b|\bthe top (?:spot|place|position|rank)\b|\bto the top\b|\btop of the\b|\b(?:leads|led|heads|headed)(?= (?:the|on)\b)",
            _always("1"),
        ),
        (
            Part.RANK,
            rf"\b(?:joint |tied (?:for |in )?|tied )?(?P<n>{_ORDINAL}|\d{{1,4}}(?=(?:st|nd|rd|th)\b))(?:st|nd|rd|th)?\b{not_rank}(?:[- ](?:place|rank|position|spot))?",
            _ordinal,
        ),
    )


def _who() -> tuple[_Row, ...]:
    """Verbs between models, denials and promises."""
    return (
        (
            Part.REFUSED,
            r"\bnot\b|n't\b|n’t\b|\bnever\b|\bno longer\b|\bneither\b|\bno (?:model|other|one)\b|\bnobody\b|\bnor\b|\bfail(?:s|ed)? to\b|\bcannot\b|(?<!是)不是|并非|並非|没有|沒有|没能|没进|沒進|未入|没入|未能|未进|未進|不再|[无無][缘緣]|并不|不在|并未|並未",
            _always("a denial"),
        ),
        (Part.REFUSED, r"\b(?:almost|nearly)\b|几乎|幾乎|险些|差点", _always("almost is no rank")),
        (Part.REFUSED, r"\bsecond only to\b|[仅僅]次[于於]", _always("a place behind another model is no rank alone")),
        (
            Part.REFUSED,
            r"\bwill (?:be|rank|top|lead|beat|surpass|overtake|take)\b|\b(?:aims?|plans?|hopes?|expects?) to\b|有望|即将|即將|将会|將會|[将將](?=登|超|成[为為]|排)",
            _always("a promise"),
        ),
        (
            Part.REFUSED,
            r"\b(?:is|was|are|were|been|be|being) (?:beaten|surpassed|outperformed|exceeded|overtaken|crushed)\b|被(?=[^,。;]{1,40}(?:超越|超过|超過|击败|擊敗|打败|打敗|碾压|碾壓))|不[敌敵]|落后于|落後於|\bbehind\b",
            _always("who is beaten by whom is said the other way round"),
        ),
        (
            Part.BEATS,
            r"\b(?:beat|beats|beating|surpass(?:es|ed|ing)?|outperform(?:s|ed|ing)?|exceed(?:s|ed|ing)?|overtak(?:es|e|ing)|overtook|crush(?:es|ed|ing)?|defeat(?:s|ed|ing)?|outrank(?:s|ed|ing)?|ahead of|above|(?:better|higher|stronger) than)\b",
            _always("over"),
        ),
        (
            Part.BEATS,
            r"(?:全面)?(?:超越|超[过過]|碾[压壓]|[击擊][败敗]|打[败敗]|[优優][于於]|好于|好於|[强強][于於]|高[于於]|[领領]先(?:于|於)?|[胜勝][过過]|[胜勝]出|吊打|[赶趕]超)了?",
            _always("over"),
        ),
        (Part.BEATS, r"比(?=[^,。;比]{1,40}(?:更|[还還])?(?:[强強]|好|高|[优優]))", _always("over")),
        (
            Part.NEARS,
            r"\b(?:challeng(?:e|es|ed|ing)|rivals?|match(?:es|ed)?|reach(?:es|ed)? the level of|close to|compar(?:able|ed) (?:to|with)|on par with|catch(?:es)? up with)\b|挑[战戰]|[对對][标標]|比肩|媲美|追平|追赶|追趕|接近|[达達]到了?|逼近",
            _always("near"),
        ),
    )
