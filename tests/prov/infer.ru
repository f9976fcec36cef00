# What a graph means to PROV-CONSTRAINTS: super-properties, types (constraint 50), and the order of events (constraints 30
# to 49). Every entity has one generation and one invalidation, every activity a start and an end (inferences 7 and 8), so
# they get names made from the thing's; <urn:before> is strict order, <urn:not-after> allows the same instant.
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { ?s ?super ?o }
WHERE { ?sub rdfs:subPropertyOf+ ?super . FILTER (STRSTARTS(STR(?super), STR(prov:))) ?s ?sub ?o FILTER (isIRI(?o)) } ;

INSERT { ?s a ?class } WHERE { ?p rdfs:domain ?class . FILTER (STRSTARTS(STR(?p), STR(prov:))) ?s ?p ?o } ;
INSERT { ?o a ?class } WHERE { ?p rdfs:range ?class . FILTER (STRSTARTS(STR(?p), STR(prov:))) ?s ?p ?o } ;
INSERT { ?s a ?super }
WHERE { ?sub rdfs:subClassOf+ ?super . FILTER (STRSTARTS(STR(?super), STR(prov:))) ?s a ?sub } ;

# 30 start-precedes-end, 36 generation-precedes-invalidation
INSERT { ?start <urn:not-after> ?end }
WHERE { ?a a prov:Activity BIND (IRI(CONCAT("urn:start:", STR(?a))) AS ?start) BIND (IRI(CONCAT("urn:end:", STR(?a))) AS ?end) } ;
INSERT { ?made <urn:not-after> ?gone }
WHERE { ?e a prov:Entity BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?made) BIND (IRI(CONCAT("urn:invalidation:", STR(?e))) AS ?gone) } ;

# 33 usage-within-activity, 37 generation-precedes-usage, 38 usage-precedes-invalidation
INSERT { ?start <urn:not-after> ?use . ?use <urn:not-after> ?end . ?made <urn:not-after> ?use . ?use <urn:not-after> ?gone }
WHERE {
  ?a prov:used ?e
  BIND (IRI(CONCAT("urn:start:", STR(?a))) AS ?start) BIND (IRI(CONCAT("urn:end:", STR(?a))) AS ?end)
  BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?made) BIND (IRI(CONCAT("urn:invalidation:", STR(?e))) AS ?gone)
  BIND (IRI(CONCAT("urn:usage:", STR(?a), "%20", STR(?e))) AS ?use)
} ;

# 34 generation-within-activity, and the same of invalidation
INSERT { ?start <urn:not-after> ?event . ?event <urn:not-after> ?end }
WHERE {
  { ?e prov:wasGeneratedBy ?a BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?event) }
  UNION { ?e prov:wasInvalidatedBy ?a BIND (IRI(CONCAT("urn:invalidation:", STR(?e))) AS ?event) }
  BIND (IRI(CONCAT("urn:start:", STR(?a))) AS ?start) BIND (IRI(CONCAT("urn:end:", STR(?a))) AS ?end)
} ;

# 35 wasInformedBy-ordering
INSERT { ?start <urn:not-after> ?end }
WHERE {
  ?later prov:wasInformedBy ?sooner
  BIND (IRI(CONCAT("urn:start:", STR(?sooner))) AS ?start) BIND (IRI(CONCAT("urn:end:", STR(?later))) AS ?end)
} ;

# 42 derivation-generation-generation-ordering: the source is there first, strictly
INSERT { ?made <urn:before> ?remade }
WHERE {
  ?e prov:wasDerivedFrom ?source
  BIND (IRI(CONCAT("urn:generation:", STR(?source))) AS ?made) BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?remade)
} ;

# 43 wasStartedBy-ordering, 44 wasEndedBy-ordering
INSERT { ?made <urn:not-after> ?event . ?event <urn:not-after> ?gone }
WHERE {
  { ?a prov:wasStartedBy ?e BIND (IRI(CONCAT("urn:start:", STR(?a))) AS ?event) }
  UNION { ?a prov:wasEndedBy ?e BIND (IRI(CONCAT("urn:end:", STR(?a))) AS ?event) }
  BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?made) BIND (IRI(CONCAT("urn:invalidation:", STR(?e))) AS ?gone)
} ;

# 45 specialization-generation-ordering, 46 specialization-invalidation-ordering
INSERT { ?made <urn:not-after> ?special . ?specialGone <urn:not-after> ?gone }
WHERE {
  ?e prov:specializationOf ?general
  BIND (IRI(CONCAT("urn:generation:", STR(?general))) AS ?made) BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?special)
  BIND (IRI(CONCAT("urn:invalidation:", STR(?general))) AS ?gone) BIND (IRI(CONCAT("urn:invalidation:", STR(?e))) AS ?specialGone)
} ;

# 47 wasAssociatedWith-ordering, 49 actedOnBehalfOf-ordering: an agent lives while it acts
INSERT { ?made <urn:not-after> ?end . ?start <urn:not-after> ?gone }
WHERE {
  { ?a prov:wasAssociatedWith ?agent
    BIND (IRI(CONCAT("urn:start:", STR(?a))) AS ?start) BIND (IRI(CONCAT("urn:end:", STR(?a))) AS ?end) }
  UNION
  { ?agent prov:actedOnBehalfOf ?other
    BIND (IRI(CONCAT("urn:generation:", STR(?other))) AS ?start) BIND (IRI(CONCAT("urn:invalidation:", STR(?other))) AS ?end) }
  BIND (IRI(CONCAT("urn:generation:", STR(?agent))) AS ?made) BIND (IRI(CONCAT("urn:invalidation:", STR(?agent))) AS ?gone)
} ;

# 48 wasAttributedTo-ordering: an agent is there before what is attributed to it
INSERT { ?born <urn:not-after> ?made }
WHERE {
  ?e prov:wasAttributedTo ?agent
  BIND (IRI(CONCAT("urn:generation:", STR(?e))) AS ?made)
  VALUES ?kind { "urn:generation:" "urn:start:" } BIND (IRI(CONCAT(?kind, STR(?agent))) AS ?born)
}
