"""Whether a question set holds together with the library it asks about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.locating import locate
from eval.questions import UNTYPED, Question, QuestionSet
from qa import Assistant
from qa.errors import QuestionError
from qa.types import Hit

_HITS = 30  # passages looked through for articles that answer and aren't listed
_SHARED = 0.5  # of the question's terms, by idf, for a passage to be about the same thing


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one question, in a sentence with a way out."""

    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions a set has, of each type, with each tag, and of some kinds."""

    questions: int
    types: Mapping[str, int]
    tags: Mapping[str, int]
    unanswerable: int
    followups: int
    without_answers: int


def check_set(question_set: QuestionSet, assistant: Assistant) -> list[Problem]:
    """Return all that is wrong with a set over the assistant's library, in the set's order.

    Ids must be in the library, supporting sentences in their articles, accepted answers in the
    supporting sentences or their titles. Articles found for a question that seem to answer it
    too must be listed, as answering or not: that is a guess, by words, for people to settle.
    Raises ``QuestionError`` for a set that brings passages with each question.
    """
    if question_set.gives_passages:
        raise QuestionError(
            f"The set {question_set.name} brings passages with each question: there is no library "
            "to check it against."
        )
    return [
        Problem(question.id, sentence)
        for question in question_set.questions
        for check in (_ids, _support, _gold, _kind, _unlisted)
        for sentence in check(question, assistant)
    ]


def describe(question_set: QuestionSet, problems: Sequence[Problem]) -> str:
    """Return what the set is made of, then the problems one a line, and how many there are."""
    lines = [_summary(count(question_set))]
    lines += [f"{problem.question}: {problem.sentence}" for problem in problems]
    asked = len({problem.question for problem in problems})
    lines.append(
        f"{_many(len(problems), 'problem')} in {_many(asked, 'question')}."
        if problems
        else "No problems found."
    )
    return "\n".join(lines)


def count(question_set: QuestionSet) -> Counts:
    """Count a set's questions."""
    questions = question_set.questions
    return Counts(
        questions=len(questions),
        types=Counter(question.type or UNTYPED for question in questions),
        tags=Counter(tag for question in questions for tag in question.tags),
        unanswerable=sum(not question.answerable for question in questions),
        followups=sum(bool(question.history) for question in questions),
        without_answers=sum(question.answerable and not question.gold for question in questions),
    )


def _summary(counts: Counts) -> str:
    """Return the counts in a few lines, with shares of all questions."""
    kinds = {
        "unanswerable": counts.unanswerable,
        "follow-ups": counts.followups,
        "without accepted answers": counts.without_answers,
    }
    lines = [_many(counts.questions, "question")]
    for heading, numbers in (("kinds", kinds), ("types", counts.types), ("tags", counts.tags)):
        shares = [
            f"{name} {number:,} ({number / counts.questions:.0%})"
            for name, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
            if number
        ]
        if shares:
            lines.append(f"{heading}: {', '.join(shares)}")
    return "\n".join(lines)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _ids(question: Question, assistant: Assistant) -> Iterator[str]:
    fields = {
        "article": [question.article],
        "also": question.also,
        "near": [question.near],
        "not_in": question.not_in,
    }
    for field, ids in fields.items():
        for id in ids:
            if id is not None and assistant.library.article(id) is None:
                yield f"“{field}” names {id}, which isn't in the library: index it, or correct it"


def _support(question: Question, assistant: Assistant) -> Iterator[str]:
    if question.gold and question.answerable and not question.support:
        yield "it has no supporting sentence: add the ones that answer to “support”"
    for number, support in enumerate(question.support, 1):
        article = assistant.library.article(support.article)
        if article is None:
            if support.article not in question.articles:  # else said already
                yield (
                    f"supporting sentence {number} is of {support.article}, which isn't in the "
                    "library: index it, or correct it"
                )
        elif locate(support, article.text) is None:
            which = f" (“{support.text}”)" if support.text else ""
            yield (
                f"supporting sentence {number}{which} isn't in {support.article}: copy it from "
                "the article as it is in the library"
            )


def _gold(question: Question, assistant: Assistant) -> Iterator[str]:
    """Every item of a list must be in the supporting sentences together."""
    from eval.measures.answers import contains_gold

    texts = []
    for support in question.support:
        article = assistant.library.article(support.article)
        place = locate(support, article.text) if article else None
        if article and place:
            texts += [article.title, article.text[slice(*place)]]
    if texts and question.gold and not contains_gold(question, "\n".join(texts)):
        wanted = "the whole list" if question.all_of else "an accepted answer"
        yield (
            f"its supporting sentences don't hold {wanted} ({_quoted(question)}): add a sentence, "
            "or the wording of the article"
        )


def _kind(question: Question, assistant: Assistant) -> Iterator[str]:
    if question.type == "two-sentences" and len(question.support) < 2:
        yield "its type is “two-sentences” and it has fewer than two “support”: add the other one"
    if not question.answerable and (question.gold or question.also):
        yield "it has no “article”, and yet answers: name the article, or leave them out"


def _unlisted(question: Question, assistant: Assistant) -> Iterator[str]:
    """Name the articles found that hold an accepted answer and much of the question's words."""
    from qa.language.followups import resolve_followup
    from qa.language.query import parse_question
    from qa.retrieval import weigh_terms

    if not question.answerable or not question.gold:
        return
    text = resolve_followup(question.question, question.history)
    try:
        hits = assistant.search(text, _HITS)
    except QuestionError as error:
        yield f"it can't be asked: {str(error).rstrip('.')}"
        return
    weights = weigh_terms(parse_question(text), assistant.library)
    listed = {*question.articles, *question.not_in}
    for hit in hits:
        if hit.article.id not in listed and (answer := _answer_in(hit, question, weights)):
            listed.add(hit.article.id)
            yield (
                f"the article {hit.article.id} also holds “{answer}”: list it in “also” or “not_in”"
            )


def _answer_in(hit: Hit, question: Question, weights: Mapping[str, float]) -> str | None:
    """Return the accepted answer a passage gives, if it also has the question's words."""
    from eval.measures.answers import contains_gold
    from qa.language.analysis import analyse
    from qa.retrieval.scoring import coverage

    if coverage(set(analyse(f"{hit.article.title}\n{hit.text}")), weights) < _SHARED:
        return None
    if question.all_of:
        return question.gold[0] if contains_gold(question, hit.text) else None
    one_each = ((answer, replace(question, answers=(answer,))) for answer in question.answers)
    return next((answer for answer, asked in one_each if contains_gold(asked, hit.text)), None)


def _quoted(question: Question) -> str:
    return ", ".join(f"“{text}”" for text in question.all_of or question.answers)
