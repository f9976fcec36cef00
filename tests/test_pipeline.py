"""The model as kg loads it says what the model alone says, by other multiplications."""

from __future__ import annotations

import spacy
from thinc.api import NumpyOps
from threadpoolctl import threadpool_info

from kg.annotate import pipeline
from kg.settings import MODEL, samples_folder

TEXT = (
    "Arland said on Tuesday that 190 of its soldiers had come home under the agreement that the two delegations "
    "signed in Norton in May. Borland, which had promised to hand over 1,000 bodies, returned 240, its ministry wrote."
)


def test_matrices_are_multiplied_by_numpy_in_one_thread() -> None:
    nlp = pipeline.load(MODEL)
    # The parser's own last step is compiled, and has no choice.
    kinds = {node.ops for name in ("tok2vec", "tagger") for node in nlp.get_pipe(name).model.walk()}
    assert all(type(ops) is NumpyOps and not ops.use_blis for ops in kinds)
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


def test_the_parse_is_that_of_the_model_alone() -> None:
    plain, ours = spacy.load(MODEL)(TEXT), pipeline.load(MODEL)(TEXT)
    assert [(t.text, t.tag_, t.dep_, t.head.i, t.lemma_) for t in ours] == [
        (t.text, t.tag_, t.dep_, t.head.i, t.lemma_) for t in plain
    ]


def test_what_a_text_comes_to_does_not_depend_on_those_beside_it() -> None:
    nlp = pipeline.load(MODEL)
    texts = [sample.read_text(encoding="utf-8") for sample in sorted(samples_folder().glob("*.txt"))]
    together = pipeline.parse(nlp, texts)
    alone = [pipeline.parse(nlp, [text])[0] for text in texts]
    assert len(alone) > 5
    assert [[(t.head.i, t.dep_, t.tag_) for t in doc] for doc in together] == [
        [(t.head.i, t.dep_, t.tag_) for t in doc] for doc in alone
    ]
    # To the bit: two parses that agree may still have been near to differing.
    parser = nlp.get_pipe("parser").model
    vectors = parser.predict(together).tokvecs
    assert vectors.tobytes() == b"".join(parser.predict([doc]).tokvecs.tobytes() for doc in alone)
