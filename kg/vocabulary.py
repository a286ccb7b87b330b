"""Namespaces and terms of the graph; a test compares them with ontology/."""

from __future__ import annotations

DOEL = "https://w3id.org/doelenboom/def#"
CODE = "https://w3id.org/doelenboom/code/"
RULE = "https://w3id.org/doelenboom/rule/"

PREFIXES: dict[str, str] = {
    "doel": DOEL,
    "code": CODE,
    "rule": RULE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sh": "http://www.w3.org/ns/shacl#",
}

CLASSES = (
    # documents
    "Document", "Part", "Rendition", "Passage", "Municipality",
    # editions
    "Edition", "ProgrammeEdition", "FinancialOverviewEdition", "PolicyAreaEdition", "GoalEdition",
    "PerformanceTargetEdition", "IndicatorEdition", "ReserveEdition", "Wording",
    # figures
    "Figure", "IndicatorFigure", "BudgetFigure", "BalanceFigure", "ReserveFigure", "DeviationFigure", "TableFigure",
    "TextFigure", "Table", "Note", "Deviation",
    # texts
    "Explanation", "PlannedActivity", "CrossReference", "DecisionReference", "PolicyDocument", "Mention",
    # register
    "PolicyElement", "Programme", "FinancialOverview", "PolicyArea", "Goal", "PerformanceTarget", "Indicator",
    "Reserve", "Source", "Decision", "Organisation", "Correspondence", "Restatement",
    "Assessment", "TaskField", "NationalIndicator", "ReviewedLink",
    # validation
    "Rule", "Tier",
)  # fmt: skip

OBJECT_PROPERTIES = (
    # documents
    "municipality", "documentKind", "partOfDocument", "renditionOf", "evidence", "inRendition",
    # editions
    "partOfEdition", "statedIn", "statedInPart", "hasWording", "coversTreeOf", "missionMissingReason",
    "missionEvidence",
    # figures
    "aboutEdition", "inTable", "kind", "phase", "unit", "missingReason", "coverage", "doubt", "note", "comparedWith",
    "ofDeviation", "tableKind", "signConvention", "side", "duration", "inherited", "scope", "role",
    # texts
    "attachedBy", "section", "standsIn", "headingEvidence", "decisionKind", "cites", "per", "approximation",
    "partOfFigure",
    # register
    "editionOf", "previousEdition", "about", "hasDirectPart", "hasPart", "partOf", "directPartOf",
    "hasPolicyArea", "hasGoal", "hasPerformanceTarget", "hasIndicator", "hasSource", "refersTo",
    "earlierEdition", "laterEdition", "comparedDocument",
    "change", "status", "earlierFigure", "laterFigure", "restatement",
    "direction", "assessedTarget", "assessedResult", "verdict", "verdictReason", "touchesTaskField",
    "equalsNationalIndicator", "linkSubject", "linkKind", "linkObject",
    # validation
    "requires", "tierAbove",
)  # fmt: skip

DATATYPE_PROPERTIES = (
    # documents
    "fiscalYear", "ordinal", "version", "sha256", "mediaType", "length", "retrievedAt", "partNumber", "profile",
    "profileHash",
    # passages
    "line", "quote", "start", "end", "table", "row", "column", "page",
    # editions
    "statedSource", "sourceMark", "committee", "portfolio", "mission",
    # figures
    "verbatim", "referenceYear", "precision", "unitMult", "isTotal", "possibleValue", "lowerBound",
    "upperBound", "rowLabel", "columnLabel", "footnoteMark",
    # tables, notes, deviations
    "caption", "header", "mark", "noteText", "deviationNumber", "subject", "area",
    # texts
    "text", "heading", "headingAbove", "theme", "introduction", "leadIn", "targetCode", "targetName", "counted",
    # register
    "similarity", "directionReason", "directionReviewedBy", "decidedBy", "reason", "difference", "explained", "origin",
    # validation
    "remedy",
)  # fmt: skip

CODES: dict[str, tuple[str, ...]] = {
    "document-kind": ("programme-budget", "interim-report", "annual-report"),
    "figure-kind": (
        "realised", "target", "baseline", "forecast", "expense", "revenue", "balance", "addition", "withdrawal",
        "reserve-movement", "result", "table-value", "text-value",
    ),
    "phase": (
        "approved", "revised", "executed", "change", "difference", "multi-year-estimate", "expectation",
        "proposed-change",
    ),
    "missing-reason": (
        "not-measured", "not-set", "not-yet-known", "not-known", "not-applicable", "empty", "misaligned", "in-words",
        "unread",
    ),
    "unit": (
        "percent", "euro", "score", "days", "weeks", "months", "years", "hours", "count", "per-1000-inhabitants",
        "per-10000-inhabitants", "per-100000-inhabitants", "index", "ratio", "text",
    ),
    "coverage": (
        "first-half-year", "second-half-year", "first-quarter", "second-quarter", "third-quarter", "fourth-quarter",
        "part-of-year",
    ),
    "doubt": ("short-row", "part-of-year", "contradicted", "scale-unstated", "sum-uncertain"),
    "table-kind": ("indicator-table", "budget-table", "reserve-table", "deviation-table", "other-table", "party-card"),
    "sign-convention": (
        "expense-plus-revenue-minus", "expense-minus-revenue-plus", "both-plus", "minus-favourable", "plus-favourable",
    ),
    "duration": ("structural", "incidental"),
    "inheritance": ("number", "subject", "side-of-budget"),
    "measuring-scope": ("odd-years", "even-years"),
    "party-role": ("affiliated-party",),
    "attachment": ("code", "heading", "order", "amount"),
    "text-section": (
        "introductory", "developments", "goal-tree", "activities", "deviations", "finances", "reserves", "investments",
        "risks", "affiliated-parties",
    ),
    "decision-kind": ("council-proposal", "motion", "college-decision", "case-number", "law-article"),
    "period": ("per-year", "per-quarter", "per-month", "per-week", "per-day", "per-hour"),
    "change": (
        "unchanged", "reworded", "renumbered", "moved", "redefined", "split", "merged", "new", "dropped",
    ),
    "decision-status": ("taken", "proposed", "confirmed", "rejected"),
    "restatement": (
        "result-restated", "target-changed", "target-raised", "target-lowered", "account-restated", "budget-restated",
    ),
    "approximation": ("about", "more-than", "less-than", "at-least", "at-most"),
    "direction": ("higher-is-better", "lower-is-better", "open"),
    "verdict": ("met", "not-met", "not-to-be-said"),
    "verdict-reason": (
        "direction-unknown", "direction-open", "year-unknown", "no-result-printed", "result-missing",
        "result-in-words", "value-in-doubt", "results-differ", "year-not-over", "target-missing", "target-in-words",
        "target-in-doubt", "part-of-year", "other-unit",
    ),
    "link-kind": ("touches-task-field", "equals-national-indicator", "exact-match"),
}  # fmt: skip

_TERMS = frozenset(CLASSES) | frozenset(OBJECT_PROPERTIES) | frozenset(DATATYPE_PROPERTIES)
_CODES = frozenset(code for codes in CODES.values() for code in codes)


def doel(name: str) -> str:
    """IRI of a term of our own vocabulary; an unknown name raises KeyError.

    >>> doel("Goal")
    'https://w3id.org/doelenboom/def#Goal'
    """
    if name not in _TERMS:
        raise KeyError(f"doel:{name} is not a term of the vocabulary")
    return DOEL + name


def code(name: str) -> str:
    """IRI of a code of the code lists; an unknown name raises KeyError.

    >>> code("not-measured")
    'https://w3id.org/doelenboom/code/not-measured'
    """
    if name not in _CODES:
        raise KeyError(f"code:{name} is in no code list")
    return CODE + name


def curie(prefixed: str) -> str:
    """Expand a prefixed name of the prefixes above; our own terms and codes are checked.

    >>> curie("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, name = prefixed.partition(":")
    if prefix == "doel":
        return doel(name)
    return code(name) if prefix == "code" else PREFIXES[prefix] + name
