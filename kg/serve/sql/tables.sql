-- What lists and search need of one state of the graph; kg/serve/catalogue.py fills it.
-- Answers that kg/serve/maker.py made beforehand.
CREATE TABLE kept (address, accept, content BLOB, headers, PRIMARY KEY (address, accept)) WITHOUT ROWID;
CREATE TABLE articles (iri TEXT PRIMARY KEY, name, title, outlet, outlet_label, published, claims, figures);
CREATE TABLE claims (iri TEXT PRIMARY KEY, article, start INTEGER, "end" INTEGER, words, speaker, speaker_label, stance,
  manner, medium, medium_label, exchange);
CREATE TABLE figures (iri TEXT PRIMARY KEY, claim, start INTEGER, "end" INTEGER, words, minimum INTEGER, maximum INTEGER,
  bounds, about, receiver, people, role, place, exchange, agrees INTEGER DEFAULT 0,
  differs INTEGER DEFAULT 0, position INTEGER DEFAULT 0);
CREATE TABLE exchanges (iri TEXT PRIMARY KEY, kind, earliest, latest, days, sides, articles INTEGER, claims INTEGER,
  disagreements INTEGER);
CREATE TABLE flows (exchange, about, receiver, bounds, minimum INTEGER, maximum INTEGER, verdict, speakers INTEGER);
CREATE TABLE pairs (iri TEXT PRIMARY KEY, both_true INTEGER, exchange, why, comment, a, b);
CREATE TABLE answers (a, stance, b);
-- How often one speaker's claims answer another's so, in either direction.
CREATE TABLE stands (speaker, stance, other, many INTEGER);
CREATE TABLE mentions (claim, actor);
CREATE TABLE actors (iri TEXT PRIMARY KEY, label, type, side, claims INTEGER, articles INTEGER);
CREATE TABLE places (iri TEXT PRIMARY KEY, label, latitude REAL, longitude REAL);
CREATE VIEW told AS SELECT figures.iri AS figure, claim, figures.start, figures."end", figures.words, minimum, maximum,
  bounds, about, receiver, people, role, place, figures.exchange, agrees, differs, article, claims.start AS passage_start,
  claims."end" AS passage_end, claims.words AS passage, speaker, speaker_label, stance, medium, medium_label, name, title,
  outlet, outlet_label, published, kind, days, position
  FROM figures JOIN claims ON claims.iri = claim JOIN articles ON articles.iri = article
  LEFT JOIN exchanges ON exchanges.iri = figures.exchange;
CREATE VIEW spoken AS SELECT claims.iri AS claim, article, start AS passage_start, "end" AS passage_end, words AS passage,
  speaker, speaker_label, stance, manner, medium, medium_label, exchange, name, title, outlet, outlet_label, published
  FROM claims JOIN articles ON articles.iri = article;
-- Folded words of what has a name, and of what was said, the many kept apart from the few.
CREATE VIRTUAL TABLE named USING fts5 (kind UNINDEXED, iri UNINDEXED, label, words, prefix = '2 3');
CREATE VIRTUAL TABLE quoted USING fts5 (iri UNINDEXED, label, words, prefix = '2 3');
INSERT INTO named (named, rank) VALUES ('rank', 'bm25(0, 0, 4, 1)');
INSERT INTO quoted (quoted, rank) VALUES ('rank', 'bm25(0, 4, 1)');
