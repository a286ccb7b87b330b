"""Files in, findings out: documents, a built graph or RDF of somebody else against the shapes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.build.given import RDF_FORMATS, Given, from_documents, from_graph, from_rdf
from kg.build.load import LARGEST, LeftOut, Opened, Progress, open_files, printable
from kg.build.run import corpus
from kg.errors import NotSupported, UnreadableInput
from kg.findings import Finding
from kg.identifiers import DEFAULT_BASE
from kg.validate.across import check_across, kept_lines
from kg.validate.apart import Apart
from kg.validate.background import background
from kg.validate.baseline import Baseline
from kg.validate.document import check_document
from kg.validate.engines import ENGINES, Engine, loaded
from kg.validate.report import Checked, Report, Sources
from kg.validate.shapeset import Shapes, load_across, load_own, load_shapes
from kg.validate.tiers import level_of, read_tiers, tier_codes

STDIN = Path("-")


def validate(
    paths: Sequence[str | Path] = (),
    *,
    graph: str | Path | None = None,
    profile: str | Path | None = None,
    shapes: Sequence[str | Path] = (),
    engine: str = "pyshacl",
    baseline: Baseline | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check documents, RDF files (.ttl, .nt, .nq, .trig), or a built graph; without any, the corpus that ships.

    ``shapes`` are a user's own, beside those that ship; ``engine`` is pyshacl (default), rdflib or fast; findings that
    ``baseline`` knows are set apart. A document at a time; nothing is written and nothing touches the network. Errors:
    UnreadableInput for what cannot be read, for shapes that would check nothing, and where nothing is left to check;
    StoreError for no graph; NotSupported for an engine that is not there; QueryFailed where an engine fails.
    """
    if engine not in ENGINES:
        raise NotSupported(f"no engine {engine!r}; choose {', '.join(ENGINES)}")
    with Apart(load_own(shapes) if shapes else None, ENGINES[engine]) as own:
        check = _Check(load_shapes(), own, ENGINES[engine])
        for given in _given([Path(path) for path in paths], graph, profile, progress):
            check.take(given)
    return check.report(baseline)


def _given(
    paths: list[Path], graph: str | Path | None, profile: str | Path | None, progress: Progress | None
) -> Iterator[Given]:
    if graph is not None:
        yield from from_graph(Path(graph))
    rdf = sorted({path for path in paths if path == STDIN or _is_rdf(path)})
    alike = Counter(path.name for path in rdf)
    for path in rdf:
        data = sys.stdin.buffer.read(LARGEST + 1) if path == STDIN else None
        try:
            yield from from_rdf(path, data, printable(path.as_posix()) if alike[path.name] > 1 else "")
        except UnreadableInput as error:
            yield Given(None, left_out=[LeftOut(path, str(error), True)])
    documents = [path for path in paths if path not in rdf]
    if documents or not (rdf or graph is not None):
        opened = open_files(documents or [corpus()], profile=profile)
        yield Given(None, left_out=opened.left_out)
        yield from from_documents(Opened(opened.documents, []), DEFAULT_BASE, progress)


def _is_rdf(path: Path) -> bool:
    return path.suffix.lower() in RDF_FORMATS and not path.is_dir()


class _Check:
    """Takes what there is to check, a document at a time, and makes the report of it."""

    def __init__(self, shapes: Shapes, own: Apart, engine: Engine) -> None:
        self.shapes = shapes
        self.own = own
        self.rules = {**shapes.rules, **own.rules}
        self.across = load_across()
        self.tiers = read_tiers(shapes)
        self.engine = engine
        self.findings: list[Finding] = []
        self.documents: list[Checked] = []
        self.texts: dict[str, str] = {}
        self.paths: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.kept: list[str] = []
        self.left_out: list[LeftOut] = []
        self.unmatched = dict(own.targets)

    def take(self, given: Given) -> None:
        """Check one document, or note what was found without one."""
        self.left_out += given.left_out
        self.texts |= given.texts
        self.paths |= given.paths
        self.kept += given.register
        own = [finding for finding in given.findings if not self._by_shape(finding.rule)]
        if given.subject is not None and given.checked is not None:
            self._refuse_twice(given.checked)
            self.files |= given.subject.files
            self.kept += kept_lines(line for line in given.subject.lines if line not in given.alone)
            self._match(given.subject.lines)
            own = [finding if finding.document else replace(finding, document=given.checked.iri) for finding in own]
            found = check_document(given.subject, self.shapes, self.engine)
            mine = list(dict.fromkeys([*own, *found, *self.own.check(given.subject)]))
            level = level_of(self.tiers, self.rules, given.checked, mine)
            self.documents.append(replace(given.checked, level=level))
            own = mine
        self.findings += own

    def _refuse_twice(self, document: Checked) -> None:
        """A document in two of the things that are given would be counted twice."""
        if document.iri and any(document.iri == other.iri for other in self.documents):
            why = (
                f"{document.title or document.iri} is given twice; give its files, or the graph that was built of them"
            )
            raise UnreadableInput(why)

    def _by_shape(self, code: str) -> bool:
        rule = self.rules.get(code)
        return rule is not None and rule.by_shape

    def _match(self, lines: list[str]) -> None:
        """Strike off the files of shapes that mean a node of this document."""
        if self.unmatched:
            store = loaded([*lines, *background()])
            matched = [file for file, targets in self.unmatched.items() if any(t.is_in(store) for t in targets)]
            for file in matched:
                del self.unmatched[file]

    def report(self, baseline: Baseline | None) -> Report:
        """Ask the rules about several documents, and put all together."""
        if not self.documents:
            why = "; ".join(f"{item.path}: {item.why}" for item in self.left_out)
            raise UnreadableInput(f"nothing to validate: {why or 'no file is a programme document'}")
        if self.unmatched:
            files = ", ".join(sorted(self.unmatched))
            why = f"{files}: nothing of what is validated is a target of these shapes; check their targets"
            raise UnreadableInput(why)
        fallback = self.documents[0].files[0] if len(self.documents) == 1 and self.documents[0].files else ""
        found = [*self.findings, *check_across(self.kept, self.across, self.files, fallback)]
        hidden = tier_codes(self.rules)
        shown = sorted({f for f in found if f.rule not in hidden}, key=lambda finding: finding.sort_key)
        report = Report(
            findings=tuple(shown),
            documents=tuple(self.documents),
            rules=dict(sorted({**self.rules, **self.across.rules}.items())),
            sources=Sources(self.paths, self.texts),
            left_out=tuple((str(item.path), item.why, item.named) for item in self.left_out),
        )
        return baseline.apply(report) if baseline else report


def complete(report: Report) -> bool:
    """Whether every file that the user named was validated."""
    return not any(named for _path, _why, named in report.left_out)
