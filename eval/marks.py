"""How well the marks in quotes point at the answer: ``python -m eval.marks LIBRARY SET …``.

Looked at are the quotes that hold an accepted answer. Of these: how often is it in the first
mark, how often in any, and how much of a quote is marked.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.loading.jsonl import load_questions
from eval.measures.answers import contains_gold
from eval.measures.normalising import normalise
from eval.questions import Question
from qa import Assistant
from qa.answering.marking import mark_asked
from qa.answering.quoting import number
from qa.language.query import Query
from qa.retrieval.looking_up import read
from qa.settings import Settings
from qa.types import Citation, RankedSentence

_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote that holds an answer: is it in the first mark, in any; how many, how long."""

    first: bool
    any: bool
    marks: int
    share: float


def judge(question: Question, citation: Citation) -> Marked:
    """Return how well the marks of a quote point at an accepted answer."""
    marks = [span.cut(citation.article.text) for span in citation.marks]
    met = [_meets(question, mark) for mark in marks]
    share = sum(map(len, marks)) / len(citation.quote)
    return Marked(any(met[:1]), any(met), len(marks), share)


def _meets(question: Question, mark: str) -> bool:
    """Whether a mark holds an accepted answer or most of one, or lies within one."""
    said = set(normalise(mark))
    for gold in (*question.answers, *question.all_of):
        wanted = set(normalise(gold))
        if wanted and (wanted <= said or (said and said <= wanted)):
            return True
    return False


def judged(question: Question, query: Query, ranked: Sequence[RankedSentence]) -> Iterable[Marked]:
    """Yield the judgements of the best sentences that hold an accepted answer."""
    for citation in mark_asked(query, number(ranked[:_SENTENCES])):
        holds = contains_gold(question, citation.quote)
        if holds or any(
            set(normalise(i)) <= set(normalise(citation.quote)) for i in question.all_of
        ):
            yield judge(question, citation)


def main() -> None:
    """Print the figures by kind of question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("sets", type=Path, nargs="+")
    given = parser.parse_args()
    by_kind: dict[str, list[Marked]] = defaultdict(list)
    with Assistant.open(given.library, model="none", settings=Settings(caution=0.0)) as assistant:
        for questions in map(load_questions, given.sets):
            for question in questions.questions:
                if question.answerable and question.gold:
                    text, history = question.question, question.history
                    query = read(text, history, assistant.library, assistant.settings).query
                    ranked = assistant.sentences(text, _SENTENCES, history)
                    by_kind[query.kind] += judged(question, query, ranked)
    for kind, all_ in sorted(by_kind.items()):
        n = len(all_)
        print(
            f"{kind:10} {n:4} quotes: in the first mark {sum(m.first for m in all_) / n:.2f}, "
            f"in any {sum(m.any for m in all_) / n:.2f}; {sum(m.marks for m in all_) / n:.1f} "
            f"marks, {sum(m.share for m in all_) / n:.0%} of the quote"
        )


if __name__ == "__main__":
    main()
