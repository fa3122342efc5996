"""Badges: XML that asks nobody for anything, says the verdict as a word, and is green for one word only."""

from __future__ import annotations

import re
import struct
import zlib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporters import badge
from registry.trust import Verdict, Word
from tests.registry.exporters.citing import made
from tests.registry.exporters.rows import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def opened(picture: str) -> ET.Element:
    """Return a badge as XML, of the few elements that it may hold."""
    root = ET.fromstring(picture)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {"svg", "title", "rect", "g", "text"}
    for one in root.iter():
        assert not {name for name in one.attrib if name.startswith("on") or "href" in name or name == "style"}
        assert not [value for value in one.attrib.values() if "url(" in value or ":" in value]
    return root


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_it_says_model_rank_board_verdict_and_as_of_when() -> None:
    root = opened(badge.badge(made()))
    assert texts(root) == ["Model A, rank 1 of 26, Model A", "flagged: conflict, as of size 43"]
    title = root.findtext(f"{SVG}title") or ""
    assert "flagged: conflict (its submitter's own number), as of size 43. jinbang:example.org/rankings/42#" in title


@pytest.mark.parametrize("word", list(Word))
def test_only_verified_is_green_and_every_word_can_be_read_on_its_colour(word: Word) -> None:
    root = opened(badge.badge(made(verdict=Verdict(word, "", "why"))))
    colour = [one.attrib["fill"] for one in root.iter(f"{SVG}rect")][1]
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    assert (green > red and green > 1.5 * blue) == (word is Word.VERIFIED)
    assert texts(root)[1].startswith(word)
    channels = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (red / 255, green / 255, blue / 255)
    ]
    light = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    assert 1.05 / (light + 0.05) >= 4.5


def pixels(png: bytes) -> list[list[tuple[int, ...]]]:
    """Return the pixels of a PNG of 8 bits and four channels, row by row. Source: PNG specification, sections 7 and 9."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (png[:8], depth, colour) == (b"\x89PNG\r\n\x1a\n", 8, 6)
    packed, at = bytearray(), 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, before, rows = zlib.decompress(bytes(packed)), bytearray(4 * width), []
    for start in range(0, height * (4 * width + 1), 4 * width + 1):
        row = bytearray(raw[start + 1 : start + 1 + 4 * width])
        for one in range(4 * width):
            left, up, corner = (row[one - 4], before[one], before[one - 4]) if one > 3 else (0, before[one], 0)
            near = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
            row[one] = (row[one] + (0, left, up, (left + up) // 2, near)[raw[start]]) & 255
        rows.append([tuple(row[one : one + 4]) for one in range(0, 4 * width, 4)])
        before = row
    return rows


@pytest.mark.parametrize("word", list(Word))
def test_a_renderer_draws_it_in_its_size_with_the_colour_of_its_word(word: Word) -> None:
    renderer = pytest.importorskip("resvg_py")
    picture = badge.badge(made("模型 & <A>", Verdict(word, "", "why")))
    root = opened(picture)
    first, second = root.iter(f"{SVG}rect")
    drawn = pixels(bytes(renderer.svg_to_bytes(svg_string=picture)))

    assert (len(drawn), len(drawn[0])) == (20, int(root.attrib["width"]))
    for rect, edge in ((first, 1), (second, -2)):
        assert "#" + bytes(drawn[2][edge][:3]).hex() == rect.attrib["fill"]
        assert drawn[2][edge][3] == 255
    assert {drawn[2][int(second.attrib["x"]) + shift] for shift in (-1, 0)} == {drawn[2][1], drawn[2][-2]}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_text_and_leave_room_for_the_rank(words: str) -> None:
    picture = badge.badge(made(words, Verdict(Word.FLAGGED, "conflict", words)))
    left, right = texts(opened(picture))
    assert ", rank 1 of 26, " in left
    assert right == "flagged: conflict, as of size 43"
    assert len(picture.encode()) < 8_000
    assert all(line.isprintable() for line in picture.splitlines())


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_a_name_holds_it_is_xml(words: str) -> None:
    picture = badge.badge(made(words, Verdict(Word.UNCHECKED, "", words)))
    root = opened(picture)
    total = sum(int(one.attrib["width"]) for one in root.iter(f"{SVG}rect"))
    assert int(root.attrib["width"]) == total
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", picture)
