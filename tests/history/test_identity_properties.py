"""What holds of identity for any documents, however their trees change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import domain
from kg.domain import Level, Ref
from kg.register import build_register
from kg.register.order import drawn_up
from kg.vocabulary import DOEL
from tests.test_register import BASE, document, edition

WORDS = ("wonen", "veilig", "groen", "zorg", "fiets", "jeugd", "sport", "meer", "minder")
LABELS = st.lists(st.sampled_from(WORDS), min_size=0, max_size=4).map(" ".join)
CODES = st.sampled_from(["5A1", "5A2", "5A3", "5B1", ""])


@st.composite
def documents(draw: st.DrawFn) -> domain.ProgrammeDocument:
    kind = draw(st.sampled_from(["programme-budget", "interim-report", "annual-report"]))
    areas = [edition("5A", "Wonen", Ref(Level.PROGRAMME, "5")), edition("5B", "Groen", Ref(Level.PROGRAMME, "5"))]
    goals, seen = [], Counter[str]()
    for code, label in draw(st.lists(st.tuples(CODES, LABELS), max_size=6)):
        if code or label:
            key = code or label.replace(" ", "-")
            seen[key] += 1
            name = key if seen[key] == 1 else f"{key}~{seen[key]}"
            parent = Ref(Level.POLICY_AREA, code[:2]) if code else None
            goals.append(replace(edition("5A1", label, parent, Level.GOAL), key=name, code=code))
    stated = document(kind, draw(st.integers(2018, 2024)), edition("5", "Stad"), *areas, *goals, key="5")
    covers = draw(st.sets(st.sampled_from(["5A", "5B"])))
    return replace(stated, parts=(replace(stated.parts[0], covers=tuple(sorted(covers))),))


COLLECTIONS = st.lists(documents(), min_size=1, max_size=5, unique_by=lambda one: (one.kind, one.year))


@settings(deadline=None, max_examples=150)
@given(COLLECTIONS, st.randoms(use_true_random=False))
def test_identity_holds_together(given_documents: list[domain.ProgrammeDocument], random: Random) -> None:
    register = build_register(given_documents, base=BASE)
    mixed = list(given_documents)
    random.shuffle(mixed)
    assert build_register(mixed, base=BASE) == register

    links = [(s, o) for s, p, o, _g in register.quads if p == f"<{DOEL}editionOf>"]
    of = dict(links)
    assert len(of) == len(links), "an edition is of one element"
    parts = Counter((o, s.partition("/part/")[0], s.partition("/part/")[2].partition("/")[0]) for s, o in links)
    assert not parts or max(parts.values()) == 1, "an element is stated once in a part"
    worded = sum(bool(one.label) for stated in given_documents for part in stated.parts for one in part.editions)
    assert len(of) >= worded, "what has words has an element"

    single = ("earlierEdition", "laterEdition", "comparedDocument", "status", "similarity", "decidedBy")
    said = Counter((s, p) for s, p, _o, _g in register.quads if "/correspondence/" in s)
    assert not [key for key, count in said.items() if count > 1 and key[1][len(DOEL) + 1 : -1] in single]

    ordered = sorted(given_documents, key=lambda one: (drawn_up(one), one.kind or ""))
    before = build_register(ordered[:-1], base=BASE)
    believed = {s: o for s, p, o, _g in before.quads if p == f"<{DOEL}editionOf>"}
    assert believed == {edition: of[edition] for edition in believed}, "a later document changes no earlier decision"
