"""Sets the borders of sentences before the parser sees a text, as a component of its pipeline."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.language import Language

from kg.annotate.sentences import spans

if TYPE_CHECKING:
    from spacy.tokens import Doc


@Language.component("kg_sentences", assigns=["token.is_sent_start"])
def set_borders(doc: Doc) -> Doc:
    """Marks each token as starting a sentence or not, so that the parser keeps to these borders."""
    if not len(doc):
        return doc
    borders = np.full(len(doc), -1, dtype="int64")
    borders[0] = 1
    offsets, lengths = (column.tolist() for column in doc.to_array([IDX, LENGTH]).T)
    for span in spans(doc.text):
        index = bisect_right(offsets, span.start) - 1
        if (
            index >= 0
            and offsets[index] < span.start
            and index + 1 < len(offsets)
            and offsets[index] + lengths[index] <= span.start
        ):
            index += 1
        borders[max(index, 0)] = 1
    doc.from_array([SENT_START], borders.astype("uint64"))  # type: ignore[arg-type]
    return doc
