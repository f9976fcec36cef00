-- Counts for each figure who else gives it and what contradicts it, and for articles, exchanges and actors their claims.
-- What a publication tells in its own voice is no further speaker who agrees.
CREATE TEMP TABLE counts AS SELECT article, COUNT(DISTINCT claims.iri) AS claims,
  COUNT(figures.iri) AS figures FROM claims LEFT JOIN figures ON figures.claim = claims.iri GROUP BY article;
CREATE INDEX counts_article ON counts (article);
UPDATE articles SET claims = COALESCE((SELECT claims FROM counts WHERE article = iri), 0),
  figures = COALESCE((SELECT figures FROM counts WHERE article = iri), 0);
DROP TABLE counts;
CREATE TEMP TABLE told AS SELECT figures.iri AS figure, figures.exchange || ' ' || people || ' ' || role || ' ' ||
  bounds AS what, speaker FROM figures JOIN claims ON claims.iri = claim
  WHERE figures.exchange != '' AND speaker != '' AND stance NOT IN ('denies', 'declines')
  AND manner != 'narrated';
CREATE TEMP TABLE voices AS SELECT what, COUNT(DISTINCT speaker) AS speakers FROM told GROUP BY what;
CREATE INDEX voices_what ON voices (what); CREATE INDEX told_figure ON told (figure);
UPDATE figures SET agrees = COALESCE((SELECT speakers - 1 FROM told JOIN voices USING (what)
  WHERE told.figure = figures.iri), 0);
CREATE TEMP TABLE ends AS SELECT a AS figure, b AS other FROM pairs WHERE NOT both_true
  UNION SELECT b, a FROM pairs WHERE NOT both_true;
CREATE INDEX ends_figure ON ends (figure);
UPDATE figures SET differs = (SELECT COUNT(*) FROM ends WHERE figure = figures.iri);
CREATE TEMP TABLE tallies AS SELECT exchange, COUNT(*) AS many FROM claims GROUP BY exchange;
CREATE TEMP TABLE clashes AS SELECT exchange, COUNT(*) AS many FROM pairs WHERE NOT both_true GROUP BY exchange;
CREATE INDEX tallies_exchange ON tallies (exchange); CREATE INDEX clashes_exchange ON clashes (exchange);
UPDATE exchanges SET claims = COALESCE((SELECT many FROM tallies WHERE exchange = iri), 0),
  disagreements = COALESCE((SELECT many FROM clashes WHERE exchange = iri), 0);
CREATE TEMP TABLE said AS SELECT speaker, COUNT(*) AS claims, COUNT(DISTINCT article) AS articles FROM claims
  GROUP BY speaker;
CREATE INDEX said_speaker ON said (speaker);
UPDATE actors SET claims = COALESCE((SELECT claims FROM said WHERE speaker = iri), 0),
  articles = COALESCE((SELECT articles FROM said WHERE speaker = iri), 0);
CREATE TEMP TABLE ordered AS SELECT figures.iri AS figure, ROW_NUMBER() OVER (
  ORDER BY published DESC, name, figures.start, figures.iri) AS place
  FROM figures JOIN claims ON claims.iri = claim JOIN articles ON articles.iri = article;
CREATE INDEX ordered_figure ON ordered (figure);
UPDATE figures SET position = (SELECT place FROM ordered WHERE figure = figures.iri);
DROP TABLE ordered;

DROP TABLE told;
DROP TABLE voices;
DROP TABLE ends;
DROP TABLE tallies;
DROP TABLE clashes;
DROP TABLE said;

CREATE TEMP TABLE answering AS SELECT a.speaker AS a, answers.stance, b.speaker AS b, COUNT(*) AS many FROM answers
  JOIN claims a ON a.iri = answers.a JOIN claims b ON b.iri = answers.b
  WHERE a.speaker != b.speaker AND a.speaker != '' AND b.speaker != '' GROUP BY a.speaker, answers.stance, b.speaker;
INSERT INTO stands SELECT speaker, stance, other, SUM(many) FROM (
  SELECT a AS speaker, stance, b AS other, many FROM answering UNION ALL SELECT b, stance, a, many FROM answering)
  GROUP BY speaker, stance, other;
DROP TABLE answering;
