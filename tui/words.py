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

    def filled(self, **values: object) -> Words:
        """Return it with values in the places that it names; of words among them, those of its language."""
        en = {name: value.en if isinstance(value, Words) else value for name, value in values.items()}
        zh = {name: value.zh if isinstance(value, Words) else value for name, value in values.items()}
        return Words(self.en.format(**en), self.zh.format(**zh))


RANKINGS = Words("Rankings", "排行")
VERIFY = Words("Verify", "验证")
HELP = Words("Help", "帮助")
TOO_SMALL = Words("too small", "过小")
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
KEPT_IN = Words("written to", "已写入")
READ_ONLY = Words("Not here: it was started with --read-only.", "不可用：以 --read-only 启动。")
ENTRY = Words("Entry", "条目")
RANK = Words("rank", "名次")
MODEL = Words("model", "模型")
LEADERBOARD = Words("leaderboard", "榜单")
DATE = Words("date", "日期")
RELEASE = Words("release", "版次")
SCORE = Words("score", "分数")
VERDICT = Words("verdict", "结论")
SAW = Words("saw", "依据")
CURE = Words("cure", "改正")
SIGNED = Words("signed by", "签名")
IN_LOG = Words("logged", "入账")
LEAF_OF = Words("leaf {index} of {size}", "叶 {index} / {size}")
COSIGNERS = Words("witnesses", "见证")
NO_POLICY_NAMES = Words("no policy names any", "没有策略指定")
POLICY_NAMES_NONE = Words("the policy names none", "策略未指定")
COSIGNED_BY = Words("{have} of {of} cosigned", "{of} 个中 {have} 个已见证")
CITATION = Words("citation", "引用")
STATEMENT = Words("Statement", "声明")
CHECKS = Words("Checks", "核验")
FINDINGS = Words("Findings", "问题")
REFERENCES = Words("What others say of it", "相关条目")
FLAGS = Words("flags by people", "他人异议")
FLAG_COUNT = Words("{count}, of which {open} open", "{count} 条，其中 {open} 条未决")
ONE_FLAG = Words("flag {index} {state}", "异议 {index} {state}")
FLAG_STATES = {
    "open": Words("open", "未决"),
    "withdrawn": Words("withdrawn", "已收回"),
    "cured": Words("cured", "已改正"),
    "disputed": Words("disputed", "争议"),
}
"""What became of a flag."""
CLOSED_BY = Words("{state} by entry {index}", "{state}（条目 {index}）")
FLAG_BY = Words("{reason}, by {by}", "{reason}，{by}")
FLAG_BY_ON = Words("{reason}, by {by}, on {model} alone", "{reason}，{by}，仅就 {model}")
ANSWERED = Words("answered", "已回应")
NOT_ANSWERED = Words("not answered", "未回应")
SAID_BY = Words("entry {index} by {by}: {said}", "条目 {index}，{by}：{said}")
LOGGED_ON = Words("logged", "入账")
AS_COMMITTED = Words("{day}, as the commit states", "{day}，据提交所述")
REAFFIRMED = Words("re-affirmed by its publisher", "发布者已重申")
PARTS = Words("parts", "各部分")
NO_EFFECT = Words("no effect", "无效")
UNDERSTOOD = Words("How it was read", "理解为")
NOTHING = Words("Nothing on record matches.", "记录中没有匹配的条目。")
AS_LEFT = Words("As last indexed; being brought up to date.", "此为上次索引的内容，正在更新。")
AS_LEFT_FOR_GOOD = Words(
    "The ledger cannot be read, so nothing is checked: as last indexed.",
    "账本无法读取，以下均未核验：此为上次索引的内容。",
)
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

COMPARE = Words("Compare", "对比")
NO_MODEL = Words("This is about no single model.", "此处不是关于单个模型。")
NOTHING_TO_COMPARE = Words(
    "No model to compare: mark some with space in the rankings.", "没有可对比的模型：在排行中按空格标记。"
)
NEWEST_DATES = Words("newest ranking of each list", "各榜最新一期")
SAME_MONTH = Words("all from {month}", "均为 {month}")
NO_MONTH = Words("no day is on record", "记录中没有日期")
MODELS_SHOWN = Words("models {first}-{last} of {all}", "模型 {first}-{last} / {all}")
SORTED_BY = {
    "leaderboard": Words("by leaderboard", "按榜单"),
    "share": Words("by share beaten", "按超过比例"),
    "day": Words("newest first", "按日期"),
}
"""Of the rows of a comparison."""
WITH_DOUBTED = Words("flagged ones count", "存疑计入")
WITHOUT_DOUBTED = Words("(flagged) left out of spread", "(存疑) 不计入差距")
MARKED_COUNT = Words("* {marked} of {all} lists count", "* 计入 {marked} / {all} 个榜单")
"""Of a comparison in which lists are marked."""
SPREAD = Words("spread", "差距")
WIDE = Words("wide", "大")
NARROW = Words("narrow", "小")
NOT_ON_RECORD = Words("not on record here", "此榜无记录")
NO_RANK = Words("no rank", "无名次")
RANK_OF = Words("rank {rank} of {field}", "第 {rank} 名，共 {field}")
RANK_ALONE = Words("rank {rank}, of how many is not stated", "第 {rank} 名，参评数未注明")
BEATS = Words("above {percent}% of the others", "超过其余 {percent}%")
EARLIER = Words("older rankings with it: {count}", "另有 {count} 期旧榜收录")
AGREEMENT = Words("How far leaderboards agree (Kendall's tau-b)", "榜单一致程度（Kendall tau-b）")
AGREES = Words("{order}: tau {tau}, over {shared} models in both", "{order}：tau {tau}，共有 {shared} 个模型")
NOTHING_TO_ORDER = Words("nothing to order: {shared} models in both", "无从排序：共有 {shared} 个模型")
FEW_SHARED = Words("too few to say much", "太少，不足为凭")
ORDERS = (
    (80, Words("almost the same order", "次序几乎相同")),
    (50, Words("mostly the same order", "次序大体相同")),
    (20, Words("partly the same order", "次序部分相同")),
    (-19, Words("no common order", "次序无关")),
    (-49, Words("partly the opposite order", "次序部分相反")),
    (-100, Words("mostly the opposite order", "次序大体相反")),
)
"""How an agreement is called, by the least hundredths of tau."""
BESIDE = Words("Beside each other", "两两相较")
ABOVE_BELOW = Words(
    "{first} is above {second} in {above} and below in {below} of {shared} rankings that rank both",
    "{first} 与 {second} 同榜 {shared} 次：在前 {above} 次，在后 {below} 次",
)
NEVER_TOGETHER = Words("{first} and {second} have no rank in one ranking", "{first} 与 {second} 没有同榜名次")
SHARE_BEATEN = Words("Share of the others beaten", "超过其余的比例")
SPREAD_SAID = Words(
    "spread {width}, {wide}: from {least}% to {most}% on {lists} lists",
    "差距 {width}，{wide}：{lists} 个榜单上为 {least}% 至 {most}%",
)
NO_SPREAD = Words("no spread: {lists} lists count, two are needed", "无差距：计入 {lists} 个榜单，需两个")

BOARD = Words("Leaderboard", "榜单")
LOOKING = Words("Looking it up", "正在查找")
SETTING = Words("setting", "设置")
ENTRANTS = Words("entrants", "参评")
WHO_WAS_FIRST = Words("Who was first, the newest first", "历任第一（新的在前）")
RANKINGS_COUNT = Words("rankings", "期数")
NOBODY_FIRST = Words("No rank 1 is on record.", "记录中没有第 1 名。")
RANKS_OVER_TIME = Words("Rank over time", "名次变化")
OF_FIRSTS = Words("of those that were first", "历任第一的模型")
SAME_PLACE = Words("* is several of them; a tick below is a ranking", "* 为多个模型；下方刻度为一期排行")
CHECKPOINTS_MARKED = Words(
    "^ is a day on which the log was signed; {later} of its {all} newest checkpoints are of later days",
    "^ 为日志签署之日；最新 {all} 个检查点中有 {later} 个晚于图中日期",
)
NO_DAYS = Words("Nothing to draw: no rank has a day.", "无可绘制：名次没有日期。")
FINDINGS_BY_GROUP = Words("Findings by group, under all settings", "问题分类（全部设置）")
MORE = Words("{count} more", "另有 {count} 条")
AUDIT = Words("Audit", "日志")
PROOF = Words("Proof", "证明")
PATH = Words("inclusion", "包含")
CONSISTENCY = Words("consistency", "一致")
HASHES = Words("hashes", "个哈希")
ROOT = Words("root", "根")
LEAF = Words("leaf", "叶")
SHARED = Words("shared node", "共有结点")
OLDER = Words("Older tree", "较早的树")
NEWER = Words("Newer tree", "较新的树")
SAME_TREE = Words(
    "Both are of one size: nothing is to be hashed, the roots are the same.", "大小相同：无需计算，两根一致。"
)
EMPTY_TREE = Words("The older tree is empty, and so a prefix of every tree.", "较早的树为空，是任何树的前缀。")
BROUGHT = Words(
    "All that the checks looked at; `jinbang verify` takes it from a file, without a ledger.",
    "核验所据的全部内容；`jinbang verify` 可从文件读取，无需账本。",
)
REDO = Words("Each step again by hand (+ marks what the proof brings):", "逐步手工重算（+ 为证明给出的哈希）：")
OF_LEAF = Words("The leaf is SHA-256 of a byte 00 and the entry.", "叶为字节 00 与条目相接的 SHA-256。")
COMPUTED_ROOT = Words("computed root", "算得的根")
SIGNED_ROOT = Words("signed root", "签名的根")
SAME = Words("they are the same", "两者一致")
OTHER = Words("they differ", "两者不同")
SIZE = Words("size", "大小")
TIME = Words("time UTC", "时间 UTC")
COSIGNED = Words("cosigned", "见证")
TREE = Words("Tree", "树")
LEAVES = Words("leaves", "叶")
LEVELS = Words("levels", "层")
LEVEL = Words("level", "层")
TILE = Words("tile", "块")
BUNDLE = Words("bundle", "条目包")
FULL = Words("full", "满")
PARTIAL = Words("partial", "未满")
WITNESSES = Words("Witnesses", "见证")
NO_POLICY = Words("No policy names witnesses; see --policy.", "没有策略指定见证；见 --policy。")
NO_WITNESSES = Words("The policy names no witness.", "策略没有指定见证。")
WITNESS = Words("witness", "见证")
SEEN = Words("seen", "所见")
AGE = Words("age", "距今")
STATE = Words("state", "状态")
KEEPS_UP = Words("ok", "正常")
LATE = Words("late", "迟")
NOT_SEEN = Words("not seen", "未见")
"""Of a witness: none of the checkpoints that are listed has its cosignature."""
LATE_MEANS = Words(
    "late: a larger checkpoint stands here for over 24 h, as its commit states, and the newest cosignature is older than that.",
    "迟：据提交所述，更大的检查点在此已超过 24 小时，且其最新见证也早于 24 小时。",
)
MINUTES = Words("{count} min", "{count} 分")
HOURS = Words("{count} h", "{count} 时")
DAYS = Words("{count} d", "{count} 天")
AHEAD = Words("ahead", "超前")
AHEAD_MEANS = Words(
    "ahead: the cosignature states a time that this machine's clock has yet to reach; one of the two is wrong.",
    "超前：见证所述时间晚于本机时钟，二者必有一误。",
)
COSIGNED_NONE = Words("none yet", "尚无")
QUORUM = Words("quorum", "法定")
ENTRIES = Words("latest entries", "最新条目")
MATCHING = Words("matching entries", "匹配的条目")
FOUND_OF = Words("{found} of {size}", "{found} / {size}")
NEWEST_OF = Words("{said}, newest {listed}", "{said}，最新 {listed} 条")
CHECKING_ALL = Words("Checking everything; esc stops.", "正在全部核验；按 esc 停止。")
KEEP_EVIDENCE = Words("{key} writes both checkpoints to a file", "按 {key} 将两个检查点写入文件")
NO_EVIDENCE = Words("No other checkpoint of this log was seen.", "没有见过此日志的其他检查点。")
STOPPED = Words("Stopped; nothing is concluded.", "已停止，没有结论。")
ALL_RIGHT = Words("everything checked, nothing failed", "全部核验，没有失败")
FAILURES = Words("failures", "项失败")
CHECKED = Words("entries, checkpoints", "个条目，检查点")
MARK_TWO = Words(
    "Mark two checkpoints with space, or one: p proves it against the one under the cursor.",
    "用空格标记两个检查点；或一个，按 p 与光标处对照。",
)
UNREADABLE = Words("not of this log", "不属于本日志")
FOLLOWING = Words("Following the log; F ends it.", "正在跟随日志；按 F 结束。")
NOT_FOLLOWING = Words("The log is no longer followed.", "已停止跟随日志。")

FLAG = Words("Raise a flag", "提出异议")
FLAG_FIELDS = {
    "reason": Words("reason", "理由"),
    "evidence": Words("evidence", "证据"),
    "because": Words("text", "说明"),
    "signer": Words("signer", "签名者"),
}
"""Of what is written in a flag."""
SUBJECT = Words("subject", "对象")
KEY = Words("key", "密钥")
SIGNER_ASKS = Words("the signer asks for the passphrase, if it has one", "有口令的，由签名程序询问")
REASONS = Words(
    "reason: a rule or other, by its name, its beginning or its number", "理由：规则或 other，写名称、开头或编号"
)
EVIDENCE_LATER = Words(
    "An address, or a file: its SHA-256 is taken when you go on.", "网址，或文件：离开此栏时取其 SHA-256。"
)
NO_TEXT = Words("Say in the text what is wrong.", "请在说明中写明问题。")
NO_SUCH_REASON = Words("No reason is called so.", "没有这个理由。")
WILL_BE_SIGNED = Words("exactly these {bytes:,} bytes will be signed", "将签名的正是以下 {bytes:,} 字节")
CHANGED_MEANWHILE = Words(
    "Not signed: the evidence or the ledger is another now. Look at it again.", "未签名：证据或账本已变。请再看一遍。"
)
DRY_RUN = Words("Dry run: nothing was signed or written.", "试行：未签名，未写入。")
TEXT_KEPT = Words("The text is as it was: {why}", "说明未改：{why}")
LEFT_EMPTY = Words("nothing was left in the file", "文件为空")
SIGNER_ENDED = Words("the signer ended with code {code}", "签名程序以代码 {code} 结束")
SIGNER_STOPPED = Words("the signer was stopped with ^C", "签名程序已被 ^C 中断")
LOGGED = Words("logged {index}", "已入账 {index}")
AWAITING = Words("logged {index}, awaiting witnesses", "已入账 {index}，等待见证")
