"""How stretches of an article's text are marked, however they overlap, and how words are folded for search."""

from __future__ import annotations

import random

import pytest

from kg.serve import folding
from kg.serve.marking import LONGEST, Mark, Paragraph, paragraphs


def written(paragraph: Paragraph) -> str:
    """Writes opened marks as `[name `, broken ones as `(name `."""
    out = []
    for token in paragraph.tokens:
        if token.opens:
            out.append(("[" if token.opens.first else "(") + token.opens.kinds[0] + " ")
        elif token.closes:
            out.append("]")
        else:
            out.append(token.words)
    return "".join(out)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("abcdef", [(1, 3, "x")], ["a[x bc]def"]),
        ("abcdef", [(1, 5, "x"), (2, 4, "y")], ["a[x b[y cd]e]f"]),
        ("abcdef", [(1, 4, "x"), (2, 6, "y")], ["a[x b[y cd]](y ef]"]),
        ("abcdef", [(0, 6, "x"), (0, 3, "y"), (3, 6, "z")], ["[x [y abc][z def]]"]),
        ("ab\ncd", [(1, 4, "x")], ["a[x b]", "(x c]d"]),
        ("ab\n\ncd", [(2, 6, "x")], ["ab", "[x cd]"]),
        ("ab", [(1, 1, "x"), (5, 9, "y")], ["ab"]),
        ("🕊a🕊b", [(1, 3, "x")], ["🕊[x a🕊]b"]),
    ],
)
def test_marks_nest_or_are_broken(text: str, marks: list[tuple[int, int, str]], expected: list[str]) -> None:
    found = paragraphs(text, [Mark(start, end, (name,)) for start, end, name in marks])
    assert [written(one) for one in found] == expected


def test_an_endless_line_comes_in_pieces() -> None:
    text = "word " * 3000 + "x" * 10_000
    found = list(paragraphs(text, [Mark(7, 12_000, ("claim",))]))
    assert [one.runs_on for one in found] == [True] * (len(found) - 1) + [False]
    assert "".join(token.words for one in found for token in one.tokens) == text
    assert max(len(token.words) for one in found for token in one.tokens) <= LONGEST
    assert [token.opens.first for one in found for token in one.tokens if token.opens] == [True, False, False]


@pytest.mark.parametrize("seed", range(50))
def test_whatever_the_marks_the_text_stays_and_they_nest(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choice("abc \n🕊") for _ in range(60))
    marks = [
        Mark(start, start + chance.randrange(20), (str(n),)) for n in range(12) for start in [chance.randrange(60)]
    ]
    covered: dict[str, list[int]] = {}
    for paragraph in paragraphs(text, marks):
        at, opened = paragraph.start, []
        for token in paragraph.tokens:
            if token.opens:
                opened.append(token.opens)
            elif token.closes:
                assert opened.pop() is token.closes
            else:
                assert text[at : at + len(token.words)] == token.words
                for mark in opened:
                    covered.setdefault(mark.kinds[0], []).extend(range(at, at + len(token.words)))
                at += len(token.words)
        assert opened == []
    blank = {at for at, one in enumerate(text) if one == "\n"}
    lines = [line for line in text.split("\n") if not line.strip()]
    if not any(lines):
        assert covered == {
            mark.kinds[0]: sorted(set(range(mark.start, min(mark.end, len(text)))) - blank)
            for mark in marks
            if set(range(mark.start, min(mark.end, len(text)))) - blank
        }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zélensky", "zelensky"),
        ("ЗЕЛЕНСЬКИЙ", "зеленськии"),
        ("1,200 and 12,5", "1200 and 12,5"),
        ("STRAẞE", "strasse"),
    ],
)
def test_words_are_folded(text: str, expected: str) -> None:
    assert folding.folded(text) == expected


def test_searched_words_are_found_where_they_begin() -> None:
    text = "The 1,200 bodies; Bodily, 1200."
    found = folding.matching(text, ["bod", "1200"])
    assert [text[start:end] for start, end in found] == ["1,200", "bodies", "Bodily", "1200"]
