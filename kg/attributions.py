"""Shows the reported speech of any English text: who, by which words, what."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from kg import authority, lexicon, turtle
from kg.annotate import Annotator
from kg.annotate.attributions import Cues
from kg.clean import clean, prose
from kg.model import Attribution
from kg.read import read as read_article
from kg.settings import data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Span
    from kg.settings import Settings

_LEMMA = "https://w3id.org/exchange-kg/ontology#lemma"
_CLASS = "https://w3id.org/exchange-kg/lexicon#"
