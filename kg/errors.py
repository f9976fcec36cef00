"""The errors a person can act on: each names the file, the place and the way out.

    KgError
    ├── ArticleError      an article can't be read; the others go on
    ├── AuthorityError    an authority or lexicon file can't be used
    ├── StoreError        the store can't be opened or written
    ├── QueryError        a question is unknown, malformed or lacks a parameter
    └── ExportError       a file can't be written in the form its ending asks for
"""

from __future__ import annotations


class KgError(Exception):
    """Any fault in the data or its surroundings that the user can mend."""


class ArticleError(KgError):
    """An article that can't be read."""


class AuthorityError(KgError):
    """An authority or lexicon file that can't be used."""


class StoreError(KgError):
    """A store that can't be opened, or holds a format this version can't read."""


class QueryError(KgError):
    """A stored question or SPARQL text that can't be answered as asked."""


class ExportError(KgError):
    """A file that can't be written in the form asked for."""
