"""The real articles the project was given, where they are at hand."""

from __future__ import annotations

import re
from datetime import date as Date
from itertools import islice

import pytest

from qa.reading import list_files, read_file
from qa.settings import Settings
from qa.types import Reading
from tests.reading.samples import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared articles aren't here")
ROWS = 300


def test_the_two_articles() -> None:
    files = list_files([SHARED / "articles"]).files
    found = [each for file in files for each in read_file(file, Settings())]
    articles = [each.article for each in found if isinstance(each, Reading)]
    assert len(articles) == len(found) == 2
    meeting = next(each for each in articles if each.date == Date(2022, 2, 11))
    assert "11 février 2022" in meeting.text
    for file, article in zip(files, articles, strict=True):
        raw = file.path.read_text()
        assert raw.startswith(f"{article.title}\n")
        assert article.language == "fr"
        assert "![" not in article.text
        assert "|" not in article.text
        assert all(line in raw for line in article.text.split("\n"))


def test_the_first_rows_of_orangesum() -> None:
    (file,) = list_files([SHARED / "data" / "orangesum.jsonl.gz"]).files
    found = list(islice(read_file(file, Settings()), ROWS))
    articles = [each.article for each in found if isinstance(each, Reading)]
    assert len(articles) == ROWS
    assert all(each.title and each.date and each.text for each in articles)
    assert len({each.id for each in articles}) == ROWS
    glued = [each.id for each in articles if re.search(r"[a-zé]{3}\.[A-Z][a-zé]{2}", each.text)]
    assert glued == []
