"""Words are found in other forms, in their place, in one order, whatever is asked."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.build.run import build, graph_lines
from kg.builder import new_build
from kg.domain import PolicyDocument
from kg.errors import StoreError
from kg.hits import Hit, Hits, search, snippet
from kg.index import marks_of, stems_in, stems_of, wanted
from kg.store import Graph
from tests.small_texts import NEWER, OLDER, build_texts, by_graph, document, loaded, newer


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph.open(build_texts(tmp_path_factory.mktemp("texts") / "graph"))


def named(answer: Hits) -> list[tuple[str, str]]:
    return [(hit.sort, hit.label) for hit in answer.hits]


def only(answer: Hits) -> Hit:
    (hit,) = answer.hits
    return hit


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("jongere", "jongeren"),
        ("huisvesten", "huisvesting"),
        ("OEKRAINER", "Oekraïners"),
        ("client", "cliënten"),
        ("foto", "foto’s"),
        ("foto's", "foto’s"),
        ("wachttijden", "wachttijd"),
        ("e\u0301e\u0301n", "Één"),
        ("ge\u00admeente", "gemeente"),
        ("zorg-plan", "zorg\u2011plan"),
        ("sociaal", "sociale"),
        ("schulden", "schuld"),
        ("duurzame", "duurzaam"),
    ],
)
def test_words_meet_in_their_terms(asked: str, said: str) -> None:
    assert len(marks_of(said, stems_in(wanted(asked)))) == len(stems_of(said))


def test_compounds_stay_whole(graph: Graph) -> None:
    assert only(search(graph, "wijkteam")).sort == "explanation"
    assert search(graph, "team").hits == ()


def test_an_element_is_one_hit_with_its_best_place_in_each_document(graph: Graph) -> None:
    hit = search(graph, "werk jongere", among="labels").hits[0]
    assert (hit.sort, hit.code, hit.label) == ("goal", "9B1", "Jongeren vinden werk")
    told = [(one.document.year, one.snippet.text, [(p.rendition, p.line) for p in one.places]) for one in hit.found]
    assert told == [
        (2024, "Jongeren vinden werk", [(NEWER.sha256, 3)]),
        (2022, "Jongeren vinden snel werk", [(OLDER.sha256, 1)]),
    ]


def test_a_code_finds_its_element_first(graph: Graph) -> None:
    assert named(search(graph, "9b1"))[0] == ("goal", "Jongeren vinden werk")
    assert only(search(graph, "9B1 snel")).code == "9B1"
    assert only(search(graph, "09.01")).label == "Huisvesting statushouders"


@pytest.mark.parametrize(
    ("words", "sort", "line"),
    [
        ("wachttijd", "explanation", 6),
        ("huisvesting moeilijk", "explanation", 8),
        ("op weg naar", "explanation", 4),
        ("extra kamers", "activity", 14),
        ("wonen", "activity", 13),
        ("gemeten", "note", 9),
        ("statushouder", "deviation", 10),
        ("nota", "policy-document", 11),
        ("brug", "organisation", 12),
        ("ouderen", "programme", 2),
    ],
)
def test_every_sort_of_text_is_found_at_its_line(graph: Graph, words: str, sort: str, line: int) -> None:
    hit = only(search(graph, words))
    (found,) = hit.found
    assert (hit.sort, [place.line for place in found.places]) == (sort, [line])
    assert found.document.year == 2024


def test_an_explanation_says_what_it_is_about_and_shows_the_words(graph: Graph) -> None:
    hit = only(search(graph, "wachttijd"))
    assert (hit.label, hit.about) == ("Op weg naar werk", ("9B1 Jongeren vinden werk",))
    piece = hit.found[0].snippet
    assert [piece.text[start:end] for start, end in piece.marks] == ["wachttijd"]


def test_all_words_before_some_and_phrases_before_words(graph: Graph) -> None:
    assert search(graph, "scholieren baan").how == "all"
    assert search(graph, "scholieren statushouders").how == "any"
    assert {sort for sort, _ in named(search(graph, "scholieren statushouders"))} == {"explanation", "deviation"}
    assert search(graph, '"een baan"').how == "all"
    assert search(graph, '"baan een"').how == "words"
    assert search(graph, "„Jongeren vinden werk”").how == "all"
    assert search(graph, "& --").how == "none"
    assert search(graph, "zebrapad") == Hits((), 0, "all")


def test_the_very_form_counts_for_more_than_its_stem(tmp_path: Path) -> None:
    titles = {"a": "Nota zon", "b": "Nota gezonde", "c": "Nota gezond"}
    items = tuple(PolicyDocument(key=key, title=title, evidence=()) for key, title in titles.items())
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), policy_documents=items))
    with Graph.open(build_texts(tmp_path, made)) as opened:
        assert [hit.label for hit in search(opened, "gezond").hits] == ["Nota gezond", "Nota gezonde", "Nota zon"]


def test_labels_texts_and_years(graph: Graph) -> None:
    assert {sort for sort, _ in named(search(graph, "jongeren", among="labels"))} == {"goal"}
    assert {sort for sort, _ in named(search(graph, "jongeren", among="texts"))} == {"note", "activity"}
    (found,) = only(search(graph, "jongeren", year=2022)).found
    assert found.document.year == 2022
    assert search(graph, "jongeren", year=-(10**30)).hits == ()


def test_a_limit_leaves_the_best_and_counts_all(graph: Graph) -> None:
    whole, short = search(graph, "jongeren"), search(graph, "jongeren", limit=1)
    assert (short.hits, short.total) == (whole.hits[:1], len(whole.hits))
    with pytest.raises(ValueError, match="limit"):
        search(graph, "jongeren", limit=0)
    with pytest.raises(ValueError, match="among"):
        search(graph, "jongeren", among="titels")


@given(words=st.text(max_size=60) | st.text("\"'()[]{}+-~^*?:\\/!&| abc9B1.", max_size=40))
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_asked_breaks_it(graph: Graph, words: str) -> None:
    answer = search(graph, words)
    assert (answer.how == "none") == (not wanted(words))


@pytest.mark.parametrize(
    "words", ["\udcff jongeren", "\x00", "x" * 100_000, "text:jongeren", "jongeren OR *", "a " * 3000]
)
def test_odd_questions_have_an_answer(graph: Graph, words: str) -> None:
    assert search(graph, words).how in ("all", "any", "none")


def test_the_same_graph_gives_the_same_answer_in_score_then_iri(tmp_path: Path) -> None:
    texts = [f"Nota wijk {letter}" for letter in "edcba"]
    answers = []
    for number in range(2):
        random.Random(number).shuffle(texts)
        items = tuple(PolicyDocument(key=text[-1], title=text, evidence=()) for text in texts)
        made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), policy_documents=items))
        answers.append(search(Graph.open(build_texts(tmp_path / str(number), made)), "wijk nota"))
    assert answers[0] == answers[1]
    assert [hit.label[-1] for hit in answers[0].hits] == ["a", "b", "c", "d", "e"]


def test_the_graph_is_not_changed_by_its_index(tmp_path: Path) -> None:
    directory = build_texts(tmp_path / "graph")
    expected = "".join(f"{line}\n" for line in graph_lines(loaded())[0])
    assert (directory / "graph.nq").read_text(encoding="utf-8") == expected


def test_searching_writes_nothing_into_the_build(tmp_path: Path) -> None:
    directory = build_texts(tmp_path / "graph")
    folder = (directory / "search").resolve()
    for path in folder.glob("*.lock"):
        path.unlink()
    before = sorted(folder.iterdir())
    with Graph.open(directory) as opened:
        assert search(opened, "jongeren").hits
    assert sorted(folder.iterdir()) == before
    assert {path.stat().st_mode for path in folder.iterdir()} == {(directory / "graph.nq").stat().st_mode}


def test_a_graph_without_an_index_and_a_damaged_one_say_what_to_do(tmp_path: Path) -> None:
    with new_build(tmp_path / "old") as builder:
        for lines in by_graph(graph_lines(loaded())[0]):
            builder.write_graph(lines)
        builder.write_report({})
        builder.commit()
    directory = build_texts(tmp_path / "new")
    (directory / "search" / "meta.json").write_bytes(b"{")
    for name in ("old", "new"):
        with Graph.open(tmp_path / name) as opened, pytest.raises(StoreError, match="run `kg build`"):
            search(opened, "jongeren")


def test_an_index_that_cannot_be_written_leaves_the_graph_that_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = build_texts(tmp_path / "graph")

    def full(*_: object, **__: object) -> None:
        raise ValueError("No space left on device")

    monkeypatch.setattr("kg.index._document", full)
    with pytest.raises(StoreError, match="make room"):
        build_texts(directory)
    with Graph.open(directory) as opened:
        assert search(opened, "jongeren").hits


def test_a_long_text_is_cut_at_words_around_most_of_what_was_asked() -> None:
    text = "wijk " + "tekst " * 100 + "wijk en armoede " + "tekst " * 100
    piece = snippet(text, frozenset({"wijk", "armoede"}))
    assert [piece.text[start:end] for start, end in piece.marks] == ["wijk", "armoede"]
    assert piece.text.startswith("…tekst ")
    assert piece.text.endswith("tekst…")
    assert len(piece.text) <= 162


@given(st.text("wijk \n", max_size=500))
@settings(deadline=None)
def test_marks_stand_inside_the_piece(text: str) -> None:
    piece = snippet(text, frozenset({"wijk"}))
    assert all(piece.text[start:end].lower() == "wijk" for start, end in piece.marks)


def test_the_verb_stays_a_verb_when_modules_of_its_name_are_known(tmp_path: Path) -> None:
    front: Any = kg
    for _ in range(2):
        front.build(graph=tmp_path / "graph")
        with front.Graph.open(tmp_path / "graph") as opened:
            hit = front.search(opened, "zelfredzaam").hits[0]
            assert front.describe(opened, hit.iri).code == "9B1"


def test_every_piece_with_the_words_has_its_own_line(tmp_path: Path) -> None:
    (text,) = newer().explanations
    paragraphs = (*text.paragraphs, NEWER.says("* Gemeten onder jongeren van 16 tot 27"))
    activity = replace(newer().activities[0], introduction=NEWER.says("Nota Jeugd-werk"))
    part = replace(newer(), explanations=(replace(text, paragraphs=paragraphs),), activities=(activity,))
    made = document("annual-report", 2024, "Jaarstukken 2024", part)
    with Graph.open(build_texts(tmp_path, made)) as opened:
        (hit,) = [hit for hit in search(opened, "jongeren wijk werk").hits if hit.sort == "explanation"]
        told = [(one.snippet.text[:12], [place.line for place in one.places]) for one in hit.found]
        assert told == [("Op weg naar ", [4]), ("In de foto’s", [8]), ("* Gemeten on", [9])]
        (hit,) = [hit for hit in search(opened, "jeugd kamers").hits if hit.sort == "activity"]
        assert [[place.line for place in one.places] for one in hit.found] == [[14]]


def test_a_list_of_policy_documents_is_not_the_place_of_its_items(tmp_path: Path) -> None:
    item = PolicyDocument(
        key="1",
        title="Nota Jeugd-werk",
        evidence=NEWER.at("Nota Jeugd-werk"),
        introduction=NEWER.says("Op weg naar werk"),
    )
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), policy_documents=(item,)))
    with Graph.open(build_texts(tmp_path, made)) as opened:
        (hit,) = [hit for hit in search(opened, "werk").hits if hit.sort == "policy-document"]
        assert [place.line for place in hit.found[0].places] == [11]


def test_a_text_without_a_heading_is_called_by_its_beginning(tmp_path: Path) -> None:
    texts = tuple(replace(text, heading=None) for text in newer().explanations)
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), explanations=texts))
    with Graph.open(build_texts(tmp_path, made)) as opened:
        assert only(search(opened, "wachttijd")).label.startswith("Wij helpen scholieren")


def test_the_typed_form_comes_first_however_long_the_text(tmp_path: Path) -> None:
    long = "Nota over de coördinerende rol van gemeente, regio en provincie bij wonen, werk en zorg"
    items = tuple(
        PolicyDocument(key=str(number), title=title, evidence=())
        for number, title in enumerate(["Coördinerend", "Coördinerend coördinerend", long])
    )
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), policy_documents=items))
    with Graph.open(build_texts(tmp_path, made)) as opened:
        assert search(opened, "coördinerende").hits[0].label == long


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    directory = tmp_path_factory.mktemp("real") / "graph"
    build([shared / "documents"], directory)
    return Graph.open(directory)


def lines_of(hit: Hit, year: int) -> list[list[int]]:
    return [[place.line for place in one.places] for one in hit.found if one.document.year == year]


@pytest.mark.parametrize(
    "number", ["RV 19.0005", '"RV 19.0005"', "rv19.0005", "19.0005", "BW 19.0017", "B&W 19.0017", '"B&W 19.0017"']
)
def test_the_number_of_a_decision_finds_the_text_that_cites_it(real: Graph, number: str) -> None:
    answer = search(real, number)
    assert answer.how == "all"
    found = only(answer).found[0]
    assert found.document.year == 2019
    assert {place.line for place in found.places} == {16, 22}
    assert found.snippet.marks


@pytest.mark.parametrize("number", ["BW 24.0083", "B&W 24.0083", "BW24.0083"])
def test_a_policy_document_is_found_by_any_spelling_of_its_decision(real: Graph, number: str) -> None:
    assert only(search(real, number)).label.startswith("Uitvoeringsplan 2024")


def test_both_wordings_of_one_document_are_told(real: Graph) -> None:
    hit = search(real, "9B1").hits[0]
    assert lines_of(hit, 2024) == [[93], [109]]
    assert [one.snippet.text.split()[0] for one in hit.found[:2]] == ["Inwoners", "Burgers"]


def test_a_heading_and_a_paragraph_have_each_their_line(real: Graph) -> None:
    hit = search(real, "eenzaamheid").hits[0]
    assert lines_of(hit, 2024) == [[26], [27]]
    assert [one.snippet.text.split()[0] for one in hit.found] == ["Eenzaamheid", "In"]


def test_a_source_is_found_with_the_lines_of_its_indicators(real: Graph) -> None:
    hit = only(search(real, "stadsenquête"))
    assert (hit.sort, hit.label) == ("source", "Stadsenquête")
    assert lines_of(hit, 2024)[:2] == [[86], [87]]
    assert hit.found[0].snippet.text == "Stadsenquête · 9A1.c Percentage Leidenaren dat vrijwilligerswerk doet"
    assert search(real, "veiligheidsmonitor").hits[0].sort == "source"


@pytest.mark.parametrize("words", ["eenzaamheid", "mantelzorg", "9A1.4", "2024", "jongeren zorg", "RV 19.0005"])
def test_the_marked_words_stand_on_the_line(real: Graph, words: str) -> None:
    for hit in search(real, words, limit=100).hits:
        for found in hit.found:
            if found.snippet.marks and hit.sort not in ("organisation", "mention"):
                start, end = found.snippet.marks[0]
                for place in found.places:
                    text = (real.build / "sources" / f"{place.rendition}.txt").read_text(encoding="utf-8")
                    assert found.snippet.text[start:end] in text.splitlines()[place.line - 1]


def test_real_documents(shared: Path, tmp_path: Path) -> None:
    build([shared / "documents"], tmp_path / "graph")
    with Graph.open(tmp_path / "graph") as opened:
        hits = {(hit.sort, hit.label) for hit in search(opened, "oekraine").hits}
        assert ("reserve", "Res. Oekraïne asielzoekers statushouder") in hits
        assert "explanation" in {sort for sort, _ in hits}
        areas = {hit.label for hit in search(opened, "sociaal", among="labels", limit=500).hits}
        assert "Sociale binding en participatie" in areas
        goal = search(opened, "zelfredzaam").hits[0]
        for found in goal.found:
            for place in found.places:
                line = (opened.build / "sources" / f"{place.rendition}.txt").read_text(encoding="utf-8").splitlines()
                assert "zelfredzaam" in line[place.line - 1]
