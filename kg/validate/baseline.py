"""A baseline: findings that somebody accepted, so that only new ones count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from kg.errors import UnreadableInput
from kg.findings import Finding
from kg.validate.fingerprints import fingerprints
from kg.validate.report import Known, Report

VERSION = 1
_LARGEST = 200_000_000
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that were accepted, by fingerprint."""

    known: dict[str, Known]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Baseline:
        """Accept findings."""
        found = zip(fingerprints(findings), findings, strict=True)
        return cls({fingerprint: _known(fingerprint, one) for fingerprint, one in found})

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline. Errors: UnreadableInput where it is absent, broken, or of another version."""
        try:
            if path.stat().st_size > _LARGEST:
                raise UnreadableInput(f"{path}: larger than {_LARGEST // 10**6} MB; write it again with `kg baseline`")
            data = json.loads(path.read_bytes())
        except OSError as error:
            why = f"{path}: cannot be read ({error.strerror}); write it with `kg baseline`"
            raise UnreadableInput(why) from error
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(f"{path}: not JSON ({error}); write it again with `kg baseline`") from error
        if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
            raise UnreadableInput(f"{path}: not a baseline of version {VERSION}; write it again with `kg baseline`")
        try:
            names = [field.name for field in fields(Known) if field.name != _OTHERS]
            known = [
                Known(**{name: str(entry[name]) for name in names}, others=tuple(map(str, entry.get(_OTHERS, ()))))
                for entry in data["findings"]
            ]
        except (KeyError, TypeError, AttributeError) as error:
            raise UnreadableInput(f"{path}: an entry is not complete ({error}); write it again") from error
        return cls({one.fingerprint: one for one in known})

    def written(self) -> str:
        """Return the baseline as JSON: sorted by file, rule and fingerprint, so that a change shows in a difference."""
        entries = sorted(self.known.values(), key=lambda one: (one.file, one.rule, one.fingerprint))
        records = [{key: value for key, value in asdict(entry).items() if value or key != _OTHERS} for entry in entries]
        data = {"version": VERSION, "findings": records}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def apply(self, report: Report) -> Report:
        """Set apart what is accepted, and say what of it was not found any more in the files that were checked."""
        found = fingerprints(report.findings)
        pairs = list(zip(found, report.findings, strict=True))
        files = {file for document in report.documents for file in document.files} | {""}
        gone = [one for one in self.known.values() if one.fingerprint not in set(found)]
        gone = [one for one in gone if files.issuperset((one.file, *one.others))]
        return replace(
            report,
            findings=tuple(finding for fingerprint, finding in pairs if fingerprint not in self.known),
            accepted=tuple(finding for fingerprint, finding in pairs if fingerprint in self.known),
            gone=tuple(sorted(gone, key=lambda one: (one.file, one.rule, one.fingerprint))),
        )


def _known(fingerprint: str, finding: Finding) -> Known:
    first = finding.file or ""
    others = tuple(sorted({place.file for place in finding.places} - {first}))
    return Known(fingerprint, finding.rule, str(finding.severity), first, finding.message_en, others)
