"""One article, and answers from it, for the tests of what the page shows."""

from __future__ import annotations

from datetime import date

import pytest

from qa.types import Answer, Article, Citation, Hit

TEXT = (
    "Le musée a rouvert mardi. Claire Morvan le dirige depuis 2018.\n\n"
    "L’entrée coûte 6 euros & rien le dimanche. Les visites durent une heure."
)


def cite(article: Article, number: int, words: str) -> Citation:
    """Return a citation of ``words`` as they stand in the article."""
    start = article.text.index(words)
    return Citation(number, article, start, start + len(words), words)


@pytest.fixture
def article() -> Article:
    return Article(
        id="2023/musee.txt",
        title="Le musée des Tisserands rouvre",
        text=TEXT,
        date=date(2023, 3, 1),
        source="/articles/2023/musee.txt",
        url="https://gazette.example/musee?a=1&b=2",
    )


@pytest.fixture
def hit(article: Article) -> Hit:
    return Hit(article, article.text, 0, len(article.text), 1.0)


@pytest.fixture
def answer(article: Article, hit: Hit) -> Answer:
    citations = (
        cite(article, 1, "L’entrée coûte 6 euros & rien le dimanche."),
        cite(article, 2, "Claire Morvan le dirige depuis 2018."),
    )
    return Answer(
        question="Combien coûte l’entrée ?",
        text="L’entrée coûte 6 euros [1]. Claire Morvan dirige le musée [2].",
        citations=citations,
        quotes=citations,
        hits=(hit,),
        abstained=False,
        reason="",
        written_by="petit-modele.gguf",
        language="fr",
        timings={"search": 0.21, "quotes": 0.1, "writing": 2.0},
    )
