"""Passages are whole sentences in order that overlap as asked, and the stored text is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import Article, Assistant
from qa.language.sentences import split_sentences
from qa.library.passages import index_text, split_passages
from qa.types import Passage, Span
from tests.library.conftest import check_agreement

_ODD = "é e\u0301 👩\u200d👧 🇫🇷 \x00 \u00a0 \u202f \u200b \ufeff \r\n \t ﬁ İ ß \u202e 𝒜 漢字。 …"
ODD = st.sampled_from([*_ODD.split(" "), "« Oui ! »", "M. Untel", "x" * 1500])
WORDS = st.sampled_from("Le maire a dit le 3 mai . Puis rien ! Une ville ? \n Il dort .".split(" "))
TEXTS = st.lists(st.one_of(WORDS, ODD, st.text(max_size=8)), max_size=60).map(" ".join)
DATES = st.none() | st.dates()
ARTICLES = st.builds(
    Article, id=st.text(min_size=1, max_size=8), title=st.text(max_size=20), text=TEXTS, date=DATES
)


@pytest.fixture(scope="module")
def shared(tiny: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One library for all examples, which only ever grows."""
    folder = tmp_path_factory.mktemp("passages") / "library"
    with Assistant.open(folder, model="none", encoder=tiny) as assistant:
        yield assistant


@given(TEXTS, st.integers(1, 40), st.integers(0, 3))
def test_passages_are_all_the_sentences_in_order(text: str, words: int, overlap: int) -> None:
    sentences = split_sentences(text)
    passages = split_passages(text, words, overlap)
    first = 0
    for passage in passages:
        at = sentences.index(passage.sentences[0])
        assert at <= first, "no sentence is passed over"
        end = at + len(passage.sentences)
        assert list(passage.sentences) == sentences[at:end]
        assert (passage.start, passage.end) == (sentences[at].start, sentences[end - 1].end)
        assert end > first, "every passage brings a sentence of its own"
        first = end
    assert first == len(sentences)


@given(TEXTS, st.integers(1, 40), st.integers(0, 3))
def test_consecutive_passages_overlap_by_the_number_asked(
    text: str, words: int, overlap: int
) -> None:
    for one, other in pairwise(split_passages(text, words, overlap)):
        shared = [span for span in one.sentences if span in other.sentences]
        # A passage shorter than the overlap gives all but its first sentence.
        assert len(shared) == min(overlap, len(one.sentences) - 1)
        assert other.sentences[: len(shared)] == tuple(shared)


@given(TEXTS, st.integers(1, 40), st.integers(0, 3))
def test_a_passage_is_no_longer_than_asked_but_for_its_first_own_sentence(
    text: str, words: int, overlap: int
) -> None:
    def size(spans: tuple[Span, ...]) -> int:
        return sum(len(span.cut(text).split()) for span in spans)

    for passage in split_passages(text, words, overlap):
        needed = overlap + 1
        assert size(passage.sentences) <= words or len(passage.sentences) <= needed


def test_a_text_without_a_word_has_no_passages() -> None:
    assert split_passages("", 120, 1) == []
    assert split_passages(" \n … !", 120, 1) == []


def test_what_is_indexed_is_headed_by_title_and_date() -> None:
    article = Article("a", "Titre", "Un. Deux.", date=date(2022, 2, 11))
    assert index_text(article, Passage(4, 9, (Span(4, 9),))) == "Titre — 11 février 2022\nDeux."
    assert index_text(Article("a", "T", "Un."), Passage(0, 3, (Span(0, 3),))) == "T\nUn."


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARTICLES, min_size=1, max_size=4, unique_by=lambda article: article.id))
def test_what_is_stored_is_what_was_given(shared: Assistant, articles: list[Article]) -> None:
    report = shared.add(articles)
    store = shared.library.store
    refused = {failure.place for failure in report.failed}
    for article in articles:
        passages = split_passages(article.text, 120, 1)
        assert (article.id in refused) == (not passages)
        if article.id in refused:
            continue
        assert store.article(article.id) == article
    kept = [p for chunk, _ in store.added_since(0) for p in chunk]
    by_id: dict[str, list[Passage]] = {}
    for stored in kept:
        by_id.setdefault(stored.article.id, []).append(stored.passage)
        assert stored.text == stored.article.text[stored.passage.start : stored.passage.end]
    for article in articles:
        if article.id not in refused:
            assert by_id[article.id] == split_passages(article.text, 120, 1)
    if kept:
        check_agreement(shared.library)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.text(max_size=12))
def test_every_citation_is_cut_from_its_article(shared: Assistant, text: str, odd: str) -> None:
    text = f"Le préfet Zéphyrin Oriol a inauguré le pont{odd}. {text} Zéphyrin Oriol est parti."
    shared.add([Article("cited", "Le pont", text)])
    answer = shared.ask("Qui a inauguré le pont ?")
    cited = [*answer.citations, *answer.quotes]
    assert any(citation.article.id == "cited" for citation in cited)
    for citation in cited:
        assert citation.article == shared.library.article(citation.article.id)
        assert citation.article.text[citation.start : citation.end] == citation.quote
    for hit in answer.hits:
        assert hit.article.text[hit.start : hit.end] == hit.text


def test_halves_of_characters_are_refused_and_the_others_go_in(assistant: Assistant) -> None:
    good = Article("bon", "T", "Un texte entier.")
    report = assistant.add([Article("mauvais", "T", "Un texte\ud800 coupé."), good])
    assert [failure.place for failure in report.failed] == ["mauvais"]
    assert "UTF-8" in report.failed[0].reason
    assert assistant.search("texte entier")[0].article == good
