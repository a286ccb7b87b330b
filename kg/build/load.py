"""From files to documents: find them, read them, tell what they are of, put renditions and parts together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.build.settings import stated_in
from kg.document import Document
from kg.domain import Level, Municipality, Part, Programme, ProgrammeDocument
from kg.errors import KgError, UnreadableInput
from kg.findings import Finding
from kg.interpret.identify import UNKNOWN, Identity, Stated, identify, inherit, plain_text, repeats
from kg.interpret.merge import merge
from kg.interpret.part import interpret
from kg.interpret.remarks import remark
from kg.profile import Profile, detect, load, names
from kg.readers.registry import read, suffixes

Progress = Callable[[str, int, int], None]
"""Called with the name of a file, how many are done and how many there are."""


LARGEST = 100_000_000
"""No programme document is larger than this many bytes; what is, is something else."""
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
    """What a run loaded: documents, each rendition's text by its hash, file names, findings, and what was left out."""

    documents: list[ProgrammeDocument] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    profiles: dict[str, tuple[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    path: Path
    named: bool
    document: Document
    profile: Profile
    stated: Stated
    identity: Identity
    findings: list[Finding]
    whole: str = ""
    """Hash of the file whose text this one repeats; empty where it stands alone."""


def load_documents(
    paths: Sequence[Path], *, profile: str | Path | None = None, progress: Progress | None = None
) -> Loaded:
    """Load files and folders (their own files, not those of folders inside them).

    A file that cannot be read, or is not there, is left out with the reason; the others are loaded. ``profile``
    overrides the detection of the municipality. Errors: UnreadableInput for a wrong documents.toml.
    """
    loaded = Loaded()
    given = load(profile) if profile else None
    files = [_open(path, named, given, loaded) for path, named in _find(paths, loaded)]
    opened = _resolve([file for file in files if file is not None])
    opened.sort(key=lambda file: (file.identity.kind is None) + (file.identity.year is None))  # the known copy leads
    parts: list[tuple[_File, Part]] = []
    for number, file in enumerate(opened):
        if progress:
            progress(printable(file.path.name), number, len(opened))
        sha256 = file.document.source.sha256
        if sha256 in loaded.files:  # the same bytes once more
            first = loaded.files[sha256][0]
            loaded.findings.append(remark("S15", file.document, (), file=first))
            loaded.files[sha256].append(printable(file.path.name))
            continue
        part, findings = interpret(file.document, file.profile, file.identity)
        if not _is_programme_document(file, part):
            why = "no goal tree, indicators, budget or title of a programme document was found in it; leave it out,"
            why += " or state its kind and year in documents.toml"
            loaded.left_out.append(LeftOut(file.path, why, file.named))
            continue
        loaded.findings += file.findings + findings
        loaded.files[sha256] = [printable(file.path.name)]
        parts.append((file, part))
    _put_together(parts, loaded)
    loaded.findings.sort(key=lambda finding: finding.sort_key)
    return loaded


def _find(paths: Sequence[Path], loaded: Loaded) -> list[tuple[Path, bool]]:
    """List the files of paths, each once, in an order that does not depend on that of the arguments."""
    found: dict[Path, tuple[Path, bool]] = {}
    for path in paths:
        try:
            for file, named in _files_at(path, loaded):
                if named or file.resolve() not in found:
                    found[file.resolve()] = (file, named)
        except OSError as error:
            why = f"it cannot be looked at ({error.strerror}); check the path and who may read it"
            loaded.left_out.append(LeftOut(path, why, True))
    return [found[key] for key in sorted(found)]


def _files_at(path: Path, loaded: Loaded) -> list[tuple[Path, bool]]:
    """The file at a path that the user names, or the files of the folder there that can be read."""
    if path.is_dir():
        inside = [inner for inner in sorted(path.iterdir()) if not inner.name.startswith(".")]
        readable = [inner for inner in inside if _may_be_read(inner, loaded)]
        if not readable:
            why = f"this folder holds no file that can be read ({', '.join(suffixes())}); name another, or its files"
            loaded.left_out.append(LeftOut(path, why, True))
        return [(inner, False) for inner in readable]
    if path.is_file():
        return [(path, True)]
    why = "there is no such file or folder; check the path"
    if path.exists():
        why = "it is no regular file; save its content as a file"
    elif path.is_symlink():
        why = "it is a link that leads nowhere; name the file itself"
    loaded.left_out.append(LeftOut(path, why, True))
    return []


def _may_be_read(path: Path, loaded: Loaded) -> bool:
    """Whether a file of a folder is of a format that can be read; what people may miss is said."""
    suffix = path.suffix.lower()
    if path.is_dir() or suffix not in (*suffixes(), *_NOT_YET):
        return False
    if suffix in suffixes() and path.is_file():
        return True
    why = "this format cannot be read yet; save it as text" if path.is_file() else "it is no regular file"
    loaded.left_out.append(LeftOut(path, why, False))
    return False


def _open(path: Path, named: bool, given: Profile | None, loaded: Loaded) -> _File | None:
    stated = _stated_of(path)
    name = printable(path.name)
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableInput(f"it is larger than {LARGEST // 10**6} MB; cut it into parts")
        document = read(path, address=stated.address, retrieved_at=stated.retrieved_at, name=name)
    except (KgError, OSError) as error:
        loaded.left_out.append(LeftOut(path, str(error).removeprefix(f"{name}: "), named))
        return None
    profile = given or _profile_of(stated.municipality) or detect(document.text) or load("bbv")
    identity, findings = identify(document, profile, stated)
    return _File(path, named, document, profile, stated, identity, findings)


def _stated_of(path: Path) -> Stated:
    entries = stated_in(path.parent)
    return entries.get(path.name) or entries.get("") or Stated()


def _profile_of(municipality: Municipality | None) -> Profile | None:
    for name in names():
        profile = load(name)
        if municipality and profile.municipality == municipality:
            return profile
    return None


def _resolve(files: list[_File]) -> list[_File]:
    """A file whose whole text stands in another is a rendition of its part and takes over what it does not print."""
    texts = [plain_text(file.document, file.profile) for file in files]
    for index, file in enumerate(files):
        wholes = [
            other
            for number, other in enumerate(files)
            if number != index and len(texts[index]) < len(texts[number]) and repeats(texts[index], texts[number])
        ]
        same = {_key_of(whole.identity) for whole in wholes}
        if len(same) != 1 or not _may_be(file.identity, wholes[0].identity):
            continue
        whole = wholes[0]
        file.profile = whole.profile
        file.identity = inherit(file.identity, whole.identity)
        file.whole = whole.document.source.sha256
        known = {"L01": file.identity.municipality is not UNKNOWN, "L02": file.identity.kind, "L03": file.identity.year}
        file.findings = [finding for finding in file.findings if not known.get(finding.rule)]
        file.findings.append(remark("S15", file.document, (), file=whole.path.name))
    return files


def _key_of(identity: Identity) -> tuple[str, str | None, int | None, int]:
    return (identity.municipality.code, identity.kind, identity.year, identity.ordinal)


def _may_be(identity: Identity, other: Identity) -> bool:
    """Whether nothing that a file prints of itself contradicts that it is of this document."""
    return (
        identity.municipality in (UNKNOWN, other.municipality)
        and identity.kind in (None, other.kind)
        and identity.year in (None, other.year)
    )


def _is_programme_document(file: _File, part: Part) -> bool:
    """Whether a file is stated to be one (documents.toml), bears the title of one, or holds an element or table of one.

    A code that is only mentioned makes a programme's number and nothing else: that is no programme document.
    """
    identity = file.identity
    if file.stated.kind or (identity.fields and identity.kind and identity.year):
        return True
    tables = {table.kind for table in part.tables} - {"other-table"}
    stated = [e for e in part.editions if e.level is not Level.PROGRAMME or (isinstance(e, Programme) and e.mission)]
    return bool(stated or tables)


def _put_together(parts: list[tuple[_File, Part]], loaded: Loaded) -> None:
    """Group files by document and part; parts of one number, or of one chapter's title, are one part."""
    documents: dict[tuple[str, str | None, int | None, int, str], list[tuple[_File, Part]]] = {}
    for file, part in parts:
        sha256 = file.document.source.sha256
        file.identity = _apart(file.identity, file.whole or sha256)
        identity = file.identity
        token = "" if identity.kind and identity.year else (file.whole or sha256)[:8]
        documents.setdefault((*_key_of(identity), token), []).append((file, part))
        loaded.texts[sha256] = file.document.text
        loaded.profiles[sha256] = (file.profile.name, file.profile.digest)
    for key in sorted(documents, key=repr):
        loaded.documents.append(_document(documents[key], key[-1], loaded))


def _apart(identity: Identity, sha256: str) -> Identity:
    """Keep files of unknown municipalities apart: two cities' budgets of one year are not one document.

    What belongs together then is for the user to say (documents.toml, --profile).
    """
    if identity.municipality is not UNKNOWN:
        return identity
    return replace(identity, municipality=replace(UNKNOWN, code=f"{UNKNOWN.code}-{sha256[:8]}"))


def _document(members: list[tuple[_File, Part]], token: str, loaded: Loaded) -> ProgrammeDocument:
    grouped: dict[str, list[Part]] = {}
    for _, part in members:
        grouped.setdefault(part.key, []).append(part)
    parts: list[Part] = []
    for key in sorted(grouped):
        once = {part.renditions[0].source.sha256: part for part in grouped[key]}
        part, findings = merge(list(once.values()))
        parts.append(part)
        loaded.findings += findings
    first = min((file for file, _ in members), key=lambda f: (-len(f.document.text), f.document.source.sha256))
    identity = first.identity
    return ProgrammeDocument(
        municipality=identity.municipality,
        kind=identity.kind,
        year=identity.year,
        ordinal=identity.ordinal,
        version=next((f.identity.version for f, _ in _by_hash(members) if f.identity.version), None),
        title=identity.title,
        parts=tuple(parts),
        token=token or None,
    )


def _by_hash(members: Iterable[tuple[_File, Part]]) -> list[tuple[_File, Part]]:
    return sorted(members, key=lambda member: member[0].document.source.sha256)
