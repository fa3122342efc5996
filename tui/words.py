"""What the interface says, in English, in Chinese, or in both beside each other."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """In which language the interface speaks."""

    BOTH = "both"
    ZH = "zh"
    EN = "en"

    @property
    def next(self) -> Language:
        """Return the one that follows, round and round."""
        known = list(Language)
        return known[(known.index(self) + 1) % len(known)]


class Words(NamedTuple):
    """The same in both languages."""

    en: str
    zh: str

    def said(self, language: Language) -> str:
        """Return it in a language; in both, the English first."""
        if language is Language.BOTH:
            return f"{self.en} {self.zh}"
        return self.en if language is Language.EN else self.zh


RANKINGS = Words("Rankings", "排行")
VERIFY = Words("Verify", "验证")
KEYS = Words("Keys", "按键")
THEME = Words("theme", "主题")
SAVE = Words("save this filter as", "将筛选存为")
SAVED = Words("saved as", "已存为")
NOT_OF_THIS = Words("Nothing here has that.", "此处没有。")
COPIED = Words("copied with", "已复制，使用")
SENT = Words("sent to the terminal, if it takes OSC 52", "已发送至终端（需终端支持 OSC 52）")
CHOOSE = Words("enter opens, esc leaves", "enter 打开，esc 离开")
ADDRESSES = Words("Evidence", "证据")
NO_BROWSER = Words("no browser was found", "未找到浏览器")
WRITTEN = Words("placements in", "条，已写入")
READ_ONLY = Words("Not here: it was started with --read-only.", "不可用：以 --read-only 启动。")
ENTRY = Words("Entry", "条目")
RANK = Words("rank", "名次")
MODEL = Words("model", "模型")
LEADERBOARD = Words("leaderboard", "榜单")
PUBLISHED = Words("published", "日期")
SCORE = Words("score", "分数")
VERDICT = Words("verdict", "结论")
SAW = Words("saw", "依据")
CURE = Words("cure", "改正")
SIGNED = Words("signed by", "签名")
CITATION = Words("citation", "引用")
STATEMENT = Words("Statement", "声明")
CHECKS = Words("Checks", "核验")
FINDINGS = Words("Findings", "问题")
REFERENCES = Words("What others say of it", "相关条目")
UNDERSTOOD = Words("How it was read", "理解为")
NOTHING = Words("Nothing on record matches.", "记录中没有匹配的条目。")
OPENING = Words("Opening the ledger", "正在打开账本")
JUDGING = Words("Checking", "正在核验")
NOT_CHECKABLE = Words("not checkable, for want of a field:", "缺少字段，无法核验：")
NO_FINDING = Words("The rules found nothing.", "规则没有发现问题。")
AS_INDEXED = Words(
    "As judged by the index; enter checks every proof again.", "以上为索引中的结论；按 enter 重新核验全部证明。"
)
OWN_WORD = Words(
    "No policy names a log key to trust: the ledger's own word is taken.",
    "没有策略指定可信的日志密钥：采用账本自述的密钥。",
)
ASK = Words(
    "Paste or type a citation, an entry, a proof bundle, or a sentence that cites a ranking.",
    "粘贴或输入引用、条目、证明包，或一句引用排名的话。",
)
MORE_LINES = Words("more lines; `jinbang show` prints all", "行未显示；`jinbang show` 输出全文")
STAGES = {
    "checking": Words("checking entries", "核对条目"),
    "reading": Words("reading entries", "读取条目"),
    "judging": Words("judging entries", "评判条目"),
}
"""Of bringing the index up to date."""
