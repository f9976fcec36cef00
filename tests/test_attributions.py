from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import attributions, authority, lexicon, read
from kg.annotate.annotator import Annotator
from kg.clean import clean
from kg.settings import BASE, MODEL

if TYPE_CHECKING:
    from conftest import Kg

    from kg.annotate.cues import Cues
    from kg.model import Attribution, Span

CORPUS = Path(__file__).parent / "corpus"
FLOORS = tomllib.loads((CORPUS / "floors.toml").read_text(encoding="utf-8"))["attributions"]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load(MODEL, authority.load(), lexicon.load(), BASE)


@pytest.fixture(scope="module")
def words() -> Cues:
    return attributions.cues()


def found(path: Path, annotator: Annotator, words: Cues) -> list[Attribution]:
    return attributions.attributions(clean(read.read(path), annotator.lexicon), annotator, words)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor said on Monday that the bridge would close.", "The mayor", "said", "that the bridge would close"),
        ("The bridge will close, the mayor said.", "the mayor", "said", "The bridge will close"),
        ("The bridge, said the mayor, will close.", "the mayor", "said", "The bridge, said the mayor, will close"),
        ('"It is over," he shrugged.', "he", "shrugged", '"It is over,"'),
        ('"We lost," she said. "We will be back."', "she", "said", '"We lost," she said. "We will be back."'),
        ("Taxes will rise, according to two officials.", "two officials", "according to", "Taxes will rise"),
        (
            "Taxes, as the minister put it, are theft.",
            "the minister",
            "put",
            "Taxes, as the minister put it, are theft",
        ),
        ("Their leader vowed to fight on.", "Their leader", "vowed", "to fight on"),
        ("Critics want the minister to resign.", "Critics", "want", "the minister to resign"),
        ("She urged voters to stay calm.", "She", "urged", "voters to stay calm"),
        ("Farmers accused the bank of greed.", "Farmers", "accused", "the bank of greed"),
        ("The union called for a strike.", "The union", "called", "for a strike"),
        ("Lawyers were skeptical that charges would follow.", "Lawyers", "skeptical", "that charges would follow"),
        ("His claim that the vote was rigged fell flat.", "His", "claim", "that the vote was rigged"),
        ("Senator Hill, who is 80, dismissed the rumor.", "Senator Hill, who is 80,", "dismissed", "the rumor"),
        ("The plan was condemned by the teachers.", "the teachers", "condemned", "The plan"),
    ],
)
def test_an_attribution_has_its_source_its_cue_and_its_content(
    tmp_path: Path, annotator: Annotator, words: Cues, text: str, source: str, cue: str, content: str
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (one,) = found(tmp_path / "a.txt", annotator, words)
    assert one.source is not None
    assert one.cue is not None
    told = [text[span.start : span.end] for span in (one.source, one.cue, one.content)]
    assert told == [source.rstrip(","), cue, content]


@pytest.mark.parametrize(
    "text",
    [
        "The parade began at noon and passed the town hall.",
        "The treaty calls for repairs.",
        "The senator declined to comment.",
        "The deal supports three hundred jobs.",
    ],
)
def test_what_nobody_says_or_thinks_is_no_attribution(
    tmp_path: Path, annotator: Annotator, words: Cues, text: str
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert found(tmp_path / "a.txt", annotator, words) == []


def test_of_nested_attributions_the_outermost_stays(tmp_path: Path, annotator: Annotator, words: Cues) -> None:
    text = "The lawyer said her client believed that the witness had lied."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (one,) = found(tmp_path / "a.txt", annotator, words)
    assert text[one.content.start : one.content.end] == "her client believed that the witness had lied"


def test_a_second_verb_has_the_first_ones_source(tmp_path: Path, annotator: Annotator, words: Cues) -> None:
    text = "The company confirmed that it would close the plant but refused to say when it would do so."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    told = [
        tuple(text[s.start : s.end] for s in (one.source, one.content) if s)
        for one in found(tmp_path / "a.txt", annotator, words)
    ]
    assert told == [
        ("The company", "that it would close the plant"),
        ("The company", "to say when it would do so"),
    ]


def test_boilerplate_says_nothing_and_offsets_are_those_of_the_file(
    tmp_path: Path, annotator: Annotator, words: Cues
) -> None:
    text = (
        "Bridge to close\n\nThe mayor said the old bridge over the river would be closed for \U0001f309 repairs.\n\n"
        "Sign up for our newsletter: readers say it is the best.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (one,) = found(tmp_path / "a.txt", annotator, words)
    assert text[one.content.start : one.content.end].endswith("closed for \U0001f309 repairs")


def test_the_command_gives_json_as_the_contract_has_it(kg: Kg, tmp_path: Path) -> None:
    text = "Kyiv said 12 soldiers were home. It thanked the Red Cross.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = kg("claims", tmp_path / "a.txt", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = json.loads(done.stdout)
    assert first == {"source": [0, 4], "cue": [5, 9], "content": [10, 31], "speaker": "Ukraine"}
    assert (second["content"], second["speaker"]) == ([44, 57], "Ukraine")


def test_the_command_shows_text_and_names_what_it_cannot_do(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said the bridge would close.\n", encoding="utf-8")
    done = kg("claims", tmp_path / "a.txt")
    assert done.stdout == "15–37  The mayor · said\n    the bridge would close\n1 attribution\n"
    assert kg("claims", tmp_path / "a.txt", "--format", "xml").returncode == 2
    assert "no such" in kg("claims", tmp_path / "b.txt").stderr.lower()


def test_a_text_without_reported_speech_has_an_empty_list(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The parade began at noon.\n", encoding="utf-8")
    assert kg("claims", tmp_path / "a.txt", "--format", "json").stdout == "[]\n"


# ---------------------------------------------------------------- the annotated texts


@pytest.fixture(scope="module")
def measured(annotator: Annotator, words: Cues) -> dict[str, float]:
    """Gives the F1 of content, source and cue over all annotated texts."""
    hits, gold, predicted = ({"content": 0, "source": 0, "cue": 0} for _ in range(3))
    for path in sorted((CORPUS / "attributions").glob("*.txt")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        told = found(path, annotator, words)
        for field in hits:
            wanted = [tuple(one[field]) for one in expected]
            got = [_pair(getattr(one, field)) for one in told if getattr(one, field) is not None]
            hits[field] += _paired(wanted, got)
            gold[field] += len(wanted)
            predicted[field] += len(got)
    return {field: 2 * hits[field] / (gold[field] + predicted[field]) for field in hits}


@pytest.mark.parametrize("field", ["content", "source", "cue"])
def test_attributions_hold_their_floor(measured: dict[str, float], field: str) -> None:
    assert measured[field] >= FLOORS[field]["f1"]


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _paired(gold: list[tuple[int, int]], told: list[tuple[int, int]]) -> int:
    """Counts the pairs that overlap by half of the longer span, each span used once, the closest first."""
    near = sorted(
        ((_overlap(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(told) if _overlap(a, b) >= 0.5),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in near:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return len(used[0])


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0])
