"""The errors a person can act on: each names the file, the place and the way out.

KgError
├── ArticleError      an article can't be read; the others go on
├── AuthorityError    an authority or lexicon file can't be used
├── ShapesError       shapes can't be used
├── StoreError        the store can't be opened or written, the endpoint can't be reached or read
├── QueryError        a query can't be answered
│   ├── CutShortError     an endpoint gave a part of the answer
│   └── QuestionError     no such question, parameter or format
│       └── ParameterError    a parameter that is unknown, missing or not of its type
├── NothingFoundError nothing in the graph is called or counted so
├── FetchError        an address can't be fetched; the others go on
├── PushError         a triple store can't be reached, or doesn't take the graph as it is
├── ServeError        the server can't listen where it is told to
├── BusyError         all processes of the server are busy
├── TimeLimitError    a query takes longer than the server lets it
├── ExportError       a file can't be written
│   └── EndingError       no such form of file
└── UsageError        the command line asks for what there is not: QuestionError and EndingError too
"""

from __future__ import annotations


class KgError(Exception):
    """Any fault in the data or its surroundings that the user can mend."""


class ArticleError(KgError):
    """An article that can't be read."""


class AuthorityError(KgError):
    """An authority or lexicon file that can't be used."""


class ShapesError(KgError):
    """Shapes that can't be used: no Turtle, no SHACL, or beyond what the engine can do."""


class StoreError(KgError):
    """A store that can't be opened, holds a format this version can't read, or is an endpoint that doesn't answer."""


class UsageError(KgError):
    """A command line that asks for what there is not; its exit status is 2, that of other faults 1."""


class QueryError(KgError):
    """A stored question or SPARQL text that can't be answered as asked."""


class CutShortError(QueryError):
    """An answer of which an endpoint gave only the beginning."""


class QuestionError(QueryError, UsageError):
    """A stored question, a parameter or a format of answers that there is not."""


class ParameterError(QuestionError):
    """A parameter of a stored question that is unknown, missing, or not of its type; `parameter` is its name."""

    def __init__(self, reason: str, parameter: str) -> None:
        """Takes what is wrong, and of which parameter."""
        super().__init__(reason)
        self.parameter = parameter


class NothingFoundError(KgError):
    """Words that mean nothing in the graph; the message tells what comes near."""


class PushError(KgError):
    """A triple store that can't be reached, refuses, or holds something else than it was sent."""


class ServeError(KgError):
    """An address or a port on which the server can't listen."""


class BusyError(KgError):
    """A query whose turn did not come in time."""


class TimeLimitError(KgError):
    """A query that was stopped because it took longer than it may."""


class FetchError(KgError):
    """An address that can't be fetched, or may not be."""


class ExportError(KgError):
    """A file that can't be written in the form asked for."""


class EndingError(ExportError, UsageError):
    """A file name whose ending stands for no form that can be written."""
