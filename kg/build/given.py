"""What there is to check: documents that are read now, a graph that was built, or RDF of somebody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg.build.load import LARGEST, LeftOut, Loaded, Opened, Progress, load_each, printable
from kg.build.run import iri_of, municipal, software_version
from kg.errors import StoreError, UnreadableInput
from kg.findings import Finding
from kg.identifiers import part_iri
from kg.profile import Profile
from kg.rdf.mapping import part_quads
from kg.register import Register, register_of
from kg.register.outline import Outline, outline
from kg.register.quads import Shared, document_quads
from kg.store import Graph
from kg.terms import from_oxigraph
from kg.validate.document import Subject
from kg.validate.report import Checked
from kg.vocabulary import CODE, DOEL

RDF_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
}
NAMELESS = "https://w3id.org/doelenboom/nameless/"
"""How the names begin that blank nodes get."""
_PART = re.compile(r"(?P<document>.*/document/[^/]+)/part/[^/]+/graph")
_REGISTER = re.compile(r".*/graph/register")
_SHARED = ("/graph/shared", "/graph/ontology", "/graph/codes", "/graph/inferred")
_OF_DOCUMENT = re.compile(r"<(?P<document>[^>]*/document/[^/>#]+)[/>#]")
_EDITION_OF = f" <{DOEL}editionOf> "
_DIRECTION = f" <{DOEL}direction> "


@dataclass
class Given:
    """A document to check: its triples, what reading it found, and the texts of its files by name.

    ``checked`` is None for triples of which no document is known. ``register`` are triples that hold across documents.
    ``alone`` are those triples of the subject that a register of this document alone says: rules about several
    documents ask that of all.
    """

    subject: Subject | None
    checked: Checked | None = None
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    register: list[str] = field(default_factory=list)
    alone: frozenset[str] = frozenset()
    left_out: list[LeftOut] = field(default_factory=list)


def from_documents(opened: Opened, base: str, progress: Progress | None = None) -> Iterator[Given]:
    """Read documents and yield one at a time; after those of a municipality, its register."""
    left_out: list[LeftOut] = []
    loads = _with_document(load_each(opened, progress=progress), left_out)
    for _municipality, of_one in groupby(loads, key=lambda loaded: loaded.documents[0].municipality.code):
        outlines: list[Outline] = []
        profiles: set[Profile] = set()
        for loaded in of_one:
            yield _of_loaded(loaded, base)
            outlines.append(outline(loaded.documents[0], base))
            profiles.update(loaded.profiles.values())
        register = register_of(outlines, Shared(base), base=base, profile=municipal(profiles))
        yield Given(None, findings=list(register.findings), register=_triples(register))
    yield Given(None, left_out=left_out)


def _triples(register: Register) -> list[str]:
    return [f"{s} {p} {o} ." for s, p, o, _graph in register.quads]


def _with_document(loads: Iterator[Loaded], left_out: list[LeftOut]) -> Iterator[Loaded]:
    """Pass on what holds a document; of other files only the reason why is kept, wherever they stand between."""
    for loaded in loads:
        if loaded.documents:
            yield loaded
        else:
            left_out += loaded.left_out


def _of_loaded(loaded: Loaded, base: str) -> Given:
    (document,) = loaded.documents
    iri = iri_of(document, base)
    lines: list[str] = []
    for part in document.parts:
        profile = loaded.profiles[part.renditions[0].source.sha256].stamp
        quads = part_quads(document, part, base=base, software=software_version(), profile=profile)
        lines += [f"{s} {p} {o} ." for s, p, o, _graph in quads]
    stated = outline(document, base)
    lines += [f"{s} {p} {o} ." for s, p, o, _graph in document_quads(stated, base)]
    register = register_of([stated], Shared(base), base=base, profile=municipal(loaded.profiles.values()))
    alone = frozenset(line for line in _triples(register) if _EDITION_OF in line or _DIRECTION in line)
    lines += alone
    names = {sha256: names[0] for sha256, names in loaded.files.items()}
    files = tuple(sorted({name for found in loaded.files.values() for name in found}))
    checked = Checked(iri, document.title or part_iri(iri, document.parts[0].key), files, document.kind, document.year)
    texts = {name: loaded.texts[sha] for sha, found in loaded.files.items() for name in found if sha in loaded.texts}
    subject = Subject(sorted(lines), iri, names, fallback=files[0] if files else "")
    return Given(subject, checked, loaded.findings, texts, loaded.paths, alone=alone, left_out=loaded.left_out)


def from_graph(directory: Path) -> Iterator[Given]:
    """Yield the documents of a graph that was built, one at a time, and then its register.

    Errors: StoreError for no graph or a damaged one.
    """
    with Graph.open(directory) as graph:
        try:
            report = json.loads((graph.build / "build.json").read_bytes())
            found = [Finding.of_record(record) for record in report["findings"]]
            named: dict[str, list[str]] = report["files"]
            register = [
                line for name, lines in _graphs(graph.nquads_path) if _REGISTER.fullmatch(name) for line in lines
            ]
            described = _described(register)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"the graph at {directory} is damaged ({error}); run `kg build`") from error
        names = {sha: files[0] for sha, files in named.items()}
        for iri, graphs in groupby(_graphs(graph.nquads_path), key=lambda one: _document_of(one[0])):
            if iri:
                lines = [line for _name, of_graph in graphs for line in of_graph]
                one = _of_lines(iri, [*lines, *described.get(iri, [])], names, "graph.nq")
                files = one.checked.files if one.checked else ()
                one.findings = [finding for finding in found if finding.file in files]
                found = [finding for finding in found if finding.file not in files]
                shas = [sha for sha, of_sha in named.items() if set(of_sha) & set(files)]
                one.texts = {file: _text_of(graph.build / "sources", sha) for sha in shas for file in named[sha]}
                yield one
        yield Given(None, findings=found, register=register)


def _graphs(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read the N-Quads of a build a graph at a time: its name and its triples, as lines of N-Triples."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for name, lines in groupby(file, key=lambda line: line.rpartition(" <")[2][:-4]):
            yield name, [f"{line.rpartition(' <')[0]} ." for line in lines]


def _document_of(graph: str) -> str:
    part = _PART.fullmatch(graph)
    return part["document"] if part else ""


def _described(register: list[str]) -> dict[str, list[str]]:
    """What a register says of each document and its nodes, and the directions of the elements behind its editions."""
    found: dict[str, list[str]] = {}
    directions = {line.partition(" ")[0]: line for line in register if _DIRECTION in line}
    for line in register:
        if of := _OF_DOCUMENT.match(line):
            of_document = found.setdefault(of["document"], [])
            of_document.append(line)
            element = line.rpartition(_EDITION_OF)[2].removesuffix(" .")
            if _EDITION_OF in line and element in directions:
                of_document.append(directions[element])
    return found


def _text_of(folder: Path, sha256: str) -> str:
    path = folder / f"{sha256}.txt"
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def from_rdf(path: Path, data: bytes | None = None, name: str = "") -> Iterator[Given]:
    """Yield what an RDF file holds: its documents where its graphs are named as ours, else all of it as one.

    ``data`` stands in for the file's content (standard input, read as TriG), ``name`` for its name. Blank nodes get
    names by the order in which they come, so that results can be asked for more. Errors: UnreadableInput for a file
    that is absent, too large, broken, or of another vocabulary.
    """
    name = name or printable(path.name)
    try:
        if (path.stat().st_size if data is None else len(data)) > LARGEST:
            raise UnreadableInput(f"{name}: larger than {LARGEST // 10**6} MB; validate the documents or the graph")
        content = path.read_bytes() if data is None else data
    except OSError as error:
        raise UnreadableInput(f"{name}: cannot be read ({error.strerror}); check the path") from error
    quads = _parsed(name, content, RDF_FORMATS.get(path.suffix.lower()))
    if not any(_is_ours(quad) for quad in quads):
        raise UnreadableInput(f"{name}: holds nothing of the vocabulary {DOEL}, so there is nothing to check")
    given = list(_split(quads, {}, name))
    for one in given:
        one.paths = {name: str(path)}
    yield from given


def _parsed(name: str, content: bytes, form: RdfFormat | None) -> list[Quad]:
    """Parse RDF; without a form as N-Quads or else as TriG, which Turtle is as well."""
    if form is None:
        try:
            return _named(parse(content, format=RdfFormat.N_QUADS))
        except (SyntaxError, ValueError):
            form = RdfFormat.TRIG
    try:
        return _named(parse(content, format=form))
    except (SyntaxError, ValueError) as error:
        raise UnreadableInput(f"{name}: not {form.name} ({_short(error)}); mend it at that place") from error


def _named(quads: Iterable[Quad]) -> list[Quad]:
    """Give blank nodes names. Raises ValueError for triple terms, which SHACL does not know."""
    names: dict[BlankNode, NamedNode] = {}

    def name(term: Any) -> Any:
        if isinstance(term, Triple):
            raise ValueError("a triple stands as a term (RDF 1.2), which SHACL does not know")
        if isinstance(term, BlankNode):
            return names.setdefault(term, NamedNode(f"{NAMELESS}node/{len(names) + 1}"))
        return term

    return [Quad(name(q.subject), q.predicate, name(q.object), name(q.graph_name)) for q in quads]


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _is_ours(quad: Quad) -> bool:
    return str(quad.predicate).startswith(f"<{DOEL}") or str(quad.object).startswith((f"<{DOEL}", f"<{CODE}"))


def _split(quads: Iterable[Quad], names: dict[str, str], fallback: str) -> Iterator[Given]:
    """Put quads together by document, by the names of our graphs; what has none of them is checked as one."""
    documents: dict[str, list[str]] = {}
    register: list[str] = []
    loose: list[str] = []
    shared: list[str] = []  # what all share, and what only follows, beside documents of ours; else as good as any other
    for quad in quads:
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        if part := _PART.fullmatch(graph):
            documents.setdefault(part["document"], []).append(line)
        elif _REGISTER.fullmatch(graph):
            register.append(line)
        elif graph.endswith(_SHARED):
            shared.append(line)
        else:
            loose.append(line)
    described = _described(register)
    for iri, lines in sorted(documents.items()):
        yield _of_lines(iri, [*lines, *described.get(iri, [])], names, fallback)
    loose += [] if documents else [*shared, *register]
    if loose or not documents:
        yield Given(Subject(sorted(set(loose)), "", names, fallback), Checked("", fallback, (fallback,)))
        register = [*register, *loose]
    yield Given(None, register=register)


def _literal(line: str) -> str:
    """The text of the literal that a line of N-Triples ends with; empty for no line."""
    if not line:
        return ""
    (quad,) = parse(line.encode(), format=RdfFormat.N_TRIPLES)
    return from_oxigraph(quad.object).value


def _of_lines(iri: str, lines: list[str], names: dict[str, str], fallback: str) -> Given:
    title = next(
        (line for line in lines if line.startswith(f"<{iri}> <http://www.w3.org/2000/01/rdf-schema#label>")), ""
    )
    label = _literal(title)
    hashes = [m[1] for line in lines if (m := re.search(rf'<{DOEL}sha256> "([0-9a-f]{{64}})"', line))]
    files = tuple(sorted({names.get(sha, sha[:12]) for sha in hashes})) if names else (fallback,)
    kind = next((m[1] for line in lines if (m := re.search(rf"<{DOEL}documentKind> <{CODE}([a-z-]+)>", line))), None)
    year = next((m[1] for line in lines if (m := re.search(rf'<{DOEL}fiscalYear> "(\d{{4}})"', line))), None)
    checked = Checked(iri, label or iri, files, kind, int(year) if year else None)
    return Given(Subject(sorted(set(lines)), iri, names, files[0] if files else fallback), checked)
