"""The Assistant: where reading, library, retrieval and answering meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date as Date
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qa.adding import Articles, add_articles
from qa.errors import ModelError, QuestionError, ReadingError
from qa.language.periods import parse_period
from qa.settings import Settings
from qa.types import (
    Answer,
    Article,
    Done,
    Event,
    Found,
    Hit,
    IndexReport,
    Period,
    Progress,
    Quoted,
    RankedSentence,
)
from qa.writers import choose_writer, open_writer

if TYPE_CHECKING:
    from embeddings.reranker import Reranker
    from qa.answering.writer import Writer
    from qa.library import Library
    from qa.retrieval import Findings


class Assistant:
    """A library of articles and what is needed to ask it questions.

    Safe to share between threads. Use it as a context manager, or call ``close``.
    """

    def __init__(
        self,
        library: Library,
        writer: Writer | None,
        settings: Settings,
        reranker: Reranker | None = None,
        writer_note: str = "",
    ) -> None:
        """Use ``Assistant.open``."""
        self.library = library
        self.writer = writer
        self.writer_note = writer_note
        self.settings = settings
        self.reranker = reranker
        self._last: tuple[object, Findings] | None = None

    @classmethod
    def open(
        cls,
        library: Path | str,
        *,
        model: Path | str | None = None,
        writer: str | None = None,
        encoder: str | None = None,
        reranker: str | None = None,
        settings: Settings | None = None,
        create: bool = True,
    ) -> Assistant:
        """Open a library, created if it isn't there and ``create`` is true.

        ``model`` is a GGUF file or a pulled writer, ``"embedded"``, or ``"none"`` for quotes
        alone; ``writer`` is instead the address of an OpenAI-compatible server. By default it is
        the environment's, the remembered or the embedded one, as ``qa.writers`` chooses;
        ``writer_note`` says what should be known of it. ``encoder`` is a sentence-transformers
        model, by the name or hub id it was pulled by or its folder; by default the one the
        library was made with. ``reranker`` is a cross-encoder that reads the best passages
        again, by default none. Models are loaded when they are first needed. Raises
        ``LibraryError`` and ``ModelError``.
        """
        from qa.library import Library

        settings = settings or Settings()
        choice = choose_writer(model, writer)
        writes = open_writer(choice, settings)
        rereads = _reranker(reranker) if reranker else None
        opened = Library.open(library, encoder, create=create)
        return cls(opened, writes, settings, rereads, choice.note)

    @property
    def writer_name(self) -> str:
        """Who writes the answers: the model's name, else ``"quotes"``."""
        from qa.answering import QUOTES

        return self.writer.name if self.writer else QUOTES

    def close(self) -> None:
        """Close the library and the model; closing twice does nothing."""
        if self.writer is not None:
            self.writer.close()
        self.library.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # The library

    def add(
        self,
        articles: Articles,
        *,
        prune: bool = False,
        told: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> IndexReport:
        """Add a folder, a file, or a list of these and of ``Article``.

        What is there already and hasn't changed is left alone. With ``prune``, articles once
        read from these folders and files and no longer in them are removed. ``told`` hears of
        progress; ``cancelled`` is asked between articles, and what was added until then stays.
        Raises ``ReadingError`` for a path that isn't there, ``LibraryError`` when the library
        can't be written.
        """
        return add_articles(
            self.library, articles, self.settings, prune=prune, told=told, cancelled=cancelled
        )

    def remove(self, article_id: str) -> bool:
        """Remove one article from the library; False when it isn't there.

        The file it was read from stays: adding its folder again brings the article back.
        """
        store = self.library.store
        article = store.article(article_id)
        if article is None:
            return False
        with self.library.writing():
            with store.transaction() as generation:
                store.delete_article(article_id, generation)
                store.forget_file(article.source)
            self.library.catch_up()
        return True

    # Questions

    def search(
        self,
        question: str,
        k: int | None = None,
        history: Sequence[Any] = (),
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
    ) -> list[Hit]:
        """Return up to ``k`` passages, best first; dates as in ``stream``.

        Raises ``QuestionError``.
        """
        found = self._look_up(self._checked(question), history, parse_period(since, until))
        return self._hits(found.passages[: k or self.settings.top_k])

    def sentences(
        self,
        question: str,
        k: int | None = None,
        history: Sequence[Any] = (),
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
    ) -> list[RankedSentence]:
        """Return up to ``k`` sentences that may answer, best first; dates as in ``stream``.

        Raises ``QuestionError``.
        """
        found = self._look_up(self._checked(question), history, parse_period(since, until))
        return found.sentences(self.settings)[: k or self.settings.top_k]

    def ask(
        self,
        question: str,
        history: Sequence[Any] = (),
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        caution: float | None = None,
    ) -> Answer:
        """Return the answer to ``question``; all else as in ``stream``."""
        for event in self.stream(question, history, since=since, until=until, caution=caution):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    def stream(
        self,
        question: str,
        history: Sequence[Any] = (),
        cancelled: Callable[[], bool] = lambda: False,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        caution: float | None = None,
    ) -> Iterator[Event]:
        """Yield ``Found``, ``Quoted``, ``Wrote`` …, ``Done``. Close it to stop the model.

        Before it writes, a model may have to wait (``Waiting``) and reads (``Read``).

        ``history`` holds earlier messages (``{"role", "content"}``) or (question, answer)
        pairs: a question such as “Et quand ?” is searched with what they were about.
        ``caution``, 0 to 1, takes the place of that of the settings for this question.

        With ``since`` or ``until`` only articles dated within these days, both included, are
        looked at, and none without a date. Each is a date or says one: ``"2022-02-11"``,
        ``"11/02/2022"``, ``"février 2022"``, ``"2022"``; part of a date means its first day as
        ``since``, its last as ``until``. Raises ``QuestionError`` for an empty or oversized
        question, and for dates that can't be read or end before they begin.
        """
        from qa.answering import QUOTES, Case, abstain_outside, answer_from

        started = perf_counter()
        question = self._checked(question)
        period, settings = parse_period(since, until), self._as_cautious(caution)
        looked_up, searched = self._look_up_follow_up(question, history, period, cancelled)
        query = looked_up.query
        hits = tuple(self._hits(looked_up.passages[: settings.top_k]))
        timings = {"search": perf_counter() - started}
        yield Found(hits, searched)
        found = Answer(
            question,
            "",
            (),
            (),
            hits,
            False,
            "",
            QUOTES,
            query.language,
            timings,
            searched=searched,
        )
        if not hits and period and not self.library.holds_any(period):
            yield Quoted(())
            yield Done(abstain_outside(found, period))
            return
        ranked = looked_up.sentences(settings)
        case = Case(query, ranked, looked_up.evidence(settings, ranked), settings)
        yield from answer_from(found, case, self.writer, cancelled)

    def _as_cautious(self, caution: float | None) -> Settings:
        if caution is None:
            return self.settings
        if not 0.0 <= caution <= 1.0:
            raise QuestionError(f"A caution of {caution:g} can't be: give one from 0 to 1.")
        return replace(self.settings, caution=caution)

    def _look_up_follow_up(
        self,
        question: str,
        history: Sequence[Any],
        period: Period,
        cancelled: Callable[[], bool],
    ) -> tuple[Findings, str]:
        """Look a question up; return also what was searched, where that isn't the question.

        An able writer puts a follow-up into a whole question, where what it makes of it is
        faithful; else the rules do.
        """
        rewritten = ""
        if history and self.writer is not None:
            from qa.answering.rewriting import rewrite_followup

            with suppress(ModelError):  # the rules do, and writing will say what is wrong
                rewritten = rewrite_followup(question, history, self.writer, cancelled)
        if rewritten:
            return self._look_up(rewritten, (), period), rewritten
        found = self._look_up(question, history, period)
        return found, found.query.text if found.query.text != question else ""

    def _look_up(self, question: str, history: Sequence[Any], period: Period) -> Findings:
        """Look a question up; the one just looked up isn't looked up again."""
        from qa.retrieval import look_up

        self.library.catch_up()
        generation = self.library.store.generation
        asked, last = (question, list(history), period, generation), self._last
        if last is None or last[0] != asked:  # threads may meet here: each returns its own
            found = look_up(question, history, self.library, self.settings, period)
            last = asked, self._reread(found)
            self._last = last
        return last[1]

    def _reread(self, found: Findings) -> Findings:
        """Have the reranker, where there is one, read the best passages again."""
        from qa.retrieval import rerank

        if self.reranker is None:
            return found
        top, weight = self.settings.rerank_passages, self.settings.rerank_weight
        passages = rerank(found.query.text, found.passages, self.reranker, top, weight)
        return replace(found, passages=passages)

    def _hits(self, passages: Sequence[Any]) -> list[Hit]:
        """Return scored passages as hits, each with the reprints of its article."""
        ids = {one.passage.article.id for one in passages}
        known = set() if "reprints" in self.settings.without else ids
        also = {i: tuple(self.library.store.reprints(i)) for i in known}
        return [_hit(one, also.get(one.passage.article.id, ())) for one in passages]

    def _checked(self, question: str) -> str:
        # Half a surrogate pair, from a broken byte on a command line, is no character.
        question = question.encode("utf-8", "replace").decode().strip()
        if not any(character.isalnum() for character in question):
            raise QuestionError("The question is empty: write what you want to know.")
        if len(question) > self.settings.max_question_chars:
            raise QuestionError(
                f"The question has {len(question):,} characters, more than the "
                f"{self.settings.max_question_chars:,} that can be asked at once: shorten it."
            )
        return question


def answer(
    question: str,
    articles: Articles | None = None,
    *,
    library: Path | str | None = None,
    model: Path | str | None = None,
    writer: str | None = None,
    encoder: str | None = None,
    reranker: str | None = None,
    history: Sequence[Any] = (),
    settings: Settings | None = None,
    since: Date | str | None = None,
    until: Date | str | None = None,
    caution: float | None = None,
) -> Answer:
    """Answer one question, from ``articles`` (a folder, a file, or a list) or a ``library``.

    With both, the articles are added to the library first. Without a library nothing is
    left on disk: keep an ``Assistant`` open to ask many questions of the same articles.
    ``since``, ``until`` and ``caution`` as in ``Assistant.stream``.
    Raises ``SourcierError`` with a sentence for everything that can be put right.
    """
    if articles is None and library is None:
        raise QuestionError("Say where to look: give articles=… or library=….")
    import tempfile

    with (
        tempfile.TemporaryDirectory(prefix="sourcier-") as folder,
        Assistant.open(
            library or Path(folder) / "library",
            model=model,
            writer=writer,
            encoder=encoder,
            reranker=reranker,
            settings=settings,
            create=articles is not None,
        ) as assistant,
    ):
        if articles is not None:
            report = assistant.add(articles)
            if report.failed and not assistant.library.store.counts()[0]:
                failure = report.failed[0]
                raise ReadingError(f"No article could be read: {failure.place}: {failure.reason}.")
        return assistant.ask(question, history, since=since, until=until, caution=caution)


def _reranker(model: str) -> Reranker:
    from embeddings.reranker import Reranker, RerankerError

    try:
        return Reranker(model)
    except RerankerError as error:
        raise ModelError(str(error)) from error


def _hit(scored: Any, also: tuple[Article, ...]) -> Hit:
    stored, span = scored.passage, scored.passage.passage
    return Hit(stored.article, stored.text, span.start, span.end, scored.score, also)
