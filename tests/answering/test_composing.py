"""From claims and quotes to the text of an answer."""

from __future__ import annotations

import pytest

from qa import Article
from qa.answering.composing import answers_question, compose_claims, compose_quotes
from qa.answering.marking import mark_asked
from qa.answering.vouching import Checked
from qa.language.query import parse_question
from qa.language.sentences import split_sentences
from qa.types import Citation, Statement, Support


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


SUPPORTED, PARTLY, NOT = (
    Support("supported", 0.9),
    Support("partly", 0.5, ("number rounded",)),
    Support("unsupported", 0.1, ("name not cited: X",)),
)


def test_citations_are_renumbered_by_first_use(article: Article) -> None:
    candidates = citations(article)
    checked = [Checked("Ceci", (3,), SUPPORTED), Checked("Cela", (1, 3), SUPPORTED)]
    text, cited, statements = compose_claims(checked, candidates, "fr")
    assert text == "Ceci [1]. Cela [2][1]."
    assert [(c.number, c.quote) for c in cited] == [
        (1, candidates[2].quote),
        (2, candidates[0].quote),
    ]
    assert [one.numbers for one in statements] == [(1,), (2, 1)]


def test_what_is_not_borne_out_is_left_out_and_reported(article: Article) -> None:
    checked = [Checked("Faux", (2,), NOT), Checked("Vrai", (1,), SUPPORTED)]
    text, cited, statements = compose_claims(checked, citations(article), "fr")
    assert text == "Vrai [1]."
    assert [c.number for c in cited] == [1]
    assert statements == (
        Statement("Faux", (), NOT, dropped=True),
        Statement("Vrai", (1,), SUPPORTED),
    )


def test_what_is_borne_out_in_part_says_so(article: Article) -> None:
    checked = [Checked("Environ 40 étals", (2,), PARTLY)]
    french, *_ = compose_claims(checked, citations(article), "fr")
    english, *_ = compose_claims(checked, citations(article), "en")
    assert french == "Environ 40 étals (en partie seulement) [1]."
    assert english == "Environ 40 étals (only in part) [1]."


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        ("Qui a annoncé le déménagement ?", "Odette Vasseur l’a annoncé", "La maire l’a annoncé"),
        (
            "Quand le marché déménage-t-il ?",
            "À partir du 3 mai 2021",
            "Prochainement, place du Puits",
        ),
        ("Combien y aura-t-il d’étals ?", "Il y aura 42 étals", "Il y aura des étals"),
        ("Combien y aura-t-il d’étals ?", "Il y aura 42 étals", "Il y aura 3 mai étals"),
    ],
)
def test_a_written_answer_gives_what_the_quotes_mark(
    article: Article, question: str, good: str, bad: str
) -> None:
    query = parse_question(question)
    quotes = mark_asked(query, citations(article))

    def answers(*checked: Checked) -> bool:
        return answers_question(checked, quotes, query, quotes)

    assert answers(Checked(good, (1,), SUPPORTED))
    assert answers(Checked(good, (1,), SUPPORTED), Checked("Et encore", (2,), PARTLY))
    assert not answers(Checked(bad, (1,), SUPPORTED))
    assert not answers(Checked(good, (1,), NOT))
    assert not answers(Checked(good, (1,), PARTLY))
    assert not answers()


def test_a_list_with_people_left_out_does_not_replace_the_quotes() -> None:
    article = Article("a", "Réunion", "Étaient présents Anne Roy, Luc Petit et Zoé Blanc.")
    query = parse_question("Qui a participé à la réunion ?")
    quotes = mark_asked(query, citations(article))
    part = [Checked("Anne Roy et Luc Petit étaient présents", (1,), SUPPORTED)]
    whole = [Checked("Anne Roy, Luc Petit et Zoé Blanc étaient présents", (1,), SUPPORTED)]
    assert not answers_question(part, quotes, query, quotes)
    assert answers_question(whole, quotes, query, quotes)


def test_a_small_model_may_word_the_first_quote_and_not_choose_another() -> None:
    article = Article(
        "a", "Le pont", "Le pont a coûté 3 millions d’euros. Le pont mesure 40 mètres de long."
    )
    query = parse_question("Combien a coûté le pont ?")
    quotes = mark_asked(query, citations(article))
    first = [Checked("Le pont a coûté 3 millions d’euros", (1,), SUPPORTED)]
    other = [Checked("Le pont mesure 40 mètres de long", (2,), SUPPORTED)]
    for able in (True, False):
        assert answers_question(first, quotes, query, quotes, able=able)
    assert not answers_question(other, quotes, query, quotes, able=False)
