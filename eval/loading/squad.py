"""Reading-comprehension sets in SQuAD's form: SQuAD 1.1 and 2.0, FQuAD, PIAF.

``data[].paragraphs[].{context, qas[].{id, question, answers[].{text, answer_start}}}``, and
``is_impossible`` since 2.0 (Rajpurkar et al. 2018, “Know What You Don't Know”). The questions
were asked with the paragraph in view, so some name nothing by which a library could find it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from eval.loading.files import digest, set_name
from eval.loading.rows import Row, claim, read_json
from eval.questions import Question, QuestionSet, Support
from qa.errors import QuestionError
from qa.language.detect import detect_language
from qa.language.sentences import split_sentences
from qa.types import Article, Span


@dataclass(slots=True)
class _Contexts:
    """The contexts come across so far, each one article: ``by_text`` keeps their order."""

    by_text: dict[str, Article] = field(default_factory=dict)
    under: dict[str, int] = field(default_factory=dict)

    def article(self, title: str, text: str) -> Article:
        """Return the article of a context; its id is its title with its number under it."""
        if text not in self.by_text:
            number = self.under[title] = self.under.get(title, 0) + 1
            language = detect_language(text)
            self.by_text[text] = Article(f"{title}#{number}", title, text, language=language)
        return self.by_text[text]


def load_squad(path: Path) -> QuestionSet:
    """Return the questions of a SQuAD file and its contexts as articles.

    A question's support are the sentences its answers stand in; of an unanswerable one, ``near``
    is the context it was asked about. Raises ``QuestionError``.
    """
    root = read_json(path)
    if not root.has("data"):
        raise root.error(
            "a .json set is in SQuAD's form, an object with “data”: write a set in our own form, "
            "one question a line, as .jsonl."
        )
    contexts = _Contexts()
    questions = []
    taken: dict[str, str] = {}
    for number, document in enumerate(root.rows("data"), 1):
        title = (document.optional("title") or "").strip() or f"document {number}"
        for paragraph in document.rows("paragraphs"):
            article = contexts.article(title, paragraph.text("context"))
            for row in paragraph.rows("qas"):
                question = _question(row, article)
                claim(taken, question.id, row)
                questions.append(question)
    if not questions:
        raise QuestionError(f"The question set {path} holds no question: add “qas” to its data.")
    articles = tuple(contexts.by_text.values())
    return QuestionSet(set_name(path), tuple(questions), articles, digest([path]))


def _question(row: Row, article: Article) -> Question:
    id, asked = row.id("id"), row.text("question")
    answers = row.rows("answers")
    impossible = row.flag("is_impossible")
    if impossible or (impossible is None and not answers):
        return Question(id, asked, type="unanswerable", near=article.id)
    if not answers:
        raise row.error(f"the question {id} has no answer: add one, or set “is_impossible”.")
    places = [_place(answer, article.text, id) for answer in answers]
    return Question(
        id,
        asked,
        answers=tuple(dict.fromkeys(place.cut(article.text) for place in places)),
        article=article.id,
        support=_support(article, places),
    )


def _place(answer: Row, text: str, id: str) -> Span:
    """Return where the answer stands in ``text``: at “answer_start”, or else nearest to it."""
    written = answer.text("text")
    wanted = written.strip()
    start = (answer.number("answer_start") or 0) + len(written) - len(written.lstrip())
    if not text.startswith(wanted, start):
        before, after = text.rfind(wanted, 0, start), text.find(wanted, start)
        found = [at for at in (before, after) if at >= 0]
        if not found:
            raise answer.error(
                f"the context of the question {id} doesn't hold the answer “{wanted}”: copy it "
                "from there, letter for letter."
            )
        start = min(found, key=lambda at: abs(at - start))
    return Span(start, start + len(wanted))


def _support(article: Article, places: list[Span]) -> tuple[Support, ...]:
    """Return the sentences that hold one of the places, whole or in part, in their order."""
    return tuple(
        Support(article.id, sentence.cut(article.text))
        for sentence in split_sentences(article.text)
        if any(sentence.start < p.end and p.start < sentence.end for p in places)
    )
