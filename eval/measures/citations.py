"""Whether what was said is borne out by what it cites: ALCE's citation recall and precision.

Gao et al. 2023, “Enabling large language models to generate text with citations” (ALCE, arXiv
2305.14627). ALCE judges support with a large NLI model; here the judge is given from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from eval.measures.share import Share, mean
from eval.predictions import Cited, Prediction, Said
from eval.predictions import supports as overlap
from eval.questions import Question
from qa.errors import ModelError
from qa.language.analysis import fold
from qa.language.sentences import split_sentences

Supports = Callable[[str, Sequence[Cited]], bool]
"""Whether a statement follows from the sentences it cites, taken together."""

_MARKERS = r"(?:[\s,]*\[\d+\])+"
_NUMBER = re.compile(r"\[(\d+)\]")
_QUOTE = re.compile(rf"\s*(?:«\s*|“)(?P<quote>.+?)(?:\s*»|”)(?P<markers>{_MARKERS})\s*")
_AFTER_STOP = re.compile(rf"(?P<stop>[.!?…]+(?:\s?[»”\"])?)(?P<markers>{_MARKERS})")
_CITED_END = re.compile(r"(\][.!?…]+(?:\s?[»”\"])?)\s+(?![»”\"])")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that was said, without its markers, and what they cite, each once."""

    text: str
    cited: tuple[Cited, ...] = ()


def split_statements(said: Said) -> list[Statement]:
    """Return the sentences of what was said, each with its citations.

    A line that is a quote with its marker is one statement, however many sentences it holds.
    Elsewhere a marker belongs to the sentence it stands in, or that ends just before it. A
    sentence with a number that isn't among the citations cites nothing, as in ALCE.
    """
    cited = {citation.number: citation for citation in said.citations}
    statements = []
    for line in said.text.split("\n"):
        quote = _QUOTE.fullmatch(line)
        if quote and any(one.quote == quote["quote"] for one in _cited(quote["markers"], cited)):
            statements.append(Statement(quote["quote"], _cited(quote["markers"], cited)))
        else:
            prose = _CITED_END.sub(r"\1\n", _AFTER_STOP.sub(r"\g<markers>\g<stop>", line))
            for span in split_sentences(prose):
                sentence = span.cut(prose)
                text = re.sub(_MARKERS, "", sentence).strip()
                statements.append(Statement(text, _cited(sentence, cited)))
    return [one for one in statements if any(map(str.isalnum, one.text))]


def recall_and_precision(
    statements: Sequence[Statement], supports: Supports
) -> tuple[float, float]:
    """Return ALCE's citation recall and precision of one answer, 0 to 1.

    Recall is the share of statements that all their citations together support; one without a
    citation isn't. Precision is the share of citations that are relevant: their statement is
    supported, and either they support it alone or it isn't without them. Both are 0 where
    there is nothing to count.

    Caveat: support says nothing of the question; a true quote from anywhere scores 1.
    """
    judged = [_judge(statement, supports) for statement in statements]
    total = sum(len(statement.cited) for statement in statements)
    recall = sum(supported for supported, _ in judged) / len(judged) if judged else 0.0
    return recall, sum(relevant for _, relevant in judged) / total if total else 0.0


def share_in_right_article(question: Question, said: Said) -> float:
    """Return the share of citations that lie in an article that answers; 0 for no citation."""
    right = [cited.article in question.articles for cited in said.citations]
    return sum(right) / len(right) if right else 0.0


def share_of_support(prediction: Prediction) -> float:
    """Return the share of the supporting sentences that the answer cites, 0 for an abstention.

    Caveat: another sentence may answer as well, in the same article or elsewhere; it counts for
    nothing here.
    """
    found = prediction.support
    citations = () if prediction.abstained else prediction.said.citations
    held = [any(overlap(one, span) for one in citations) for span in found]
    return sum(held) / len(held) if held else 0.0


def score(
    question: Question, prediction: Prediction | None, supports: Supports
) -> dict[str, Share]:
    """Return the measures of the citations: of answers to answerable questions, and of quotes.

    As in ALCE, an answer's recall and precision count once, however long it is. ``quotes
    verbatim`` is over all citations and quotes shown, so that it counts each of them. A
    missing prediction is an answer without citations.
    """
    said = prediction.said if prediction else Said()
    shares = {}
    if question.answerable and not (prediction and prediction.abstained):
        recall, precision = recall_and_precision(split_statements(said), supports)
        shares["citation recall"] = mean(recall)
        shares["citation precision"] = mean(precision)
        shares["citation in right article"] = mean(share_in_right_article(question, said))
    if question.answerable and question.support:
        shares["support cited"] = mean(share_of_support(prediction) if prediction else 0.0)
    shown = dict.fromkeys((*said.citations, *(prediction.quotes if prediction else ())))
    if shown:
        verbatim = sum(cited.verbatim for cited in shown)
        shares["quotes verbatim"] = (float(verbatim), float(len(shown)))
    return shares


def by_checking(statement: str, cited: Sequence[Cited]) -> bool:
    """Judge support as the assistant checks what its model writes: a ``Supports``.

    A whole quote supports itself. Otherwise ``check_support`` must find the statement wholly
    supported by what is cited; where that is of one article, its title and date count too.
    Caveat: this is the assistant's own check, so text it let through passes; only an NLI model
    judges independently.
    """
    from qa.answering.checking import check_support

    words = _words(statement)
    if words and any(words == _words(one.quote) for one in cited):
        return True
    same = len({one.article for one in cited}) == 1
    title = cited[0].title if same else None
    written = date.fromisoformat(cited[0].date) if same and cited[0].date else None
    evidence = [one.quote for one in cited]
    support = check_support(statement, evidence, title=title, date=written)
    return support.verdict == "supported"


def by_entailment(model: str) -> Supports:
    """Return a judge of support that asks an NLI model, a folder or hub id, loaded at once.

    The premise is each article's title and date, and what is cited of it, as ALCE gives its
    passages; the hypothesis is the statement. Raises ``ModelError`` when it can't be loaded.
    """
    from embeddings.entailment import Entailment, EntailmentError

    try:
        entailment = Entailment(model)
    except EntailmentError as error:
        raise ModelError(str(error)) from error

    def supports(statement: str, cited: Sequence[Cited]) -> bool:
        return bool(cited) and entailment.entails([(premise(cited), statement)])[0]

    return supports


def premise(cited: Sequence[Cited]) -> str:
    """Return what is cited as one text, article by article, each under its title and date."""
    headings = dict.fromkeys(_heading(one) for one in cited)
    return "\n".join(
        "\n".join([heading, *(one.quote for one in cited if _heading(one) == heading)])
        for heading in headings
    )


def _heading(cited: Cited) -> str:
    return f"{cited.title} ({cited.date})" if cited.date else cited.title


def _judge(statement: Statement, supports: Supports) -> tuple[bool, int]:
    """Return whether the statement is supported, and how many of its citations are relevant."""
    text, cited = statement.text, statement.cited
    if not cited or not supports(text, cited):
        return False, 0
    if len(cited) == 1:
        return True, 1
    relevant = [
        supports(text, [one]) or not supports(text, [other for other in cited if other != one])
        for one in cited
    ]
    return True, sum(relevant)


def _cited(text: str, citations: dict[int, Cited]) -> tuple[Cited, ...]:
    numbers = dict.fromkeys(map(int, _NUMBER.findall(text)))
    known = numbers.keys() <= citations.keys()
    return tuple(citations[number] for number in numbers) if known else ()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
