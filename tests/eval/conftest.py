"""The news questions over a small part of the shared corpus, where that is at hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.loading import load_set
from eval.pooling import make_pool

SETS = Path(__file__).resolve().parents[2] / "eval" / "sets"
ASKED = [SETS / f"news-{part}.jsonl" for part in ("dev", "test", "learn-2")]
_ONE_IN = 90  # of the articles that no question names


@pytest.fixture(scope="session")
def news(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the articles that three sets name, and about 400 others."""
    asked = [question for part in ASKED for question in load_set(part).questions]
    named = {i for q in asked for i in (q.article, q.near, *q.also, *q.not_in)}
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    with (
        gzip.open(shared / "data" / "orangesum.jsonl.gz", "rt", encoding="utf-8") as lines,
        path.open("w", encoding="utf-8") as file,
    ):
        for number, line in enumerate(lines):
            if number % _ONE_IN == 0 or json.loads(line)["id"] in named:
                file.write(line)
    return path


@pytest.fixture(scope="session")
def answerable_news(news: Path) -> Path:
    """What the sets ask that is answered; for tests of the harness, which choose nothing."""
    asked = news.parent / "asked.jsonl"
    lines = [line for part in ASKED for line in part.read_text("utf-8").splitlines()]
    answerable = [line for line in lines if json.loads(line)["article"]]
    asked.write_text("\n".join(answerable), encoding="utf-8")
    make_pool(asked, news, articles=10_000, out=news.parent / "all")
    return news.parent / "all"
