"""Turns bytes into text: by byte order mark, as UTF-8, as a page declares, or as it shows beyond doubt."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kg.errors import ArticleError

# The longer first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Those in which newsrooms of the field wrote before UTF-8. Of more, every English text with one accent fits several.
_USUAL = ["cp1252", "cp1251", "cp1250", "koi8_r", "koi8_u", "cp866", "mac_roman", "mac_cyrillic", "iso8859_5"]
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})|\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# Python knows other things by the name of an encoding, such as compression, that no page may ask for.
_ENCODINGS = re.compile(
    r"utf-8|cp125\d|cp866|cp874|iso8859-\d+|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*", re.IGNORECASE
)
# Quotation marks, dashes and dots that all encodings of Windows share; within a word only as an apostrophe, for in
# those of Macintosh the same bytes are letters.
_QUOTES = re.compile(
    rb"(?<![A-Za-z])[\x84\x85\x91\x93-\x97\xa0\xab\xbb]|[\x84\x85\x91\x93-\x97\xa0\xab\xbb](?![A-Za-z])|\x92"
)
_HEAD = 4096
_ENOUGH = 100
_LOST = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding that it had, as Python names it."""

    text: str
    encoding: str


def plain(content: bytes, source: str) -> Decoded:
    """Decodes plain text; a text in UTF-8 stays as it is to the last character, its byte order mark included.

    `source` names the file in errors. Raises ArticleError for what is binary, broken, or in an encoding that the bytes
    don't show beyond doubt.
    """
    marked = _marked(content, source)
    if marked and "\0" not in marked.text:
        return marked
    if b"\0" in content:
        at = content.index(b"\0")
        raise ArticleError(f"{source}: a binary file (NUL at byte {at}); give the article as plain text")
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if shown := _shown(content):
            return shown
        reason = f"not UTF-8 at byte {error.start}; convert it, for example: iconv -f windows-1252 -t utf-8"
        raise ArticleError(f"{source}: {reason}") from error


def page(content: bytes, source: str) -> Decoded:
    """Decodes a page of HTML by its byte order mark, as UTF-8 where it is that, else as its head declares.

    What is UTF-8 from start to end is that whatever the head says: browsers convert pages on saving and leave the head.
    Raises ArticleError as `plain` does.
    """
    if marked := _marked(content, source):
        return marked
    if content.count(b"\0") * 100 > len(content):
        raise ArticleError(f"{source}: a binary file, no page of HTML; save the page anew or its text as .txt")
    content = content.replace(b"\0", b"")
    try:
        return Decoded(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        name = _declared(content)
        if name:
            text = content.decode(name, errors="replace")
            # A few broken bytes, of an advertisement or a comment, are no reason to lose the article.
            if text.count("\ufffd") <= max(len(text) * _LOST, 3):
                return Decoded(text, name)
        if shown := _shown(content):
            return shown
        told = f"neither UTF-8 nor the declared {name}" if name else "not UTF-8, and the page declares no encoding"
        raise ArticleError(f"{source}: {told} (byte {error.start}); convert it with iconv") from error


def _marked(content: bytes, source: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return Decoded(content.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                told = f"begins as {encoding.upper()} and is broken at byte {error.start}"
                raise ArticleError(f"{source}: {told}; save it anew as UTF-8") from error
    return None


def _declared(content: bytes) -> str | None:
    """Finds the encoding that a page's head declares, as the HTML standard has its names understood."""
    match = _DECLARED.search(content[:_HEAD])
    if not match:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    try:
        name = codecs.lookup(name).name
    except LookupError:
        name = re.sub(r"^(?:x-)?(?:windows|cp)-?(\d+)$", r"cp\1", name)
        name = "mac-cyrillic" if name == "x-mac-cyrillic" else name
    # Browsers take the first two for the third, and so do those who write pages.
    name = "cp1252" if name in {"ascii", "iso8859-1"} else name
    return name if _ENCODINGS.fullmatch(name) and _known(name) else None


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _shown(content: bytes) -> Decoded | None:
    """Recognises an encoding by what it makes of the bytes: words without noise, and no other does that differently."""
    if len(content) < _ENOUGH:
        return None
    if not re.search(rb"[\x80-\xff]", _QUOTES.sub(b"", content)):
        return Decoded(content.decode("cp1252"), "cp1252")
    found = list(from_bytes(content, cp_isolation=_USUAL, enable_fallback=False))
    if not found or found[0].chaos > 0.02 or found[0].coherence < 0.5:
        return None
    best = found[0]
    rivals = (one for one in found[1:] if one.chaos <= 0.02 and one.coherence >= best.coherence - 0.1)
    return None if any(str(one) != str(best) for one in rivals) else Decoded(str(best), best.encoding)
