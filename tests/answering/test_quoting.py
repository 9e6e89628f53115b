"""Which sentences are quoted, and how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qa import Article
from qa.answering.quoting import choose_quotes, wants_list
from qa.language.query import parse_question
from qa.settings import Settings
from qa.types import RankedSentence
from tests.answering.ranked import sentence_of, sentences_of

DAY = date(2021, 5, 4)
WHO = parse_question("Qui a fondé la coopérative ?")
FILLER = " dans un local prêté par des amis, non loin du canal et de ses platanes"


def ranked(texts: list[str], scores: list[float]) -> list[RankedSentence]:
    article = Article("coop.txt", "La coopérative", "\n".join(texts), DAY)
    return sentences_of(article, scores)


def test_nothing_ranked_quotes_nothing() -> None:
    assert choose_quotes(WHO, [], Settings()) == ()


def test_a_sentence_with_a_name_comes_before_a_better_one_without() -> None:
    found = ranked(
        ["La coopérative a été fondée ici.", "Elle a été fondée par Léonie Marchal."], [0.5, 0.3]
    )
    quotes = choose_quotes(WHO, found, Settings())
    assert "Léonie Marchal" in quotes[0].quote
    assert [quote.number for quote in quotes] == [1, 2]


def test_the_first_is_given_whole_however_long() -> None:
    long = f"La coopérative a été fondée par Léonie Marchal{FILLER * 12}."
    found = ranked([long, "Elle vend du pain."], [0.95, 0.05])
    quotes = choose_quotes(WHO, found, Settings(answer_words=20))
    assert [quote.quote for quote in quotes] == [long]


def test_short_ones_fit_in_greater_number() -> None:
    names = ["Léonie Marchal", "Paul Aubrac", "Odette Vasseur", "Lina Roche", "Tom Reed"]
    short = [f"{name} a fondé la coopérative n° {n}." for n, name in enumerate(names)]
    long = [f"{name} a fondé la coopérative{FILLER}{FILLER}." for name in names]
    scores = [0.2] * len(names)
    few, many = (len(choose_quotes(WHO, ranked(t, scores), Settings())) for t in (long, short))
    assert many == len(names) > few


def test_what_is_said_already_is_not_said_again() -> None:
    first = "Léonie Marchal a fondé la coopérative du canal en plein hiver."
    again = "Léonie Marchal a fondé la coopérative du canal en plein hiver !"
    assert len(choose_quotes(WHO, ranked([first, again], [0.5, 0.5]), Settings())) == 1


def test_far_behind_the_best_nothing_is_quoted() -> None:
    found = ranked(["Léonie Marchal l’a fondée.", "Il faisait beau ce jour-là."], [0.99, 0.0001])
    assert len(choose_quotes(WHO, found, Settings())) == 1


def test_another_days_news_is_left_out() -> None:
    of_the_day = sentence_of("Léonie Marchal a parlé le 3 mai.", DAY, score=0.5)
    other = replace(sentence_of("Paul Aubrac a parlé.", DAY, score=0.4), dated=False)
    query = parse_question("Qui a parlé le 3 mai ?")
    assert len(choose_quotes(query, [of_the_day, other], Settings())) == 1


def test_lists_are_told_from_single_names() -> None:
    assert wants_list(parse_question("Quels élus étaient présents ?"))
    assert not wants_list(parse_question("Qui a été élu ?"))


@given(
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30),
    st.integers(1, 200),
    st.integers(1, 8),
)
def test_quotes_keep_to_the_budget(scores: list[float], words: int, most: int) -> None:
    texts = [
        f"Le groupe n° {n} a vu {'beaucoup ' * (n % 7)}Jean Dupin{'a' * n}."
        for n in range(len(scores))
    ]
    settings = Settings(answer_words=words, quotes=most)
    quotes = choose_quotes(WHO, ranked(texts, scores), settings)
    lengths = [len(quote.quote.split()) for quote in quotes]
    assert 1 <= len(quotes) <= most
    assert len(quotes) == 1 or sum(lengths) - lengths[-1] / 2 <= words
    assert all(q.article.text[q.start : q.end] == q.quote for q in quotes)
