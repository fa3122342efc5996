"""What is taken for what by eye: as ICU says it, on names as they are, and never where a name is only spelt otherwise."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.names import Sight, folded, looks_alike, skeleton, suspicious
from registry.names.confusable import _drawn, described
from tests.foreign import data

SKELETONS: dict[str, str] = json.loads((Path(__file__).parent / "skeletons.json").read_text(encoding="utf-8"))[
    "skeletons"
]


@pytest.mark.parametrize("text", SKELETONS)
def test_what_is_drawn_is_what_icu_draws(text: str) -> None:
    assert _drawn(text, digits=True) == SKELETONS[text]


DISGUISED = [
    ("ОpenAI", "OpenAI"),
    ("оpenai", "OpenAI"),
    ("OPENАІ", "OpenAI"),
    ("OpenAl", "OpenAI"),
    ("0penAI", "OpenAI"),
    ("Open\u200bAI", "OpenAI"),
    ("rnoonshot", "Moonshot"),
    ("ВAICHUAN", "Baichuan"),
    ("文心ー言", "文心一言"),
    ("文心—言", "文心一言"),
    ("GPT-4О", "gpt-4o"),
    ("СMMLU", "CMMLU"),
]


@pytest.mark.parametrize(("one", "other"), DISGUISED)
def test_a_disguise_looks_alike(one: str, other: str) -> None:
    assert looks_alike(one, other)
    assert looks_alike(other, one)
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("文心一言", "ERNIE Bot"),
        ("ＯｐｅｎＡＩ", "OpenAI"),
        ("OPENAI", "OpenAI"),
        ("GPT‑4", "GPT-4"),
        ("GPT 4", "GPT-4"),
        ("GPT-4", "GPT4"),
        ("GPT-40", "GPT-4o"),
        ("Qwen-VL", "Qwen-V1"),
        ("qwen-vl", "qwen-v1"),
        ("Model-1", "Model-I"),
        ("Baichuan-13B", "Baichuan-13B-Chat"),
        ("Baichuan-13B", "Baichuan-18B"),
        ("书生·浦语", "书生浦语"),
        ("openai", "openal"),
    ],
)
def test_another_spelling_and_another_name_are_no_disguise(one: str, other: str) -> None:
    assert not looks_alike(one, other)
    assert not looks_alike(other, one)


def real_names() -> list[str]:
    """Return names as leaderboards print them: of models, datasets, tools; Chinese and English."""
    with data("cmmlu", "history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        found = {row["model"] for row in csv.DictReader(file)}
    with data("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        found |= {row[0] for row in csv.reader(file)}
    found |= set(json.loads(data("evalplus", "results.json").read_text(encoding="utf-8")))
    boards = json.loads(data("swebench", "leaderboards-2025-10-06.json").read_text(encoding="utf-8"))["leaderboards"]
    found |= {row["name"] for board in boards for row in board["results"]}
    found |= set(
        re.findall(r"^ +model: (.+)$", data("aider", "polyglot_leaderboard.yml").read_text("utf-8"), re.MULTILINE)
    )
    tables = [path.read_text(encoding="utf-8") for path in data("hundred-model-war.md").parent.rglob("*.md")]
    found |= {
        cell.strip() for text in tables for line in text.splitlines() if line[:1] == "|" for cell in line.split("|")
    }
    found |= {word for text in tables for word in text.split()}
    return sorted(found - {""})


def test_no_real_name_is_suspicious_or_looks_like_another() -> None:
    names = real_names()
    assert len(names) > 2_500
    assert [name for name in names if suspicious(name)] == []
    alike = defaultdict(set)
    for name in names:
        alike[skeleton(name)].add(name)
    pairs = [(a, b) for group in alike.values() for a in group for b in group if folded(a) < folded(b)]
    assert [pair for pair in pairs if looks_alike(*pair)] == []


@pytest.mark.parametrize(
    ("name", "sight", "characters"),
    [
        ("ОpenAI", Sight.MIXED, "О"),
        ("GΡΤ-4", Sight.MIXED, "ΡΤ"),
        ("Open\u200bAI", Sight.INVISIBLE, "\u200b"),
        ("Open\u00adAI", Sight.INVISIBLE, "\u00ad"),
        ("Qwen\u200d-7B", Sight.INVISIBLE, "\u200d"),
        ("文心\u202e一言", Sight.BIDI, "\u202e"),
    ],
)
def test_what_is_hidden_in_a_name_is_said_by_code_point(name: str, sight: Sight, characters: str) -> None:
    (found,) = suspicious(name)
    assert (found.sight, "".join(found.characters)) == (sight, characters)
    assert found.code_points.startswith(described(characters[0]))
    assert described("О") == "U+041E CYRILLIC CAPITAL LETTER O"


@pytest.mark.parametrize(
    "name",
    [
        "vivo蓝心大模型-7B（BlueLM）",
        "GigaЧат",
        "Cбер",
        "ЯндексGPT Про",
        "τ-bench",
        "🏅️ first",
        "🧑\u200d💻 coder",
        "ＧＰＴ-4",
        "می\u200cشود",
        "µ-bench",
        "한국어GPT",
    ],
)
def test_scripts_side_by_side_and_characters_with_a_use_are_not_suspicious(name: str) -> None:
    assert suspicious(name) == ()


@given(name=st.text(), other=st.text())
def test_no_text_makes_it_stumble_and_nothing_looks_like_itself(name: str, other: str) -> None:
    assert not looks_alike(name, name)
    assert looks_alike(name, other) == looks_alike(other, name)
    suspicious(name)


@given(text=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF)))
def test_full_width_letters_change_nothing(text: str) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
    assert skeleton(wide) == skeleton(text)
    assert not looks_alike(wide, text)
