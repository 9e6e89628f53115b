"""Citations find the passage they lie in."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.page.sources import gather_sources, join_citations
from qa.types import Article, Citation, Hit
from tests.page.conftest import cite


def test_what_is_cited_beside_the_quotes_is_numbered_on_from_them(article: Article) -> None:
    first, second = cite(article, 1, "Le musée a rouvert mardi."), cite(article, 2, "Claire Morvan")
    other = cite(article, 1, "Les visites durent une heure.")
    cited = (other, replace(second, number=2), replace(first, number=3))
    joined, numbers = join_citations((first, second), cited)
    assert joined == (first, second, replace(other, number=3))
    assert numbers == {1: 3, 2: 2, 3: 1}
    assert join_citations((), cited) == (cited, {1: 1, 2: 2, 3: 3})
    assert join_citations((first,), ()) == ((first,), {})


def test_citations_of_one_passage_share_a_source_in_the_order_of_its_text(
    article: Article, hit: Hit
) -> None:
    late = cite(article, 1, "Les visites durent une heure.")
    early = cite(article, 2, "Le musée a rouvert mardi.")
    (source,) = gather_sources([late, early], [hit])
    assert (source.start, source.end) == (hit.start, hit.end)
    assert source.citations == (early, late)


def test_the_best_hit_that_holds_a_citation_is_shown(article: Article) -> None:
    hits = [Hit(article, article.text[:25], 0, 25, 0.9), Hit(article, article.text, 0, 130, 0.5)]
    (source,) = gather_sources([cite(article, 1, "Claire Morvan")], hits)
    assert (source.start, source.end) == (0, 130)


def test_a_citation_no_hit_holds_is_shown_among_its_neighbours(article: Article) -> None:
    long = replace(article, text="mot " * 200 + "La phrase citée. " + "mot " * 200)
    (source,) = gather_sources([cite(long, 1, "La phrase citée.")], [])
    shown = long.text[source.start : source.end]
    assert "La phrase citée." in shown and len(shown) < 600
    assert shown.startswith("mot") and shown.endswith("mot")


def test_overlapping_citations_get_a_source_each(article: Article, hit: Hit) -> None:
    one, two = cite(article, 1, "Le musée a rouvert"), cite(article, 2, "rouvert mardi.")
    assert len(gather_sources([one, two], [hit])) == 2


@given(st.text(min_size=1, max_size=80), st.data())
def test_no_citation_is_lost_and_all_lie_within_their_source(
    text: str, data: st.DataObject
) -> None:
    article = Article("a", "Titre", text)
    citations = []
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        citations.append(Citation(number, article, start, end, text[start:end]))
    sources = gather_sources(citations, [])
    assert sorted(c.number for s in sources for c in s.citations) == list(
        range(1, len(citations) + 1)
    )
    for source in sources:
        at = source.start
        for citation in source.citations:
            assert at <= citation.start <= citation.end <= source.end
            at = citation.end
