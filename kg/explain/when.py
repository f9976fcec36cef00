"""Reads a day, a month or a year as people type it."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date

_MONTHS = {name.casefold(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
_NAMED = "|".join(sorted({*_MONTHS, "sept"}, key=len, reverse=True))
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        rf"(?:\w+day,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_NAMED})\.?,?\s+(?P<year>\d{{4}})",
        rf"(?:\w+day,?\s+)?(?P<month>{_NAMED})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<month>{_NAMED})\.?,?\s+(?P<year>\d{{4}})",
        r"(?P<year>(?:19|20)\d{2})",
    )
)


def period(text: str) -> tuple[str, str] | None:
    """Reads a day (`2025-05-16`, `May 16 2025`, `16.05.2025`), a month (`2025-05`, `May 2025`) or a year.

    Gives its first and last day as ISO dates; None where the text is none of these.
    """
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match:
            parts = match.groupdict()
            year, day, named = int(parts["year"]), parts.get("day"), (parts.get("month") or "").casefold()
            if not named:
                return f"{year}-01-01", f"{year}-12-31"
            month = int(named) if named.isdecimal() else _MONTHS.get(named, 9)
            try:
                first = date(year, month, int(day or 1))
            except ValueError:
                return None
            last = first if day else first.replace(day=monthrange(year, month)[1])
            return first.isoformat(), last.isoformat()
    return None
