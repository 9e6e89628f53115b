"""From claims and quotes to the text of an answer."""

from __future__ import annotations

from qa import Article
from qa.answering.abstaining import abstention_text
from qa.answering.citing import Claim
from qa.answering.composing import (
    answers_question,
    compose_claims,
    compose_quotes,
    keep_supported,
)
from qa.language.query import parse_question
from qa.language.sentences import split_sentences
from qa.types import Citation


def citations(article: Article) -> tuple[Citation, ...]:
    spans = split_sentences(article.text)
    return tuple(
        Citation(n, article, span.start, span.end, span.cut(article.text))
        for n, span in enumerate(spans, 1)
    )


def test_quotes_are_marked_in_the_languages_way(article: Article) -> None:
    quotes = citations(article)[:2]
    french = compose_quotes(quotes, "fr").split("\n")
    assert french[0] == f"«\u00a0{quotes[0].quote}\u00a0» [1]"
    assert compose_quotes(quotes, "en").startswith("“Le marché")


def test_claims_are_renumbered_by_first_use(article: Article) -> None:
    candidates = citations(article)
    text, cited = compose_claims([Claim("Ceci", (3,)), Claim("Cela", (1, 3))], candidates)
    assert text == "Ceci [1]. Cela [2][1]."
    assert [(c.number, c.quote) for c in cited] == [
        (1, candidates[2].quote),
        (2, candidates[0].quote),
    ]


def test_only_supported_claims_that_say_something_are_kept(article: Article) -> None:
    query = parse_question("Où s’installe le marché de Noirval ?")
    claims = [
        Claim("Le marché de Noirval s’installe place du Puits", (1,)),
        Claim("Le marché de Noirval s’installe place Carnot", (1,)),
        Claim("Le marché de Noirval s’installe", (1,)),
        Claim("Le marché de Noirval s’installe place du Puits", ()),
        Claim("Le marché de Noirval s’installe place du Puits", (4,)),
    ]
    assert keep_supported(claims, citations(article), query) == claims[:1]


def test_who_needs_a_name_when_a_date_how_many_a_number(article: Article) -> None:
    quotes = citations(article)[:1]
    asked = {
        "Qui a annoncé le déménagement ?": ("Odette Vasseur l’a annoncé", "La maire l’a annoncé"),
        "Quand le marché déménage-t-il ?": (
            "À partir du 3 mai 2021",
            "Prochainement, place du Puits",
        ),
        "Combien d’étals ?": ("Il y aura 42 étals", "Il y aura des étals"),
    }
    for question, (good, bad) in asked.items():
        query = parse_question(question)
        assert answers_question([Claim(good, (1,))], query, quotes)
        assert not answers_question([Claim(bad, (1,))], query, quotes)
        assert not answers_question([], query, quotes)


def test_a_list_with_people_left_out_does_not_replace_the_quotes() -> None:
    article = Article("a", "Réunion", "Étaient présents Anne Roy, Luc Petit et Zoé Blanc.")
    query = parse_question("Qui a participé à la réunion ?")
    quotes = citations(article)
    part = [Claim("Anne Roy et Luc Petit étaient présents", (1,))]
    whole = [Claim("Anne Roy, Luc Petit et Zoé Blanc étaient présents", (1,))]
    assert not answers_question(part, query, quotes)
    assert answers_question(whole, query, quotes)


def test_abstaining_names_the_nearest_article(article: Article) -> None:
    assert abstention_text("fr", article).endswith(
        "Le plus proche\u00a0: «\u00a0Le marché de Noirval change de place\u00a0» (20 avril 2021)."
    )
    assert "(20 April 2021)" in abstention_text("en", article)
    assert abstention_text("fr", None) == abstention_text("fr", None).split(" Le plus")[0]
