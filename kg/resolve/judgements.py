"""A reader's decisions on pairs of reports, which every resolution obeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reader's word that two reports (by IRI) are about the same exchange, or about different ones."""

    same: bool
    report_a: str
    report_b: str
    reason: str = ""


def judged_same(reports: Iterable[str], judgements: Sequence[Judgement]) -> dict[str, str]:
    """Maps each report to the first report of those that readers put together with it.

    Args:
        reports: the IRIs of all reports; judgements on others are passed over, their articles may come back.
        judgements: in any order.

    Raises:
        KgError: two reports are judged the same, directly or through others, and also different.
    """
    leader = {report: report for report in sorted(reports)}

    def find(report: str) -> str:
        while leader[report] != report:
            leader[report] = report = leader[leader[report]]
        return report

    known = [one for one in judgements if one.report_a in leader and one.report_b in leader]
    for one in known:
        if one.same:
            first, second = sorted((find(one.report_a), find(one.report_b)))
            leader[second] = first
    for one in known:
        if not one.same and find(one.report_a) == find(one.report_b):
            raise KgError(
                f"{one.report_a} and {one.report_b} are judged different, and also the same by other judgements; "
                "undo one of them"
            )
    return {report: find(report) for report in leader}
