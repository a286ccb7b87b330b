"""The word index of a graph: which texts can be searched, how words become terms, and the folder that holds them.

An entry is one text of one thing in one document: a wording of a goal, an explanation, a footnote. The engine is
Tantivy; words are bound as terms, its query language is never used. Accents are folded and Dutch words stemmed by both
of the stemmers that Snowball has for Dutch: what either joins is found ("huisvesten" and "huisvesting", "sociaal" and
"sociale"). Compounds stay whole ("jeugdhulp" is not found by "hulp").
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

import snowballstemmer  # type: ignore[import-untyped]
import tantivy
from tantivy import Occur, Query

from kg.describe import LEVELS, Facts, first_value
from kg.errors import StoreError
from kg.vocabulary import DOEL, curie

LABELS, TEXTS = "labels", "texts"
SORTS = {
    **LEVELS,
    "Organisation": "organisation",
    "Mention": "mention",
    "PolicyDocument": "policy-document",
    "Deviation": "deviation",
    "Table": "table",
    "Explanation": "explanation",
    "PlannedActivity": "activity",
    "Note": "note",
    "Source": "source",
}
"""What can be found: the class of a thing and the word for it."""

_HEAP = 64_000_000
"""Bytes the engine may hold before it writes; the only memory that does not depend on the longest text."""
_STEMS, _FORMS = "dutch-stems", "dutch-forms"
"""The analysers of a text: what is found, and what counts for more as it is said just so."""
_DOUBLE = re.compile(r"(?<=[aeiou])(?:aa|ee|oo|uu)(?=[b-df-hj-np-tv-z]$)")
_PORTER = snowballstemmer.stemmer("dutch_porter")
_LONGEST = 200
"""Bytes of the longest word that is a word."""
_FORM_BOOST = 100.0
"""More than the words of a text count for together: what is said in the form that was typed comes first."""
_CODE_BOOST = 10_000.0
_SHORTEST_NUMBER = 6
"""Letters and figures of a number that is known as one without the kind of decision before it."""
_TYPED = re.compile(rf"<([^>]*)> <{re.escape(curie('rdf:type'))}> <{re.escape(DOEL)}(\w+)> ".encode())
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PIECES = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟«»", '""""""')


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a thing: the node whose evidence tells where it stands, in a document; ``code`` is the thing's own.

    ``decisions`` are the keys of the decisions that the text cites (see ``decision_key``).
    """

    thing: str
    node: str
    document: str
    group: str
    text: str
    code: str = ""
    year: str = ""
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that matches, with the engine's score; ``rank`` is the place of its thing in the order of IRIs."""

    score: float
    rank: int
    at: tantivy.DocAddress


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word or phrase of a question: as typed, and the stems of its words by each of the two stemmers."""

    typed: str
    stems: tuple[str, ...]
    others: tuple[str, ...]
    quoted: bool = False


@cache
def _analyser(name: str) -> tantivy.TextAnalyzer:
    """Words with an apostrophe inside are one ("foto's"), for the stemmer knows what to do with it; a hyphen parts."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"[\p{L}\p{N}]+(?:['’ʼ][\p{L}\p{N}]+)*"))
    filters = [tantivy.Filter.remove_long(_LONGEST), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]
    filters += [tantivy.Filter.stemmer("dutch")] if name == _STEMS else []
    for each in filters:
        builder = builder.filter(each)
    return builder.build()


def _register(index: tantivy.Index) -> None:
    for name in (_STEMS, _FORMS):
        index.register_tokenizer(name, _analyser(name))


def plain(text: str) -> str:
    """Return a text as it is indexed and shown: composed letters, no soft hyphens or other signs without width.

    >>> plain("ge" + chr(0xAD) + "meente, e" + chr(0x301) + "e" + chr(0x301) + "n")
    'gemeente, één'
    """
    valid = text.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", valid.translate(_INVISIBLE))


def stems_of(text: str) -> list[tuple[str, str, int, int]]:
    """Return both stems of each word of a text with where it begins and ends, in code points.

    Porter's stems bear a "~", so that those of the two stemmers never meet; one letter is made of the double vowel that
    he leaves behind another vowel.

    >>> stems_of("Sociale schulden")
    [('social', 'social~', 0, 7), ('schul', 'schuld~', 8, 16)]
    >>> [stem for stem, _, _, _ in stems_of("Oekraïners, foto’s; jeugd-hulp")]
    ['oekrainer', 'foto', 'jeugd', 'hulp']
    """
    tokens = _analyser(_STEMS).pre_tokenize(text).tokens
    words = _analyser(_FORMS).pre_tokenize(text).tokens  # the same words, as they are
    return [
        (token.text, _porter(word.text), token.char_offset_from, token.char_offset_to)
        for token, word in zip(tokens, words, strict=True)
    ]


def marks_of(text: str, stems: frozenset[str]) -> list[tuple[str, int, int]]:
    """Return the words of a text that have one of some stems: the stem, and where the word begins and ends.

    >>> marks_of("Zij hebben schulden", frozenset({"schuld", "schuld~"}))
    [('schuld~', 11, 19)]
    """
    found = []
    for one, other, start, end in stems_of(text):
        if one in stems or other in stems:
            found.append((one if one in stems else other, start, end))
    return found


@lru_cache(maxsize=1 << 16)
def _porter(word: str) -> str:
    """Stem a word by Porter's rules for Dutch."""
    stemmed: str = _PORTER.stemWord(word)
    return _DOUBLE.sub(lambda match: match[0][0], stemmed or word) + "~"


def wanted(words: str) -> list[Wanted]:
    """Take a question apart: words, and phrases in quotation marks; what holds no letter or figure is left out.

    >>> [(one.typed, one.stems, one.quoted) for one in wanted('armoede & „lokale wijken” 9A1.a')]
    [('armoede', ('armoede',), False), ('lokale wijken', ('lokaal', 'wijk'), True), ('9A1.a', ('9a1', 'a'), False)]
    """
    found = []
    for phrase, word in _PIECES.findall(plain(words).translate(_QUOTES)):
        typed = phrase or word
        both = stems_of(typed)
        if both:
            stems, others = tuple(one for one, *_ in both), tuple(other for _, other, *_ in both)
            found.append(Wanted(" ".join(typed.split()), stems, others, quoted=bool(phrase)))
    return list(dict.fromkeys(found))


def decision_key(number: str) -> str:
    """What all spellings of the number of a decision share: its letters and figures.

    >>> decision_key("B&W 19.0017") == decision_key("BW19.0017")
    True
    """
    return "".join(filter(str.isalnum, plain(number))).lower()


def decisions_in(facts: Facts, node: str) -> list[tuple[tuple[str, ...], str]]:
    """The decisions that a text cites: the keys each is found by, and the words that cite it."""
    references = {*facts.subjects("doel:standsIn", node), *facts.objects(node, "doel:cites")}
    found = []
    for reference in sorted(references):
        notation = first_value(facts, reference, "skos:notation")
        number = decision_key(notation.rpartition(" ")[2])
        short = (number,) if len(number) >= _SHORTEST_NUMBER else ()
        found.append(((decision_key(notation), *short), first_value(facts, reference, "doel:verbatim")))
    return [(tuple(filter(None, keys)), words) for keys, words in found]


def stems_in(question: Iterable[Wanted]) -> frozenset[str]:
    """All stems of a question, by both stemmers."""
    return frozenset(stem for one in question for stem in (*one.stems, *one.others))


def write_index(facts: Facts, nquads: Path, folder: Path) -> None:
    """Index the texts of a graph in a new folder: its things in the order of ``nquads``, their texts from ``facts``.

    Memory: the engine's heap, and one thing at a time. Raises StoreError where the folder cannot be written.
    """
    folder.mkdir()
    try:
        index = tantivy.Index(_schema(), str(folder), reuse=False)
        _register(index)
        writer = index.writer(_HEAP, num_threads=1)
        for rank, (iri, sort) in enumerate(_things(nquads)):
            for entry in _entries(facts, iri, sort):
                writer.add_document(_document(entry, rank))
        writer.commit()
        writer.wait_merging_threads()
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder} cannot be written ({error}); make room on the disk and build again") from error
    for path in folder.iterdir():  # the engine writes some for its owner only
        path.chmod(nquads.stat().st_mode)


class Index:
    """The index of a build, opened to be asked."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        index.config_reader(reload_policy="manual")  # otherwise a thread of the engine goes on writing locks
        _register(index)
        self._schema = index.schema
        self._searcher = index.searcher()

    def matching(self, question: Sequence[Wanted], *, every: bool, group: str, year: int | None) -> list[Match]:
        """Return the entries that hold all of a question (``every``) or some of it, best first, then by IRI.

        ``group`` is "labels", "texts" or "all".
        """
        occur = Occur.Must if every else Occur.Should
        query = Query.boolean_query([(occur, self._holding(one)) for one in question])
        filters = [("group", group)] if group != "all" else []
        filters += [("year", str(year))] if year is not None else []
        clauses = [(Occur.Must, query)]
        for field, value in filters:
            clauses.append((Occur.Must, Query.const_score_query(self._term(field, value), 0.0)))
        hits = self._searcher.search(Query.boolean_query(clauses), limit=max(1, self._searcher.num_docs)).hits
        ranks = self._searcher.fast_field_values("rank", [at for _, at in hits])
        matches = [Match(round(score, 4), int(rank or 0), at) for (score, at), rank in zip(hits, ranks, strict=True)]
        return sorted(matches, key=lambda match: (-match.score, match.rank))

    def entry(self, match: Match) -> Entry:
        """Read an entry that matched."""
        stored = self._searcher.doc(match.at)
        names = ("thing", "node", "document", "group", "text", "code", "year")
        told = {name: stored.get_first(name) or "" for name in names}
        return Entry(**told, decisions=tuple(stored.get_all("decision")))

    def cited(self, question: Sequence[Wanted]) -> list[Wanted]:
        """Take words that together are the number of a decision that some text cites for one phrase."""
        whole: list[Wanted] = []
        at = 0
        while at < len(question):
            one, two = question[at], question[at + 1 : at + 2]
            joined = " ".join(each.typed for each in (one, *two))
            if two and self._cites(joined):
                whole += wanted(f'"{joined}"')
            else:
                whole.append(one)
                two = two[:0]
            at += 1 + len(two)
        return list(dict.fromkeys(whole))

    def _cites(self, number: str) -> bool:
        key = decision_key(number)
        asked = any(map(str.isdigit, key)) and len(key) <= _LONGEST
        return asked and bool(self._searcher.search(self._term("decision", key), limit=1).hits)

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value)

    def _holding(self, one: Wanted) -> Query:
        """The text holds the stems, one after another; or the thing bears them as its code, which counts for most.

        The very forms that were asked for count for more than the stems: "gezond" and "zon" have one stem. The number
        of a decision that the text cites counts as a code.
        """
        form = self._phrase("form", _analyser(_FORMS).analyze(one.typed))
        stems = [self._phrase("text", one.stems), self._phrase("other", one.others), form]
        codes = (self._term("code", one.typed.lower()), self._term("decision", decision_key(one.typed)))
        known = [Query.const_score_query(query, _CODE_BOOST) for query in codes]
        known.append(Query.const_score_query(form, _FORM_BOOST))
        return Query.boolean_query([(Occur.Should, query) for query in (*stems, *known)])

    def _phrase(self, field: str, terms: Sequence[str]) -> Query:
        if len(terms) == 1:  # which the engine takes for no phrase
            return self._term(field, terms[0])
        return Query.phrase_query(self._schema, field, [*terms])


@contextmanager
def opened(build: Path) -> Iterator[Index]:
    """Open the index of a build, without writing in it. Raises StoreError where there is none, or a damaged one.

    The engine wants to write a lock beside what it reads: it gets a folder of links to the files.
    """
    folder = build / "search"
    if not folder.is_dir():
        raise StoreError(f"the graph at {build} was built without a word index; run `kg build`")
    with tempfile.TemporaryDirectory(prefix="kg-find-", ignore_cleanup_errors=True) as name:
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                (Path(name) / path.name).symlink_to(path.resolve())
        try:
            index = Index(Path(name))
        except ValueError as error:
            raise StoreError(f"{folder} cannot be read ({error}); run `kg build`") from error
        yield index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name=_STEMS)
    builder.add_text_field("other", tokenizer_name="whitespace")
    builder.add_text_field("form", tokenizer_name=_FORMS)
    for name in ("thing", "node", "document", "group", "code", "year", "decision"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("rank", fast=True)
    return builder.build()


def _document(entry: Entry, rank: int) -> tantivy.Document:
    text = plain(entry.text)
    return tantivy.Document(
        thing=entry.thing,
        node=entry.node,
        document=entry.document,
        group=entry.group,
        text=text,
        other=" ".join(other for _, other, _, _ in stems_of(text)),
        form=text,
        code=entry.code.lower(),
        year=entry.year,
        decision=list(entry.decisions),
        rank=rank,
    )


def _things(nquads: Path) -> Iterator[tuple[str, str]]:
    """The IRIs of all that can be found, with its sort, in the order of the sorted quads."""
    before = b""
    with nquads.open("rb") as lines:
        for line in lines:
            typed = _TYPED.match(line)
            if typed and typed[1] != before and (sort := SORTS.get(typed[2].decode())):
                before = typed[1]
                yield before.decode(), sort


def _entries(facts: Facts, iri: str, sort: str) -> Iterator[Entry]:
    if sort in LEVELS.values():
        yield from _element(facts, iri)
    elif sort == "organisation":
        for mention in facts.subjects("doel:refersTo", iri):
            yield from _text(facts, iri, mention, LABELS, ("rdfs:label",))
    elif sort == "source":
        yield from _source(facts, iri)
    elif sort != "mention" or not facts.objects(iri, "doel:refersTo"):
        yield from _text(facts, iri, iri, *_FIELDS[sort])


_FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mention": (LABELS, ("rdfs:label",)),
    "policy-document": (LABELS, ("rdfs:label",)),
    "deviation": (LABELS, ("doel:subject",)),
    "table": (LABELS, ("doel:caption",)),
    "explanation": (TEXTS, ("doel:heading", "doel:text")),
    "activity": (TEXTS, ("doel:theme", "doel:text")),
    "note": (TEXTS, ("doel:noteText",)),
}


def _element(facts: Facts, iri: str) -> Iterator[Entry]:
    """All wordings of all editions, the label where it is none of them, and the head block of a programme."""
    code = first_value(facts, iri, "skos:notation")
    for edition in facts.subjects("doel:editionOf", iri):
        document = first_value(facts, edition, "doel:statedIn")
        entry = partial(Entry, iri, document=document, code=code, year=first_value(facts, document, "doel:fiscalYear"))
        said = set()
        for wording in facts.objects(edition, "doel:hasWording"):
            for text in facts.objects(wording, "rdfs:label"):
                said.add(text)
                yield entry(node=wording, group=LABELS, text=text)
        for text in facts.objects(edition, "rdfs:label") or [""]:  # what has a code is found by it, label or not
            if text not in said:
                yield entry(node=edition, group=LABELS, text=text)
        for prop, group in (("doel:committee", LABELS), ("doel:portfolio", LABELS), ("doel:mission", TEXTS)):
            for text in facts.objects(edition, prop):
                yield entry(node=edition, group=group, text=text)


def _source(facts: Facts, iri: str) -> Iterator[Entry]:
    """The name of a source as it stands with each of its indicators in each document."""
    names = facts.objects(iri, "rdfs:label")
    for indicator in facts.subjects("doel:hasSource", iri):
        only = len(facts.objects(indicator, "doel:hasSource")) == 1
        for edition in facts.subjects("doel:editionOf", indicator):
            document = first_value(facts, edition, "doel:statedIn")
            for text in facts.objects(edition, "doel:statedSource"):
                if only or text in names:
                    year = first_value(facts, document, "doel:fiscalYear")
                    yield Entry(iri, edition, document, LABELS, text, year=year)


def _text(facts: Facts, thing: str, node: str, group: str, props: Iterable[str]) -> Iterator[Entry]:
    """A text of a part: what its properties say, a line each."""
    said = [text for prop in props for text in facts.objects(node, prop)]
    table = first_value(facts, node, "doel:inTable")
    part = first_value(facts, node, "doel:statedInPart") or first_value(facts, table, "doel:statedInPart")
    document = first_value(facts, part, "doel:partOfDocument")
    if said:
        code, year = first_value(facts, node, "doel:deviationNumber"), first_value(facts, document, "doel:fiscalYear")
        decisions = tuple(dict.fromkeys(key for keys, _ in decisions_in(facts, node) for key in keys))
        yield Entry(thing, node, document, group, "\n".join(dict.fromkeys(said)), code, year, decisions)
