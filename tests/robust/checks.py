"""What holds of every graph, whatever was fed: quotes stand at their places, figures at their evidence, terms parse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.build.load import Loaded, load_documents
from kg.build.run import software_version
from kg.domain import Part, Passage
from kg.identifiers import DEFAULT_BASE
from kg.rdf.evidence import passages_of
from kg.rdf.mapping import part_quads
from kg.register import build_register
from kg.terms import nquads
from kg.vocabulary import curie

ONCE = ("doel:verbatim", "doel:quote", "doel:start", "doel:end", "doel:line", "doel:kind", "doel:inRendition")
"""Properties of which a node has one value at most."""


def load_checked(*paths: Path) -> Loaded:
    """Load files, map them, and check both; whatever they hold, nothing is raised."""
    loaded = load_documents(list(paths))
    assert_told_apart(loaded, paths)
    assert_model(loaded)
    assert_graph(lines_of(loaded))
    return loaded


def lines_of(loaded: Loaded) -> list[str]:
    """The N-Quads of the parts and the register, without the vocabularies."""
    quads = set(build_register(loaded.documents, base=DEFAULT_BASE).quads)
    for document in loaded.documents:
        for part in document.parts:
            profile = loaded.profiles[part.renditions[0].source.sha256].stamp
            version = software_version()
            quads.update(part_quads(document, part, base=DEFAULT_BASE, software=version, profile=profile))
    return nquads(quads)


def assert_told_apart(loaded: Loaded, paths: Iterable[Path]) -> None:
    """Each file is built or left out, and what is left out has a reason of one line."""
    built = Counter(name for names in loaded.files.values() for name in names)
    left = Counter(item.path.name for item in loaded.left_out)
    assert built + left == Counter(path.name for path in paths)
    for item in loaded.left_out:
        assert item.why
        assert "\n" not in item.why
    for finding in loaded.findings:
        assert "\n" not in finding.message_nl + finding.message_en


def assert_model(loaded: Loaded) -> None:
    """Each passage quotes what stands at its place, each figure what stands at its evidence."""
    for document in loaded.documents:
        for part in document.parts:
            for passage in [*passages_of(part), *part.structure, *part.cells]:
                assert_quoted(passage, loaded.texts[passage.rendition])
            assert_figures(part)


def assert_quoted(passage: Passage, text: str) -> None:
    span = passage.span
    assert 0 <= span.start <= span.end <= len(text)
    assert passage.quote == text[span.start : span.end]
    assert span.line == text.count("\n", 0, span.start) + 1


def assert_figures(part: Part) -> None:
    keys = Counter(figure.key for figure in part.figures)
    assert set(keys.values()) <= {1}
    for figure in part.figures:
        assert [passage.quote for passage in figure.evidence[:1]] == [figure.reading.verbatim], figure.key


def assert_graph(lines: list[str]) -> None:
    """Every line parses strictly and is written back the same; no figure has both a value and a reason."""
    data = "".join(f"{line}\n" for line in lines)
    assert not any(mark in data for mark in "\x00\ufffe\uffff")
    parsed = list(ox.parse(data.encode(), ox.RdfFormat.N_QUADS))
    assert len(parsed) == len(set(parsed)) == len(lines)
    valued = subjects(parsed, "sdmx-measure:obsValue")
    lacking = subjects(parsed, "doel:missingReason")
    figures = subjects(parsed, "doel:kind")  # no other thing has one
    assert not valued & lacking
    assert (valued + lacking) == figures
    assert not figures - subjects(parsed, "doel:verbatim")
    for name in ONCE:
        assert set(subjects(parsed, name).values()) <= {1}, name


def subjects(quads: Iterable[ox.Quad], name: str) -> Counter[str]:
    """How often each subject has a property."""
    wanted = curie(name)
    return Counter(str(quad.subject) for quad in quads if quad.predicate.value == wanted)
