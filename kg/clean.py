"""Masks what is not the article's own prose, and reads off it who published the article and when.

Boilerplate is found by the forms it has in general (appeals, newsletter boxes, lists of other articles, credits, site
controls, datelines), line by line. Nothing is moved: masking is blanking, so that every offset stays true.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kg import datelines, furniture, notes
from kg.authority import EntryType, host
from kg.model import Article, Span
from kg.publisher import Line, nobody, publisher

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.authority import Authority
    from kg.lexicon import Lexicon

_I = re.IGNORECASE

# A line of these forms opens a block that runs to the end of the page or to where prose sets in again.
_OPENS_BLOCK = re.compile(
    r"""^\W*(?:
      an?\ (?:message|note|word|letter|appeal)\ from\b | dear\ (?:readers?|friends?)\b | friends,$
    | sign\ up\ (?:for|to)\b | subscribe\b | get\ (?:the|our)\ .{0,60}\b(?:e-?mail|inbox|newsletters?|app)\b | join\ (?:us|more\ than|our|\d)
    | (?:support\ (?:our|us|independent|quality|journalism|(?-i:[A-Z]|the\ [A-Z]))|donate|help\ us|keep\ the\ .{2,40}\ going|become\ an?\ (?:member|patron|supporter|subscriber))
    | not\ ready\ to\ support | read\ (?:more|also|next|on|this)\b | see\ also\b | also\ read\b | more\ (?:on|from|about|stories|news|to\ read)\b
    | related(?:\ (?:articles?|stories|news|topics?|content|coverage|posts?))?\s*(?::|$) | recommended\b | most\ (?:read|popular|viewed)\b | you\ (?:may|might)\ (?:also\ )?like
    | what\ to\ read\b | further\ reading | in\ other\ news | trending\b | latest\ (?:news|stories)\s*:?$ | editor['’]s\ (?:picks?|choice)
    | (?:our|the)\ (?:weekly|daily|morning|evening|free)\ .{0,20}(?:newsletter|briefing|digest)\b | if\ you\ (?:value|like|enjoy|appreciate)\ (?:our|what|this)
    | (?:in\ )?this\ article\ (?:was\ originally|first\ appeared|is\ part) | about\ the\ authors?\b | comments?\s*(?:\(\d+\))?:?$ | share\ (?:this|on|via)\b
    | we(?:\ have|['’]ve)\ an?\ (?:small\ )?(?:favou?r|request) | before\ you\ go\b | hi,?\ (?:i['’]m|this\ is|it['’]s)\b | tags?\s*: | topics?\s*: | keywords?\s*:
    )""",
    _I | re.X,
)
# A single line of these forms is boilerplate wherever it stands.
_IS_LINE = re.compile(
    r"""^\W*(?:
      (?:photo|photograph|image|picture|video|file\ photo|illustration|illustrative\ (?:photo|image)|cover\ photo|infographic|graphic|source|credit|screenshot|caption)s?\s*(?:\(.*?\))?\s*(?::|by\b|/|courtesy|credit).{0,140}
    | (?:getty|afp|reuters|ap\ photo|epa|shutterstock)\b.{0,60}$ | (?:press\ service|social\ media|open\ source|archive|handout)\ /\ .{2,40}$
    | .{0,80}\s/\s(?:telegram|facebook|twitter|x|afp|reuters|getty|epa|ap|instagram|youtube)\W*$ | @\w[\w./ ]{2,60}$
    | .{0,80}\(?(?:ap|afp|epa)\ photo(?:/.{2,40})?\)?\W*$ | .{0,60}/(?:afp|reuters|getty(?:\ images)?|epa|ap)(?:\ via\ .{2,30})?\W*$
    | by\ (?:our|the|a)\ .{2,60}$ | by\ (?-i:[A-Z])[\w.’'-]+(?:\ (?-i:[A-Z])[\w.’'-]+){1,3}(?:\ (?:and|in|,).{0,60})?$
    | (?:reporting|additional\ reporting|writing|editing|edited|translated|translation|compiled|written)\ (?:by|from)\b | \((?:additional\ )?(?:reporting|writing|editing|with\ (?:files|reporting|inputs?))\b.*$
    | .{0,60}\b(?:reporting\ from\ .{2,30};|editing\ by)\b.*$ | our\ standards\b.* | (?:©|copyright|\(c\))\ ?.* | all\ rights\ reserved\b.*
    | .{0,60}\b(?:uses?\ cookies|privacy\ policy|terms\ of\ (?:use|service)|cookie\ (?:policy|settings))\b.*
    | (?:accept|reject|manage)(?:\ all)?(?:\ cookies|\ choices)?(?:\s*\|.*)?$ | advertisements?$ | ad$ | sponsored\b.{0,30}$ | (?:skip|scroll|continue|jump)\ (?:to|reading)\b.*
    | (?:follow|find|join|like)\ (?:us|me|.{2,40})\ (?:on|at|in)\ (?:telegram|twitter|x|facebook|instagram|whatsapp|google|youtube|social|tiktok|linkedin|threads|bluesky)\b.* | follow\ .{2,40}:\s*@.*
    | .{2,50}\bis\ (?:also\ )?on\ (?:telegram|whatsapp|facebook|x|twitter|instagram|viber)\b\s*(?::|!|\.?$).* | .{2,40}\bis\ (?:funded|supported|published|owned)\ by\b.*
    | when\ (?:quoting|using|reprinting)\b.* | .{0,60}\bwhen\ quoting\b.*\bhyperlink\b.* | .{0,40}\bhyperlink\ is\ (?:obligatory|mandatory|required)\b.* | .{0,60}\breproduction\b.{0,60}\b(?:permission|prohibited)\b.*
    | corrections?\ and\ clarifications?\s*:.*write.* | (?:last\ )?(?:updated|published|posted|modified)\b\s*:?.{0,60}$ | \d+\ (?:min(?:ute)?s?|hours?)\ (?:read|ago)\W*$
    | (?:facebook|twitter|telegram|whatsapp|linkedin|reddit|e-?mail|copy\ link|print|share|tweet|pin|save|viber|messenger|x)(?:\s*[|·•,/]?\s*(?:facebook|twitter|telegram|whatsapp|linkedin|reddit|e-?mail|copy\ link|print|share|x|viber|messenger))*$
    | (?:once|monthly|annual(?:ly)?|yearly|one-?off|continue|remind\ me\ later|perhaps\ another\ time|maybe\ later|no\ thanks|subscribe|donate|preview|payment\ methods|log\ in|sign\ in|register|menu|search|close|home|back\ to\ top|load\ more|show\ more|view\ comments)\W*$
    | (?:to|for)\ (?:subscribe|contact|unsubscribe|report\ an?\ (?:error|typo)|(?:get|receive)\ (?:alerts|updates|news))\b.* | download\ (?:the|our)\b.*app.* | (?:tell|write\ to|contact|email)\ (?:us|the\ (?:editors?|newsroom))\b.*
    | (?:found|noticed|spotted)\ an?\ (?:error|mistake|typo)\b.* | if\ you\ (?:find|notice|spot|see)\ an?\ (?:error|mistake|typo)\b.* | .{0,80}\bctrl\s*\+\s*enter\b.* | press\ contacts?\b.* | media\ contacts?\b.*
    | .{0,80}\+\d[\d ()-]{6,}.* | .{0,60}\b0[ -]?\d{2,3}[ -]\d{3,4}[ -]\d{3,4}\b.* | (?:hot-?\ ?line|help-?\ ?line|call\ cent(?:re|er)|tel(?:ephone)?|phone|fax|viber|whatsapp|contacts?)(?:\ (?:number|of\ the\ \w+))?\s*[.:]+\s*\(?[+\d][\d\ ()–-]{2,}.{0,60}$ | .{0,60}\S+@\S+\.\w+\b.{0,60}$ | .{0,40}\bappears?\ in\ print\b.* | (?:unlimited|digital)\ access\b.* | you\ get\ this\ e-?mail\b.* | .{0,30}\bunsubscribe\b.*
    | (?:notes?\ (?:for|to)\ editors|for\ immediate\ (?:use|release))\W*$ | (?:do\ you\ have|have\ you\ got|have\ a|got\ a)\ (?:story|tip|question|news)\b.* | that\ is\ all\ for\ (?:today|now)\b.* | .{0,160}\b\d[\d,]*\ of\ you\b.* | .{0,120}\b(?:subscribe\ to|follow|join)\ us\ on\ (?:telegram|viber|whatsapp|facebook|instagram|x|youtube)\b.{0,100} | text:\ (?-i:[A-Z])[\w’'-]+(?:\ [\w’'-]+){0,2}\ (?-i:[A-Z])[\w’'-]+$ | \#{2,}\W*$
    | (?-i:Related|Recommended|See\ also|Read\ (?:more|also)|Also\ read|More)(?-i:[A-Z][a-z])(?:\S*\ ){3}.*
    | (?:from\ (?:the|our)\ archives?|in\ case\ you\ missed\ it|in\ pictures|watch|listen|must[ -]reads?)\s*[:—–]\s*\S.{8,}
    | source:\ .{3,140}$ | (?:\[[^\]\n]{2,40}\]\s*){1,6}$ | .{0,60}\bfollow\ us\b.{0,60}$
    | (?!.{0,200}\b(?:prisoners?|bodies|soldiers|captives|exchange|swap)\b).{0,120}\b(?:\d[\d,.]*\ (?:readers|subscribers|members(?!\ of\b)|supporters|patrons|people\ already)|one\ reader\ in|paywall|hryvnias|[$£€]\d+(?:\ a\ month)?)\b.{0,100}
    | .{0,100}\b(?:keep\ us\ going|support\ us|donate|chip\ in)\b.{0,60}
    | -{2,}.* | \*{3,}.* | _{3,}.* | (?:thank\ you|thanks)\ for\ (?:following|reading|joining|watching|being)\b.* | we\ (?:are|['’]re)\ closing\ (?:this|our)\b.*
    | (?:your|every)\ (?:support|contribution|donation)\b.* | .{0,100}\b(?:become\ (?:one|a\ (?:member|subscriber))\ today|support\ our\ (?:work|journalism|reporting))\b.*
    | .{0,60}\bnews\ ?feed\b.* | \d{1,2}\+\W*$ | (?:https?://|www\.)\S+$ | \#\w+(?:\s+\#\w+)*$ | this\ (?:story|article|post|page)\ (?:is|was|has\ been)\ (?:being\ )?(?:updated|corrected|developing|translated|generated|produced)\b.*
    | (?:this\ is\ a\ )?(?:developing|breaking)\ (?:story|news)\b.{0,80}$ | (?:more|details)\ to\ follow\b.{0,40}$ | ends\W*$ | \W*
    )$""",
    _I | re.X,
)
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:(?:{_WEEKDAY},? )?(?:(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y1>\d{{4}}))?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH})(?:,? (?P<y2>\d{{4}}))?|(?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})|(?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>\d{{4}})))".replace(
    " ", "[ ]"
)
_PLAIN_DAY = re.sub(r"\?P<\w+>", "?:", _DAY)
_DATE_PREFIX = re.compile(
    r"\A\s*(?:date:?\s+)?(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2})(?:T[\d:.+Z-]*)?|(?<=date \d{4}-\d\d))[ \t]+"
)
_DATELINE = re.compile(
    rf"""^[ \t]*(?P<city>[A-Z][A-Z.'’-]+(?:[ /,-]+[A-Z][A-Z.'’-]*)*(?:,\ [A-Z][a-z]+)?|[A-Z][a-z]+(?:/[A-Z][a-z]+)?(?=,\ {_PLAIN_DAY}))
        (?:,?\ (?P<day>{_DAY}))?[.,]?\s*
        (?:\((?P<outlet>[^)\n]{{2,40}})\)|/(?P<slashed>[^/\n]{{2,40}})/|(?<=,)\s*(?P<third>[A-Z]\w+(?:\ [A-Z]\w+){{0,2}})\s(?=[—–-]))?[.,]?\s*(?:—|–|-{{1,2}}|:|(?<=/\.)|(?<=/))\s+
        (?(day)(?:(?P<behind>[A-Z][\w&-]+(?:\ [A-Z][\w&-]+){{0,2}})\.\s+(?=[A-Z“"]))?)(?=\S)""",
    re.X | re.M,
)
_OUTLET_LEAD = re.compile(
    r"^[ \t]*\((?P<outlet>[A-Z][^)(\n]{2,40}?)(?:\s?[–-]\s[^)(\n]{2,40}(?:\([A-Z]{2,6}\))?)?\)(?P<day>(?!))?[ \t]+(?=[A-Z])",
    re.M,
)
_DAY_LEAD = re.compile(rf"^[ \t]*(?P<day>{_DAY})\s*\((?P<outlet>[^)\n]{{2,40}})\)\s*(?:—|–|-{{1,2}})\s+(?=\S)", re.M)
_OUTLET_LINE = re.compile(
    rf"^[ \t]*(?P<outlet>[^.|,–—/\n]{{2,50}}?)[ \t]*[|·•–—,/-](?:[^.\n]{{0,120}}?[|·•–—,/-])?[ \t]*(?P<day>{_DAY})[^\n]{{0,30}}$",
    re.M,
)
_DAY_LINE = re.compile(
    rf"^[ \t]*(?:(?:published|updated|posted|date)\W{{0,3}}(?:on )?)?(?P<day>{_DAY})(?:[,|·•–— -]+(?:at )?\d{{1,2}}[:.]\d{{2}}.{{0,30}})?[ \t]*\.?$",
    re.M | _I,
)
_BYLINE = re.compile(rf"^[ \t]*[Bb]y (?-i:[A-Z])[^\n]{{2,60}}?[ ,|·•]+(?P<day>{_DAY})\b[^\n]{{0,40}}$", re.M)
_STAMP = re.compile(
    r"^[ \t]*(?:\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?(?:GMT|CET|EET|BST|UTC|ET|MSK|[A-Z][a-z]+ time))?)\s*(?:[-–—:|]\s*|$)",
    re.M,
)
_LABELS = (
    r"Previously|Earlier|Reminder|As a reminder|To recap|Recap|For (?:reference|context|the record)|Reference|Context|In (?:detail|brief|short)|Meanwhile|Updated?|Upd|Note|Of note|Worth (?:noting|knowing)"
    r"|(?:What|Why) (?:happened(?: (?:next|before))?|(?:it|this) (?:means|matters)|else is known|(?:we|is) known?|preceded(?: this| it)?|(?:he|she|they) said)|(?:The )?(?:details|context|background|bigger picture|big picture|backstory|latest|bottom line)|Key (?:points?|facts?)|Literally|Direct speech"
)
_LABEL = re.compile(
    r"^[ \t]*(?:\*\*)?(?:[A-Z][A-Z'’.-]{2,}(?: [A-Z][A-Z'’.-]+){0,2}|Quotes?(?: (?:from|by|of) [\w .’'-]{2,40})?|Details|Background|Q|A"
    rf"|{_LABELS})(?:\*\*)?\s*[:.](?:\*\*)?[ \t]+(?=\S)|^[ \t]*(?:\*\*)?(?:Details|Background|{_LABELS})(?:\*\*)?\s*:(?:\*\*)?[ \t]*$",
    re.M,
)
_BULLET = re.compile(r"^[ \t]*(?:[-*•·▪◦‣●–—]|\d{1,2}[.)])[ \t]+", re.M)
_NUMBERED = re.compile(r"^[ \t]*(?P<number>\d{1,2})[ \t]+(?=[A-Z“\"](?:\S*[ \t]+){4,})", re.M)
_TRAIL = re.compile(r"\w\s+[>»›]\s+\w")
"""Between the sections that lead to a page: "News > World"."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def clean(article: Article, lexicon: Lexicon, authority: Authority | None = None) -> Article:
    """Marks an article's boilerplate and fills in headline, publisher and date where the page itself tells them.

    Front matter outranks what stands in the text. The text is left as it is. By the `authority`, states, bodies and
    persons are told from outlets among the names that may be the publisher's.
    """
    text = article.text
    lines = [
        Line(Span(m.start(), m.end()), m.group())
        for m in re.finditer(r"[^\r\n]+", text)
        if m.start() >= article.body.start and m.group().strip()
    ]
    masked = [Span(0, article.body.start)] if article.body.start else []
    foot = set(notes.notes(lines))
    masked += [*_boilerplate(lines), *foot]
    prefix = _DATE_PREFIX.match(text, article.body.start)
    found: list[tuple[date | None, str]] = []
    page = text
    if prefix:
        masked.append(Span(*prefix.span()))
        page = text[: prefix.start()] + " " * (prefix.end() - prefix.start()) + text[prefix.end() :]
        lines = [replace(line, text=page[line.span.start : line.span.end]) for line in lines]
        if prefix["d"]:
            found.append((_day(prefix["y"], prefix["m"], prefix["d"]), "date before the text"))
    outlets: list[str] = []
    for pattern, basis in (
        (_OUTLET_LINE, "date in the page's head"),
        (_DATELINE, "dateline"),
        (_DAY_LEAD, "dateline"),
        (_DAY_LINE, "date line"),
        (_BYLINE, "byline"),
        (_OUTLET_LEAD, ""),
    ):
        for match in pattern.finditer(page, article.body.start):
            if pattern not in {_DATELINE, _DAY_LEAD} and text.count("\n", article.body.start, match.start()) > 12:
                break
            if pattern is _DATELINE and not (
                match["day"] or match["outlet"] or match["slashed"] or _leads(text, article, match.start())
            ):
                continue
            if pattern is _OUTLET_LINE and datelines.of_picture(match.group()):
                continue
            if pattern is _DATELINE and _names_body(match, authority):
                continue
            if any(note.start <= match.start() < note.end for note in foot):
                continue
            masked.append(Span(match.start(), match.end()))
            if match["day"]:
                found.append((_whole_day(match), basis))
            if pattern is not _OUTLET_LINE:
                groups = match.groupdict()
                outlets += [
                    name.strip() for key in ("outlet", "slashed", "third", "behind") if (name := groups.get(key))
                ]
    around = [line for line in lines if line.span not in foot and not is_prose(line.text.strip())]
    told = [line for line in lines if is_prose(line.text.strip())]
    published, basis = article.published, article.published_basis
    if published is None:
        published, basis = next(((d, b) for d, b in found if d), (None, ""))
    if published is None and (dated := datelines.find(lines)):
        published, basis = dated.day, dated.basis
        masked += [dated.line] if dated.line else []
    outlet, where = article.publisher, article.publisher_basis
    if outlet is None and authority and article.url and (known := authority.at(article.url)):
        outlet, where = known.label, "the article's address"
    if outlet is None:
        outlet, where = publisher(around, told, outlets, lexicon, _types(authority)) or (None, "")
    if outlet is None and article.url and (site := _site(article.url, lexicon)):
        outlet, where = site, "the article's address"
    masked += _of_outlet(outlet, lines, authority)
    cleaned = replace(
        article,
        published=published,
        published_basis=basis,
        publisher=outlet,
        publisher_basis=where,
        boilerplate=_merged(masked),
    )
    headline = _headline(cleaned, lines)
    title = article.title or (text[headline.start : headline.end] if headline else None)
    return replace(cleaned, headline=headline, title=title)


def _of_outlet(outlet: str | None, lines: list[Line], authority: Authority | None) -> list[Span]:
    """Finds the lines that the authority knows for the outlet's furniture."""
    named = authority.named(outlet) if authority and outlet else ()
    known = [one for entry in named for one in entry.furniture]
    told = [line.text for line in lines]
    return [lines[number].span for number in furniture.masked(told, known, is_prose)] if known else []


def _site(url: str, lexicon: Lexicon) -> str | None:
    """Gives the host of an address, which stands for an outlet that nothing else names; networks have many outlets."""
    site, platforms = host(url), lexicon["PlatformNames"]
    parts = site.split(".")
    within = {".".join(parts[at:]) for at in range(len(parts))}
    return None if platforms & within.union(parts) or not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", site) else site


def _types(authority: Authority | None) -> Callable[[str], frozenset[str]]:
    """Gives the kinds of entries that bear a name; an adjective of a state is taken for the state."""
    if authority is None:
        return nobody
    adjectives = {word.casefold() for entry in authority.entries.values() for word in entry.demonyms}

    def types(name: str) -> frozenset[str]:
        kinds = {str(entry.type) for entry in authority.named(name)}
        return frozenset(kinds | ({"state"} if name.casefold().removeprefix("the ") in adjectives else set()))

    return types


def prose(article: Article, authority: Authority | None = None) -> str:
    """Gives the article's text with boilerplate, bullets, clock times, labels and marks of notes blanked, character for character.

    By the `authority`, a body in capitals that speaks in a headline ("ABC: 30 came home") is told from a label.
    """
    text = article.text
    layout = [
        Span(*m.span())
        for pattern in (_STAMP, _BULLET, _LABEL)
        for m in pattern.finditer(text, article.body.start)
        if pattern is not _LABEL or not _names_body(m, authority)
    ]
    parts, end = [], 0
    for span in _merged(
        [*article.boilerplate, *layout, *_numbers(text, article.body.start), *notes.marks(text, article.body.start)]
    ):
        parts += [text[end : span.start], re.sub(r"[^\r\n]", " ", text[span.start : span.end])]
        end = span.end
    return "".join(parts) + text[end:]


def _names_body(match: re.Match[str], authority: Authority | None) -> bool:
    """Tells letters before a colon that are a body's name from a town's and from a label: "ABC: 30 came home"."""
    name, colon, _ = match.group().strip().partition(":")
    return bool(colon) and authority is not None and EntryType.ORGANIZATION in {e.type for e in authority.named(name)}


def _numbers(text: str, start: int) -> list[Span]:
    """Finds the numbers before the lines of a gallery or a list ("1 Relatives wait", "2 A bus arrives"), which count nothing."""
    found: list[re.Match[str]] = []
    for match in _NUMBERED.finditer(text, start):
        if int(match["number"]) == len(found) + 1:
            found.append(match)
    return [Span(*match.span("number")) for match in found] if len(found) > 2 else []


def _leads(text: str, article: Article, at: int) -> bool:
    return text.count("\n", article.body.start, at) < 16


_ENDS_BLOCK = re.compile(r"\W*end of (?:list|related|recommended|advertisement|ad)\b\W*$", _I)
_LINK = re.compile(r"^\W*(?:read (?:more|also)|see also|also read|related)\s*[:—–-]\s*\S.{12,}$", _I)


def _boilerplate(lines: list[Line]) -> list[Span]:
    masked: list[Span] = []
    in_block = seen_prose = False
    for number, line in enumerate(lines):
        stripped = line.text.strip()
        if _ENDS_BLOCK.match(stripped):
            in_block = False
            masked.append(line.span)
        elif _IS_LINE.match(stripped):
            masked.append(line.span)
        elif _OPENS_BLOCK.match(stripped) and not is_prose(stripped):
            # a link to one other story is no list of them
            in_block = seen_prose and not _LINK.match(
                stripped
            )  # above the story such a line stands alone, and the headline follows it
            masked.append(line.span)
        elif in_block:
            if is_prose(stripped) and not _rest_is_furniture(lines[number:]):
                in_block = False
            else:
                masked.append(line.span)
        seen_prose = seen_prose or is_prose(stripped)
    return masked


_VERB_OF_NEWS = re.compile(
    r"\b(?:said|says|told|announced|reported|confirmed|according to|added|stated|noted|wrote|returned|received|exchanged|swapped|released|killed|handed|claimed)\b",
    _I,
)
_ADDRESSES_READER = re.compile(
    r"\b(?:you|your|yours|our (?:readers|work|journalis\w+|newsletter|team|newsroom)|(?-i:us)|we(?:['’](?:re|ve))?)\b",
    _I,
)


def is_prose(line: str) -> bool:
    """Tells whether a line reads as a sentence of news and speaks to no reader."""
    outside_quotes = re.sub(r"[\"“«][^\"”»]*[\"”»]?", " ", line)
    return (
        len(line) > 60
        and bool(re.search(r"[.!?][\"”’»)]*$", line))
        and bool(_VERB_OF_NEWS.search(line))
        and not _ADDRESSES_READER.search(outside_quotes)
    )


def _rest_is_furniture(rest: list[Line]) -> bool:
    """Tells whether fewer lines of news than of page furniture follow."""
    news = sum(is_prose(line.text.strip()) for line in rest)
    return news * 2 < len([line for line in rest if len(line.text.strip()) > 25]) and news < 3


def _headline(article: Article, lines: list[Line]) -> Span | None:
    """Finds a headline that stands in the text: a first line without a full stop, before longer prose."""
    unmasked = prose(article)
    for number, line in enumerate(lines[:8]):
        visible = unmasked[line.span.start : line.span.end]
        stripped = visible.strip()
        if not stripped or _TRAIL.search(stripped) or _is_the_outlets(stripped, article.publisher):
            continue
        start = line.span.start + visible.index(stripped)
        if re.search(r"[.:;,][\"”’»]?$", stripped) or len(stripped) > 160:
            return None
        if number + 1 < len(lines) and len(stripped.split()) > 2:
            return Span(start, start + len(stripped))
    return None


def _is_the_outlets(line: str, outlet: str | None) -> bool:
    """Tells whether a line at the top holds the outlet's name and perhaps a section or what it says of itself."""
    name = re.escape(outlet.removeprefix("The ")) if outlet else "(?!)"
    return re.match(rf"(?:the )?{name}\s*(?:$|[|·•]|[–—-]\s)", line, _I) is not None


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        elif span.end > span.start:
            merged.append(span)
    return tuple(merged)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else 0


def _whole_day(match: re.Match[str]) -> date | None:
    if match["y3"]:
        return _day(match["y3"], match["m3"], match["d3"])
    if match["y4"]:
        return _day(match["y4"], match["m4"], match["d4"])
    year = match["y1"] or match["y2"]
    return _day(year, str(_month(match["m1"] or match["m2"])), match["d1"] or match["d2"]) if year else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
