"""Fetches pages and feeds that the user names into a folder of WARC archives, which `kg build` reads."""

from kg.fetch.run import Outcome, Settings, fetch
from kg.fetch.wire import Limits

__all__ = ["Limits", "Outcome", "Settings", "fetch"]
