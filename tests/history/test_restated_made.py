"""The made corpus: what two documents state differently is what was written down beside it, and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.build.load import load_documents
from kg.build.run import profile_for
from kg.profile import load
from kg.register import Register, build_register
from kg.register.identity import identify
from kg.register.ledger import Ledger
from kg.register.order import stated_in_order
from kg.register.outline import Outline, outline
from kg.register.restated import Restatement, restatements

MADE = Path(__file__).parent / "made"
BASE = "https://w3id.org/doelenboom/id/"
OF_ONE_YEAR = {"result-restated": {"restated"}, "account-restated": {"account-restated"}}
OF_ONE_YEAR["target-changed"] = {"target-changed", "target-raised", "target-lowered"}
"""The sorts written down for each of ours: a target of one year is changed, whichever two documents state it."""

Key = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def documents() -> list[Outline]:
    return [outline(document, BASE) for document in load_documents([MADE]).documents]


@pytest.fixture(scope="module")
def found(documents: list[Outline]) -> list[Restatement]:
    return restatements(identify(stated_in_order(documents), Ledger()), documents)


def expected() -> dict[Key, dict[str, str]]:
    with (MADE / "expected_values.csv").open(encoding="utf-8", newline="") as file:
        names = ("code", "year", "kind", "document_first", "document_later")
        return {tuple(row[name] for name in names): row for row in csv.DictReader(file)}  # type: ignore[misc]


def key(one: Restatement) -> Key:
    value = one.later.value
    kind = f"{value.kind}/{value.phase}" if value.phase else value.kind
    first, later = (end.document.iri.rpartition("/")[2] for end in (one.earlier, one.later))
    return one.earlier.stated.edition.code, str(value.year), kind, first, later


def test_all_that_differs_is_found_and_nothing_else(found: list[Restatement]) -> None:
    assert sorted(map(key, found)) == sorted(expected())


def test_kinds_and_explanations_are_those_written_down(found: list[Restatement]) -> None:
    rows = expected()
    for one in found:
        row = rows[key(one)]
        assert row["sort"] in OF_ONE_YEAR[one.kind], row
        assert one.explained == (row["explained"] == "yes"), row
        assert float(one.difference) == pytest.approx(float(row["value_later"]) - float(row["value_first"])), row


def test_each_element_and_pair_of_documents_has_one_finding_of_a_rule() -> None:
    loaded = load_documents([MADE])
    report: Register = build_register(loaded.documents, base=BASE, profile=load(profile_for("gm0546")))
    figures = [finding for finding in report.findings if finding.rule in ("Y04", "Y05", "Y09")]
    pairs = {(code, kind.partition("/")[2], first, later) for code, _year, kind, first, later in expected()}
    of_kind = {(code, kind, first, later) for code, _year, kind, first, later in expected() if "/" not in kind}
    accounts = {pair for pair in pairs if pair[1] == "executed"}
    assert len(figures) == len(of_kind) + len(accounts)
    assert len({(f.rule, f.message_nl) for f in report.findings}) == len(report.findings), "none is said twice"
