"""Every behaviour that a key has, by an id. Bindings, the line of keys, the help screen and `docs/tui.md` are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding, BindingType

from tui.keynames import written
from tui.words import Words


class Scope(StrEnum):
    """Where a key means something."""

    EVERYWHERE = "everywhere"
    RANKINGS = "rankings"
    PLACEMENTS = "placements"
    COMPARE = "compare"
    CROSSING = "compared"
    BOARD = "board"
    AUDIT = "audit"
    CHECKPOINTS = "checkpoints"
    ENTRY = "entry"
    LIST = "list"
    FLAG = "flag"
    BOX = "filter box"
    TEXT = "text"
    COPY = "copy menu"
    EXPORT = "export menu"


TITLES = {
    Scope.EVERYWHERE: Words("Everywhere", "全局"),
    Scope.RANKINGS: Words("In the rankings", "排行"),
    Scope.PLACEMENTS: Words("In the list of placements", "排行列表"),
    Scope.COMPARE: Words("In a comparison", "对比"),
    Scope.CROSSING: Words("In the lists of a comparison", "对比的榜单列表"),
    Scope.BOARD: Words("In a leaderboard", "榜单"),
    Scope.AUDIT: Words("In the log", "日志"),
    Scope.CHECKPOINTS: Words("In the list of checkpoints", "检查点列表"),
    Scope.ENTRY: Words("In an entry or a result", "条目与结论"),
    Scope.LIST: Words("In a list", "列表"),
    Scope.FLAG: Words("In a flag that is written", "填写异议"),
    Scope.BOX: Words("In the filter box", "筛选框"),
    Scope.TEXT: Words("In a text", "正文"),
    Scope.COPY: Words("Copy", "复制"),
    Scope.EXPORT: Words("Export what is filtered", "导出筛选结果"),
}


class Key(NamedTuple):
    """One behaviour: its id, which is also the name of the action, and the keys that call it."""

    id: str
    keys: str
    """As Textual names them, separated by commas."""
    does: Words
    scope: Scope
    in_footer: bool = False
    at_once: bool = False
    """Whether it is done before the next key is looked at, as that may belong to another place because of it."""

    @property
    def name(self) -> str:
        """Return what tells it from all others, by which `config.toml` gives it other keys."""
        return f"{self.scope.name.lower()}.{self.id}"

    @property
    def shown(self) -> str:
        """Return the first key as people write it."""
        return written(self.keys.partition(",")[0])


KEYS: tuple[Key, ...] = (
    Key("filter", "slash", Words("filter", "筛选"), Scope.EVERYWHERE, in_footer=True, at_once=True),
    Key("rankings", "1", Words("rankings", "排行"), Scope.EVERYWHERE),
    Key("compare", "2", Words("compare models", "对比模型"), Scope.EVERYWHERE),
    Key("audit", "3", Words("the log", "日志"), Scope.EVERYWHERE),
    Key("verify", "4", Words("verify a text", "验证文本"), Scope.EVERYWHERE),
    Key("language", "L", Words("language", "语言"), Scope.EVERYWHERE, in_footer=True),
    Key("follow", "F", Words("follow the log", "跟随日志"), Scope.EVERYWHERE),
    Key("palette", "colon,ctrl+p", Words("commands", "命令"), Scope.EVERYWHERE),
    Key("earlier", "left_square_bracket", Words("back", "后退"), Scope.EVERYWHERE),
    Key("later", "right_square_bracket", Words("forward", "前进"), Scope.EVERYWHERE),
    Key("maximise", "z", Words("this pane alone, or all", "只看此栏，或全部"), Scope.EVERYWHERE),
    Key("next_finding", "n", Words("next finding", "下一个问题"), Scope.EVERYWHERE),
    Key("previous_finding", "N", Words("finding before", "上一个问题"), Scope.EVERYWHERE),
    Key("copy", "y", Words("copy", "复制"), Scope.EVERYWHERE, in_footer=True),
    Key("pager", "e", Words("the pane in $PAGER", "在 $PAGER 中查看"), Scope.EVERYWHERE),
    Key("flag", "f", Words("flag", "异议"), Scope.EVERYWHERE, in_footer=True),
    Key("browser", "o", Words("the evidence in a browser", "在浏览器中打开证据"), Scope.EVERYWHERE),
    Key("theme", "T", Words("theme", "主题"), Scope.EVERYWHERE),
    Key("help", "question_mark", Words("help", "帮助"), Scope.EVERYWHERE, in_footer=True),
    Key("leave", "q", Words("exit", "离开"), Scope.EVERYWHERE, in_footer=True),
    Key("open", "enter", Words("open", "打开"), Scope.RANKINGS, in_footer=True),
    Key("why", "w", Words("why", "原因"), Scope.RANKINGS, in_footer=True),
    Key("verify_line", "v", Words("verify", "验证"), Scope.RANKINGS, in_footer=True),
    Key("compare_line", "c", Words("compare", "对比"), Scope.RANKINGS, in_footer=True),
    Key("sort", "s", Words("sort", "排序"), Scope.RANKINGS, in_footer=True),
    Key("reverse", "S", Words("reverse the order", "反转次序"), Scope.RANKINGS),
    Key("export", "x", Words("export", "导出"), Scope.RANKINGS),
    Key("reload", "r", Words("bring up to date", "更新"), Scope.RANKINGS),
    Key("mark", "space", Words("mark the model", "标记模型"), Scope.PLACEMENTS),
    Key("board", "b", Words("leaderboard over time", "榜单历史"), Scope.PLACEMENTS),
    Key("board", "enter", Words("over time", "历史"), Scope.COMPARE, in_footer=True),
    Key("mark", "space", Words("mark", "标记"), Scope.CROSSING, in_footer=True),
    Key("dates", "d", Words("dates", "日期"), Scope.COMPARE, in_footer=True),
    Key("doubted", "D", Words("count flagged", "计入存疑"), Scope.COMPARE, in_footer=True),
    Key("arrange", "s", Words("sort", "排序"), Scope.COMPARE, in_footer=True),
    Key("previous_model", "h,left", Words("model before", "上一模型"), Scope.COMPARE),
    Key("next_model", "l,right", Words("next model", "下一模型"), Scope.COMPARE, in_footer=True),
    Key("why", "w", Words("why", "原因"), Scope.COMPARE, in_footer=True),
    Key("verify_place", "v", Words("verify", "验证"), Scope.COMPARE, in_footer=True),
    Key("export", "x", Words("export", "导出"), Scope.COMPARE, in_footer=True),
    Key("open", "enter", Words("entry", "条目"), Scope.BOARD, in_footer=True),
    Key("setting", "s", Words("next setting", "下一设置"), Scope.BOARD, in_footer=True),
    Key("open", "enter", Words("entry", "条目"), Scope.AUDIT, in_footer=True),
    Key("mark", "space", Words("mark", "标记"), Scope.CHECKPOINTS, in_footer=True),
    Key("proof", "p", Words("proof", "证明"), Scope.AUDIT, in_footer=True),
    Key("check_all", "v", Words("check all", "全部核验"), Scope.AUDIT, in_footer=True),
    Key("evidence", "x", Words("export the evidence", "导出证据"), Scope.AUDIT),
    Key("reload", "r", Words("look again", "更新"), Scope.AUDIT),
    Key("bytes", "enter", Words("bytes", "字节"), Scope.ENTRY, in_footer=True),
    Key("path", "p", Words("hash path", "哈希路径"), Scope.ENTRY, in_footer=True),
    Key("why", "w", Words("why", "原因"), Scope.ENTRY, in_footer=True),
    Key("again", "v,r", Words("verify again", "再次验证"), Scope.ENTRY, in_footer=True),
    Key("compare_model", "c", Words("compare", "对比"), Scope.ENTRY, in_footer=True),
    Key("save", "x", Words("save", "保存"), Scope.ENTRY, in_footer=True),
    Key("sign", "ctrl+s", Words("sign and append", "签名并追加"), Scope.FLAG, in_footer=True, at_once=True),
    Key("dry_run", "ctrl+d", Words("dry run", "试行"), Scope.FLAG, in_footer=True, at_once=True),
    Key("edit", "ctrl+e", Words("edit text", "编辑说明"), Scope.FLAG, in_footer=True, at_once=True),
    Key("onward", "tab,enter", Words("next field", "下一栏"), Scope.FLAG, at_once=True),
    Key("abandon", "escape", Words("leave, nothing written", "离开，不写入"), Scope.FLAG, in_footer=True, at_once=True),
    Key("down", "j,down", Words("next line", "下一行"), Scope.LIST),
    Key("up", "k,up", Words("line before", "上一行"), Scope.LIST),
    Key("page_down", "pagedown,ctrl+d", Words("page down", "下一页"), Scope.LIST),
    Key("page_up", "pageup,ctrl+u", Words("page up", "上一页"), Scope.LIST),
    Key("first", "g,home", Words("first line", "第一行"), Scope.LIST),
    Key("last", "G,end", Words("last line", "最后一行"), Scope.LIST),
    Key("complete", "tab", Words("complete, again for the next", "补全，再按换下一个"), Scope.BOX),
    Key("recall", "up", Words("the filter before", "上一条筛选"), Scope.BOX),
    Key(
        "keep",
        "escape,enter,down",
        Words("to the list; esc there clears the filter", "回到列表；再按 esc 清除"),
        Scope.BOX,
        at_once=True,
    ),
    Key("scroll_down", "j,down", Words("scroll down", "向下"), Scope.TEXT),
    Key("scroll_up", "k,up", Words("scroll up", "向上"), Scope.TEXT),
    Key("page_down", "space,pagedown,ctrl+d", Words("page down", "下一页"), Scope.TEXT),
    Key("page_up", "b,pageup,ctrl+u", Words("page up", "上一页"), Scope.TEXT),
    Key("scroll_home", "g,home", Words("start", "开头"), Scope.TEXT),
    Key("scroll_end", "G,end", Words("end", "末尾"), Scope.TEXT),
    Key("citation", "c", Words("citation", "引用"), Scope.COPY),
    Key("row", "r", Words("row", "整行"), Scope.COPY),
    Key("json", "j", Words("JSON", "JSON"), Scope.COPY),
    Key("url", "u", Words("address of the evidence", "证据网址"), Scope.COPY),
    Key("text", "t", Words("text of the pane", "此栏全文"), Scope.COPY),
    Key("csv", "c", Words("CSV", "CSV"), Scope.EXPORT),
    Key("jsonl", "j", Words("JSON Lines", "JSON Lines"), Scope.EXPORT),
    Key("md", "m", Words("Markdown", "Markdown"), Scope.EXPORT),
)


def of(scope: Scope) -> list[Key]:
    """Return the behaviours of a scope."""
    return [key for key in KEYS if key.scope is scope]


def with_user(own: Mapping[str, str]) -> tuple[Key, ...]:
    """Return all behaviours, with the keys that a user gave to some of them by name."""
    return tuple(key._replace(keys=own.get(key.name, key.keys)) for key in KEYS)


def bindings(scope: Scope) -> list[BindingType]:
    """Return what Textual is told of a scope."""
    return [Binding(key.keys, key.id, key.does.en, priority=key.at_once, id=key.name) for key in of(scope)]


def table() -> str:
    """Return the keys as Markdown, for `docs/tui.md`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "| where | key | does | 作用 | action |"
    yield "|---|---|---|---|---|"
    for key in KEYS:
        keys = " ".join(f"`{written(one)}`" for one in key.keys.split(","))
        yield f"| {TITLES[key.scope].en} | {keys} | {key.does.en} | {key.does.zh} | `{key.name}` |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(table())
