"""From files to documents: find them, read them, tell what they are of, put renditions and parts together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kg.build.renditions import Wholes
from kg.build.settings import stated_in
from kg.build.stages import Stages
from kg.document import Document
from kg.domain import Level, Municipality, Part, Programme, ProgrammeDocument
from kg.errors import KgError, UnreadableInput
from kg.findings import Finding
from kg.identifiers import DEFAULT_BASE, document_iri
from kg.interpret.identify import UNKNOWN, Identity, Stated, identify, inherit, plain_text
from kg.interpret.merge import merge
from kg.interpret.part import interpret
from kg.interpret.remarks import remark
from kg.profile import Profile, detect, load
from kg.profile_files import names
from kg.readers.registry import read, suffixes

Progress = Callable[[str, int, int], None]
"""Called with the name of a file, how many are done and how many there are."""

LARGEST = 100_000_000
"""No programme document is larger than this many bytes; what is, is something else."""
_ABOUT = ("README", "LICENSE", "CHANGELOG", "CONTRIBUTING")
"""Files of a folder that are about it; named on their own they are read like any other."""
_NOT_YET = (".pdf", ".html", ".htm", ".docx", ".odt", ".doc")


def printable(name: str) -> str:
    """Return a file name as text that can be written anywhere; bytes that are no UTF-8 become escapes.

    >>> printable("caf" + chr(0xDCE9) + ".txt") == "caf" + chr(92) + "udce9.txt"
    True
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not built, why, and whether the user named it."""

    path: Path
    why: str
    named: bool


@dataclass(slots=True)
class Loaded:
    """What a run loaded: documents, each rendition's text by its hash, file names, findings, and what was left out.

    ``paths`` gives, for each file name, the path as the user gave it.
    """

    documents: list[ProgrammeDocument] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(slots=True)
class File:
    """A file that was read once, to tell what it is of; what it holds is read again when its document's turn comes."""

    path: Path
    name: str
    """Its name as messages print it: the path where two files of a run bear one name."""
    named: bool
    sha256: str
    profile: Profile
    stated: Stated
    identity: Identity
    findings: list[Finding]
    copies: list[File] = field(default_factory=list)
    """Files of the same bytes; this one leads."""
    whole: File | None = None
    """The file whose text holds this one's."""

    @property
    def token(self) -> str:
        """What tells it apart where its municipality, kind or year is unknown: files of one text have one token."""
        return (self.whole or self).sha256[:8]


@dataclass(slots=True)
class Opened:
    """The files of a run by document, in the order in which the documents stand in the graph, and what was left out."""

    documents: list[list[File]]
    left_out: list[LeftOut]


def load_documents(
    paths: Sequence[Path], *, profile: str | Path | None = None, progress: Progress | None = None
) -> Loaded:
    """Load files and folders (their own files, not those of folders inside them).

    A file that cannot be read, or is not there, is left out with the reason; the others are loaded. ``profile``
    overrides the detection of the municipality. Errors: UnreadableInput for a wrong documents.toml.
    """
    opened = open_files(paths, profile=profile)
    loaded = Loaded(left_out=opened.left_out)
    for one in load_each(opened, progress=progress):
        loaded.documents += one.documents
        loaded.texts |= one.texts
        loaded.files |= one.files
        loaded.paths |= one.paths
        loaded.profiles |= one.profiles
        loaded.findings += one.findings
        loaded.left_out += one.left_out
    loaded.findings.sort(key=lambda finding: finding.sort_key)
    return loaded


def open_files(paths: Sequence[Path], *, profile: str | Path | None = None, stages: Stages | None = None) -> Opened:
    """Read files and folders for what they are of, and put those of one document together; as ``load_documents``."""
    stages = stages or Stages()
    left_out: list[LeftOut] = []
    given = load(profile) if profile else None
    stated = cache(stated_in)  # a documents.toml is read once a run
    leading: dict[str, tuple[File, str]] = {}
    found = _find(paths, left_out)
    alike = Counter(path.name for path, _named in found)
    for path, named in found:
        name = printable(path.name if alike[path.name] == 1 else path.as_posix())
        file = _open(path, name, named, stated, given, left_out, stages)
        if file:
            _lead(leading, *file)
    with stages.stage("identify"):
        _resolve(list(leading.values()))
        return Opened(_by_document([file for file, _text in leading.values()]), left_out)


def load_each(opened: Opened, *, progress: Progress | None = None, stages: Stages | None = None) -> Iterator[Loaded]:
    """Load a document at a time, each with its own texts, file names, findings and files that were left out.

    Of files that are no programme document no document comes.
    """
    stages = stages or Stages()
    total = sum(1 + len(file.copies) for files in opened.documents for file in files)
    done = 0
    for files in opened.documents:
        loaded = Loaded()
        parts: list[tuple[File, Part]] = []
        for file in files:
            if progress:
                progress(file.name, done, total)
            done += 1 + len(file.copies)
            part = _part(file, loaded, stages)
            if part:
                parts.append((file, part))
        if parts:
            with stages.stage("interpret"):
                loaded.documents.append(_document(parts, loaded))
        loaded.findings.sort(key=lambda finding: finding.sort_key)
        yield loaded


def _find(paths: Sequence[Path], left_out: list[LeftOut]) -> list[tuple[Path, bool]]:
    """List the files of paths, each once, in an order that does not depend on that of the arguments."""
    found: dict[Path, tuple[Path, bool]] = {}
    for path in paths:
        try:
            for file, named in _files_at(path, left_out):
                if named or file.resolve() not in found:
                    found[file.resolve()] = (file, named)
        except OSError as error:
            why = f"it cannot be looked at ({error.strerror}); check the path and who may read it"
            left_out.append(LeftOut(path, why, True))
    return [found[key] for key in sorted(found)]


def _files_at(path: Path, left_out: list[LeftOut]) -> list[tuple[Path, bool]]:
    """The file at a path that the user names, or the files of the folder there that can be read."""
    if path.is_dir():
        inside = [inner for inner in sorted(path.iterdir()) if not inner.name.startswith(".")]
        readable = [inner for inner in inside if _may_be_read(inner, left_out)]
        if not readable:
            why = f"this folder holds no file that can be read ({', '.join(suffixes())}); name another, or its files"
            left_out.append(LeftOut(path, why, True))
        return [(inner, False) for inner in readable]
    if path.is_file():
        return [(path, True)]
    why = "there is no such file or folder; check the path"
    if path.exists():
        why = "it is no regular file; save its content as a file"
    elif path.is_symlink():
        why = "it is a link that leads nowhere; name the file itself"
    left_out.append(LeftOut(path, why, True))
    return []


def _may_be_read(path: Path, left_out: list[LeftOut]) -> bool:
    """Whether a file of a folder is of a format that can be read; what people may miss is said."""
    suffix = path.suffix.lower()
    if path.is_dir() or suffix not in (*suffixes(), *_NOT_YET) or path.stem.upper() in _ABOUT:
        return False
    if suffix in suffixes() and path.is_file():
        return True
    why = "this format cannot be read yet; save it as text" if path.is_file() else "it is no regular file"
    left_out.append(LeftOut(path, why, False))
    return False


def _open(
    path: Path,
    name: str,
    named: bool,
    stated_in: Callable[[Path], dict[str, Stated]],
    given: Profile | None,
    left_out: list[LeftOut],
    stages: Stages,
) -> tuple[File, str] | None:
    """Read a file for what it is of; return it with its plain text."""
    entries = stated_in(path.parent)
    stated = entries.get(path.name) or entries.get("") or Stated()
    try:
        with stages.stage("read"):
            document = _read(path, name, stated)
    except (KgError, OSError) as error:
        left_out.append(LeftOut(path, str(error).removeprefix(f"{name}: "), named))
        return None
    with stages.stage("identify"):
        profile = given or _profile_of(stated.municipality) or detect(document.text) or load("bbv")
        identity, findings = identify(document, profile, stated)
        file = File(path, name, named, document.source.sha256, profile, stated, identity, findings)
        return file, plain_text(document, profile)


def _read(path: Path, name: str, stated: Stated) -> Document:
    """Read a file with what is stated of it. Errors: KgError for what cannot be read or is too large."""
    with suppress(OSError):  # what cannot be looked at cannot be opened either: ``read`` says why
        if path.stat().st_size > LARGEST:
            raise UnreadableInput(f"it is larger than {LARGEST // 10**6} MB; cut it into parts")
    return read(path, address=stated.address, retrieved_at=stated.retrieved_at, name=name)


def _profile_of(municipality: Municipality | None) -> Profile | None:
    return next((p for p in _with_municipality() if municipality and p.municipality == municipality), None)


@cache
def _with_municipality() -> list[Profile]:
    return [profile for profile in map(load, names()) if profile.municipality]


def _lead(leading: dict[str, tuple[File, str]], file: File, text: str) -> None:
    """Of files of the same bytes the one leads of which more is known."""
    known = leading.get(file.sha256)
    if known is None:
        leading[file.sha256] = (file, text)
    elif _unknowns(file) < _unknowns(known[0]):
        file.copies = [known[0], *known[0].copies]
        known[0].copies = []
        leading[file.sha256] = (file, text)
    else:
        known[0].copies.append(file)


def _unknowns(file: File) -> tuple[int, bool]:
    return (file.identity.kind is None) + (file.identity.year is None), file.stated.kind is None


def _resolve(files: Sequence[tuple[File, str]]) -> None:
    """A file whose whole text stands in another is a rendition of its part and takes over what it does not print.

    The longest come first, so that what a file takes over is settled; of several that hold it, the longest counts.
    """
    ordered = sorted(files, key=lambda pair: (-len(pair[1]), pair[0].sha256))
    wholes = Wholes([text for _file, text in ordered])
    for file, text in ordered:
        found = [ordered[number][0] for number in wholes.of(text)]
        same = {_key_of(whole.identity) for whole in found}
        if len(same) != 1 or not _may_be(file.identity, found[0].identity):
            continue
        whole = found[0]
        file.profile = whole.profile
        file.identity = inherit(file.identity, whole.identity)
        file.whole = whole.whole or whole
        known = {"L01": file.identity.municipality is not UNKNOWN, "L02": file.identity.kind, "L03": file.identity.year}
        file.findings = [finding for finding in file.findings if not known.get(finding.rule)]


def _key_of(identity: Identity) -> tuple[str, str | None, int | None, int]:
    return (identity.municipality.code, identity.kind, identity.year, identity.ordinal)


def _may_be(identity: Identity, other: Identity) -> bool:
    """Whether nothing that a file prints of itself contradicts that it is of this document."""
    return (
        identity.municipality in (UNKNOWN, other.municipality)
        and identity.kind in (None, other.kind)
        and identity.year in (None, other.year)
    )


def _by_document(files: Sequence[File]) -> list[list[File]]:
    """Group files by the document that they are of, the documents in the order of their graphs' IRIs."""
    documents: dict[str, list[File]] = {}
    for file in files:
        file.identity = _apart(file.identity, file.token)
        documents.setdefault(f"{_iri_of(file)}/", []).append(file)
    return [sorted(documents[iri], key=lambda file: file.sha256) for iri in sorted(documents)]


def _iri_of(file: File) -> str:
    what = file.identity
    return document_iri(DEFAULT_BASE, what.municipality.code, what.kind, what.year, what.ordinal, _token_of(file))


def _token_of(file: File) -> str | None:
    return None if file.identity.kind and file.identity.year else file.token


def _part(file: File, loaded: Loaded, stages: Stages) -> Part | None:
    """Read a file again and interpret it; None, with the reason, where it is no (longer the) programme document."""
    try:
        with stages.stage("read"):
            document = _read(file.path, file.name, file.stated)
    except KgError as error:
        _leave_out(file, str(error), loaded)
        return None
    if document.source.sha256 != file.sha256:
        _leave_out(file, "it changed while it was being read; build again", loaded)
        return None
    with stages.stage("interpret"):
        part, findings = interpret(document, file.profile, file.identity)
    if not _is_programme_document(file, part):
        why = "no goal tree, indicators, budget or title of a programme document was found in it; leave it out,"
        why += " or state its kind and year in documents.toml"
        _leave_out(file, why, loaded)
        return None
    loaded.findings += [*file.findings, *findings, *_second_renditions(file, document)]
    loaded.files[file.sha256] = [one.name for one in (file, *file.copies)]
    loaded.paths |= {one.name: printable(str(one.path)) for one in (file, *file.copies)}
    loaded.texts[file.sha256] = document.text
    loaded.profiles[file.sha256] = file.profile
    return part


def _leave_out(file: File, why: str, loaded: Loaded) -> None:
    loaded.left_out += [LeftOut(one.path, why, one.named) for one in (file, *file.copies)]


def _second_renditions(file: File, document: Document) -> Iterator[Finding]:
    if file.whole:
        yield remark("S15", document, (), file=file.whole.name)
    for copy in file.copies:
        named = replace(document, source=replace(document.source, name=copy.name))
        yield remark("S15", named, (), file=file.name)


def _is_programme_document(file: File, part: Part) -> bool:
    """Whether a file is stated to be one (documents.toml), bears the title of one, or holds an element or table of one.

    A code that is only mentioned makes a programme's number and nothing else: that is no programme document.
    """
    identity = file.identity
    if file.stated.kind or (identity.fields and identity.kind and identity.year):
        return True
    tables = {table.kind for table in part.tables} - {"other-table"}
    stated = [e for e in part.editions if e.level is not Level.PROGRAMME or (isinstance(e, Programme) and e.mission)]
    return bool(stated or tables)


def _apart(identity: Identity, token: str) -> Identity:
    """Keep files of unknown municipalities apart: two cities' budgets of one year are not one document.

    What belongs together then is for the user to say (documents.toml, --profile).
    """
    if identity.municipality is not UNKNOWN:
        return identity
    return replace(identity, municipality=replace(UNKNOWN, code=f"{UNKNOWN.code}-{token}"))


def _document(members: Sequence[tuple[File, Part]], loaded: Loaded) -> ProgrammeDocument:
    grouped: dict[str, list[Part]] = {}
    for _, part in members:
        grouped.setdefault(part.key, []).append(part)
    parts: list[Part] = []
    for key in sorted(grouped):
        part, findings = merge(grouped[key])
        parts.append(part)
        loaded.findings += findings
    first = min((file for file, _ in members), key=lambda file: (-len(loaded.texts[file.sha256]), file.sha256))
    identity = first.identity
    return ProgrammeDocument(
        municipality=identity.municipality,
        kind=identity.kind,
        year=identity.year,
        ordinal=identity.ordinal,
        version=next((file.identity.version for file, _ in members if file.identity.version), None),
        title=identity.title,
        parts=tuple(parts),
        token=_token_of(first),
    )
