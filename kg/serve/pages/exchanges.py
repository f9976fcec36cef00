"""Exchanges: the list of them, and one with who says what, agreement beside disagreement."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.explain import gather
from kg.serve.choices import choices
from kg.serve.pages.articles import day
from kg.serve.pages.home import flows
from kg.serve.pages.paging import listed
from kg.serve.pages.render import page
from kg.serve.timeline import timeline
from kg.vocab import KG

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.catalogue import Row
    from kg.serve.view import View

_ROLES = ("total", "combined", "part", "agreed", "planned", "running", "threshold", "losses")
_MOST, _LISTED = 60, 40

PAIRS = """
SELECT pairs.both_true, pairs.why, pairs.comment, a.figure AS a, b.figure AS b, a.bounds AS a_bounds,
  b.bounds AS b_bounds, a.about AS a_about, a.speaker_label AS a_speaker, b.speaker_label AS b_speaker,
  a.name AS a_name, b.name AS b_name, a.people AS people, a.outlet_label AS a_outlet, b.outlet_label AS b_outlet
FROM pairs JOIN told a ON a.figure = pairs.a JOIN told b ON b.figure = pairs.b
"""


def every(request: Request, view: View) -> Response:
    """Lists the exchanges, the newest first, of one kind, verdict or time if that is asked."""
    kind, verdict = request.query_params.get("kind", ""), request.query_params.get("verdict", "")
    since, until = day(request, "since"), day(request, "until")
    filters = (
        ("instr(kind, ?)", kind),
        ("iri IN (SELECT exchange FROM flows WHERE verdict = ?)", verdict),
        ("(latest = '' OR latest >= ?)", since),
        ("(earliest = '' OR earliest <= ?)", until),
    )
    found, cut = listed(request, view.catalogue, "exchanges", filters, "latest DESC, earliest DESC, iri", size=_LISTED)
    return page(
        request, view, "exchanges", active="exchanges", cut=cut, kind=kind, verdict=verdict, since=since, until=until,
        verdicts=choices("verdict"), exchanges=[(one, flows(view, str(one["iri"]))) for one in found],
    )  # fmt: skip


def one(request: Request, view: View, iri: str) -> Response:
    """Shows an exchange."""
    catalogue, graph = view.catalogue, view.graph()
    told = catalogue.rows("SELECT * FROM told WHERE exchange = ? ORDER BY published = '', published, name, start", iri)
    silent = catalogue.rows(
        "SELECT * FROM spoken WHERE exchange = ? AND claim NOT IN (SELECT claim FROM figures WHERE exchange = ?) "
        "ORDER BY published = '', published, name, passage_start LIMIT ?",
        iri, iri, _MOST,
    )  # fmt: skip
    meeting = catalogue.row("SELECT * FROM exchanges WHERE iri = ?", iri)
    assert meeting is not None
    reports = graph.back(iri, str(KG.reportOf))
    pairs = catalogue.rows(PAIRS + "WHERE pairs.exchange = ?", iri)
    return page(
        request,
        view,
        "exchange",
        active="exchanges",
        iri=iri,
        exchange=meeting,
        basis=graph.one(iri, KG.basis),
        flows=flows(view, iri),
        groups_=_groups([one for one in told if not one["place"]]),
        regions=_groups([one for one in told if one["place"]]),
        clashes=clashes(one for one in pairs if not one["both_true"]),
        compatible=clashes(one for one in pairs if one["both_true"]),
        answers=_answers(view, iri),
        silent=silent,
        timeline=timeline(told),
        reports=sorted(
            (gather.report(graph, report) for report in reports[:_MOST]),
            key=lambda one: (not one.article.published, one.article.published, one.article.name),
        ),
        more=max(0, len(reports) - _MOST),
        links=gather.links(graph, reports)[:20] if len(reports) <= _MOST else (),
        near=_near(view, meeting),
        judgements=gather.judgements(graph, (iri, *reports[:_MOST])),
        places=_places(view, told),
    )


def _groups(told: list[Row]) -> list[list[Row]]:
    """Puts together who gives the same figure for the same people; totals come first, large figures before small."""
    found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for one in told:
        role = _ROLES.index(one["role"]) if one["role"] in _ROLES else len(_ROLES)
        size = one["minimum"] if one["minimum"] is not None else one["maximum"] or 0
        found[role, one["people"], -size, one["bounds"]].append(one)
    return [rows for _, rows in sorted(found.items(), key=lambda item: item[0])]


def clashes(pairs: object) -> list[dict[str, object]]:
    """Puts together pairs of the same two figures: why they differ, and on each side who gives which."""
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for pair in pairs:  # type: ignore[attr-defined]
        ends = {pair["a_bounds"], pair["b_bounds"]}
        entry = found.setdefault(
            (pair["why"], pair["people"], frozenset(ends)),
            {"why": pair["why"], "comment": pair["comment"], "about": pair["a_about"], "sides": {}},
        )
        sides = entry["sides"]
        assert isinstance(sides, dict)
        for end in "ab":
            who = pair[f"{end}_speaker"] or pair[f"{end}_outlet"] or "an unnamed speaker"
            sides.setdefault(pair[f"{end}_bounds"], {}).setdefault(who, pair[end])
    return list(found.values())


def _answers(view: View, iri: str) -> list[Row]:
    """Counts who agrees with, confirms, disputes or corrects whom."""
    return view.catalogue.rows(
        "SELECT a.speaker AS a, a.speaker_label AS a_label, answers.stance, b.speaker AS b, "
        "b.speaker_label AS b_label, COUNT(*) AS many, MIN(answers.a) AS claim "
        "FROM answers JOIN claims a ON a.iri = answers.a JOIN claims b ON b.iri = answers.b "
        "WHERE a.exchange = ? AND a.speaker != b.speaker "
        "GROUP BY a.speaker, answers.stance, b.speaker ORDER BY answers.stance, many DESC, a_label LIMIT 30",
        iri,
    )


def _near(view: View, meeting: Row) -> list[Row]:
    """Finds exchanges of the same kind that may have been on the same days, and were kept apart."""
    if not meeting["latest"]:
        return []
    return view.catalogue.rows(
        "SELECT * FROM exchanges WHERE iri != ? AND instr(kind, ?) AND latest != '' AND earliest <= ? AND latest >= ? "
        "AND earliest != '' ORDER BY latest, iri LIMIT 6",
        meeting["iri"], meeting["kind"].split(" ")[0], meeting["latest"], meeting["earliest"] or meeting["latest"],
    )  # fmt: skip


def _places(view: View, told: list[Row]) -> dict[str, Row]:
    wanted = sorted({one["place"] for one in told if one["place"]})
    found = (view.catalogue.row("SELECT * FROM places WHERE iri = ?", one) for one in wanted)
    return {one["iri"]: one for one in found if one is not None}
