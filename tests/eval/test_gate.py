"""The gate catches what it must: regressions planted one by one, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.comparing import compare_runs, describe
from eval.measures.citations import by_checking
from eval.run import Setup, run_set
from qa import Assistant
from qa.answering import answerer
from qa.language import analysis, mentions
from qa.settings import Settings
from qa.types import Citation
from tests.tiny import make_encoder, make_word_encoder

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "eval" / "sets" / "samples.jsonl"
BASELINE = ROOT / "eval" / "baselines" / "samples"
QUOTES = Setup(Path(), Path(), "none", None, Settings(), by_checking, "checks")

Run = Callable[[str, Path], Path]


def test_the_shipped_state_is_no_worse_than_the_baseline(sample_run: Path) -> None:
    comparison = compare_runs(BASELINE, sample_run)
    assert comparison.common == comparison.of, "the set changed: run “make baseline”"
    assert comparison.losses == (), describe(comparison)


def test_two_runs_of_the_same_are_not_flagged(
    sample_run: Path, sample_library: Path, tmp_path: Path
) -> None:
    run_set(SET, tmp_path / "again", replace(QUOTES, library=sample_library))
    comparison = compare_runs(sample_run, tmp_path / "again")
    assert comparison.losses == ()
    assert comparison.won == comparison.lost == ()
    assert all(d.difference == 0 for d in comparison.differences.values())


def test_no_stop_words(
    answerable_news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexical = replace(
        QUOTES,
        library=None,
        encoder=str(make_encoder(tmp_path / "encoder")),  # not used, quick to index with
        settings=Settings(dense_weight=0.0),
    )
    # How far vectors and evidence are trusted is learnt for nothing here: neither is looked at.
    monkeypatch.setattr("qa.calibration.calibrate_library", lambda *arguments: False)
    run_set(answerable_news, tmp_path / "with", lexical)
    for module in (analysis, mentions):
        monkeypatch.setattr(module, "STOP_WORDS", frozenset())
    _forget_terms()
    try:
        run_set(answerable_news, tmp_path / "without", lexical)
    finally:
        monkeypatch.undo()
        _forget_terms()
    assert "article nDCG@10" in compare_runs(tmp_path / "with", tmp_path / "without").losses


def test_the_wrong_prefix(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text(encoding="utf-8") for path in samples.rglob("*.*")]
    prompts = {"query": "demande ", "passage": "extrait "}
    encoder = str(make_word_encoder(tmp_path / "encoder", texts, prompts))
    library = _index(samples, tmp_path / "library", encoder)
    dense = replace(QUOTES, library=library, settings=Settings(dense_weight=1.0))
    run_set(SET, tmp_path / "right", dense)
    monkeypatch.setattr(
        "embeddings.static_encoder.choose_prefixes", lambda *model: ("query: ", "passage: ")
    )
    run_set(SET, tmp_path / "wrong", dense)
    assert "article nDCG@10" in compare_runs(tmp_path / "right", tmp_path / "wrong").losses


def test_citations_one_sentence_off(
    sample_run: Path, sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose, chunks = answerer.choose_quotes, _Sentences(sample_library)

    def off_by_one(*arguments: object) -> tuple[Citation, ...]:
        return tuple(map(chunks.next, choose(*arguments)))  # type: ignore[arg-type]

    monkeypatch.setattr(answerer, "choose_quotes", off_by_one)
    run_set(SET, tmp_path / "run", replace(QUOTES, library=sample_library))
    assert "support cited" in compare_runs(sample_run, tmp_path / "run").losses


def test_no_abstaining(sample_run: Path, sample_library: Path, tmp_path: Path) -> None:
    setup = replace(QUOTES, library=sample_library, settings=Settings(caution=0.0))
    run_set(SET, tmp_path / "run", setup)
    comparison = compare_runs(sample_run, tmp_path / "run")
    assert "hallucination rate" in comparison.losses


def test_a_quote_that_is_not_verbatim_fails_however_seldom(
    sample_run: Path, sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose = answerer.choose_quotes
    asked = []

    def altered_once(*arguments: object) -> tuple[Citation, ...]:
        asked.append(1)
        chosen = choose(*arguments)  # type: ignore[arg-type]
        return (
            (replace(chosen[0], quote="Autre chose."), *chosen[1:]) if len(asked) == 1 else chosen
        )

    monkeypatch.setattr(answerer, "choose_quotes", altered_once)
    run_set(SET, tmp_path / "run", replace(QUOTES, library=sample_library))
    assert compare_runs(sample_run, tmp_path / "run").losses == ("quotes verbatim",)


class _Sentences:
    """The sentences of the library's articles, to shift a citation to the next one."""

    def __init__(self, library: Path) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = {}
        with Assistant.open(library, model="none") as assistant:
            store = assistant.library.store
            for article in store.articles():
                self._spans[article.id] = sorted(
                    {
                        (span.start, span.end)
                        for stored in store.passages_of(article.id)
                        for span in stored.passage.sentences
                    }
                )

    def next(self, citation: Citation) -> Citation:
        spans = self._spans[citation.article.id]
        start, end = spans[(spans.index((citation.start, citation.end)) + 1) % len(spans)]
        text = citation.article.text[start:end]
        return replace(citation, start=start, end=end, quote=text)


def _index(samples: Path, library: Path, encoder: str | None = None) -> Path:
    with Assistant.open(library, model="none", encoder=encoder) as assistant:
        assert not assistant.add(samples).failed
    return library


def _forget_terms() -> None:
    analysis.forget_terms()
    mentions.forget_names()
