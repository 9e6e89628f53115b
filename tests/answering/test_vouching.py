"""Claims checked against what they cite, cited better, or refused."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Article
from qa.answering.citing import Claim
from qa.answering.vouching import check_claims
from qa.language.query import parse_question
from qa.language.sentences import split_sentences
from qa.types import Citation

QUERY = parse_question("Où s’installe le marché de Noirval ?")


def citations(*articles: Article) -> tuple[Citation, ...]:
    places = [(article, span) for article in articles for span in split_sentences(article.text)]
    return tuple(
        Citation(n, article, span.start, span.end, span.cut(article.text))
        for n, (article, span) in enumerate(places, 1)
    )


def test_a_true_claim_is_kept_with_its_citation(article: Article) -> None:
    claim = Claim("Le marché de Noirval s’installe place du Puits", (1,))
    (checked,) = check_claims([claim], citations(article), QUERY)
    assert checked.kept and checked.support.verdict == "supported"
    assert checked.numbers == (1,)


def test_a_claim_that_cites_the_wrong_sentence_gets_the_right_one(article: Article) -> None:
    other = Article("b", "Le musée de Morvay", "Le musée de Morvay rouvre ses portes en juin.")
    candidates = citations(other, article)
    claim = Claim("Le marché de Noirval s’installe place du Puits", (1,))
    (checked,) = check_claims([claim], candidates, QUERY)
    assert checked.support.verdict == "supported"
    assert checked.numbers == (2,)


def test_a_citation_it_can_do_without_is_taken_away(article: Article) -> None:
    claim = Claim("Le marché de Noirval s’installe place du Puits", (1, 3))
    (checked,) = check_claims([claim], citations(article), QUERY)
    assert checked.numbers == (1,)


@pytest.mark.parametrize(
    "text",
    [
        "Le marché de Noirval s’installe place Carnot",  # another name
        "Le marché de Noirval s’installe place du Puits le 4 mai 2021",  # another day
        "Le marché de Noirval compte 43 étals",  # another number
        "Le marché de Noirval s’installe",  # says nothing new
        "Le marché de Noirval s’installe-t-il place du Puits ?",  # asks
        "Le marché de Noirval s’installe place du…",  # cut short
        "Le marché de Noirval et le marché de Noirval et le marché de Noirval et",  # in circles
    ],
)
def test_a_false_or_empty_claim_is_refused_and_says_why(article: Article, text: str) -> None:
    (checked,) = check_claims([Claim(text, (1,))], citations(article), QUERY)
    assert not checked.kept
    assert checked.support.reasons


def test_what_is_said_twice_is_kept_once(article: Article) -> None:
    claim = Claim("Le marché de Noirval s’installe place du Puits", (1,))
    once, twice = check_claims([claim, claim], citations(article), QUERY)
    assert once.kept and not twice.kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Le marché de Noirval s’installe place du Puits à partir du 3 mai 2021", True),
        ("Le marché s’installe place du Puits", True),
        ("Place du Puits, à partir du 3 mai 2021, le marché de Noirval s’installe", True),
        ("Le marché est un marché de mai à Noirval, place du Puits", False),
        ("La place du Puits s’installe à partir du marché de Noirval", False),
    ],
)
def test_a_small_model_may_shorten_and_not_reword(article: Article, text: str, kept: bool) -> None:
    (checked,) = check_claims([Claim(text, (1,))], citations(article), QUERY, able=False)
    assert checked.kept is kept


def test_an_older_figure_is_refused_where_a_newer_article_gives_another() -> None:
    from qa.answering.disagreeing import find_disagreement
    from qa.types import RankedSentence

    title = "L’effondrement du pont de Sainte-Ruse"
    older = Article(
        "a", title, "L’effondrement du pont de Sainte-Ruse a fait 12 morts.", date(2020, 3, 2)
    )
    newer = Article(
        "b",
        title,
        "Le bilan de l’effondrement du pont de Sainte-Ruse s’alourdit à 15 morts.",
        date(2020, 3, 4),
    )
    query = parse_question("Combien de morts l’effondrement du pont de Sainte-Ruse a-t-il faits ?")
    candidates = citations(older, newer)
    ranked = [
        RankedSentence(
            c.article, split_sentences(c.article.text)[0], 0.5, 0.9, typed=True, dated=True
        )
        for c in candidates
    ]
    disagreement = find_disagreement(query, ranked)
    assert disagreement is not None
    claims = [
        Claim("L’effondrement du pont a fait 12 morts", (1,)),
        Claim("L’effondrement du pont a fait 15 morts", (2,)),
    ]
    old, new = check_claims(claims, candidates, query, disagreement)
    assert not old.kept and "newer" in old.support.reasons[0]
    assert new.kept
