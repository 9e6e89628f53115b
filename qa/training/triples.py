"""Question–answer–sentence triples made by rule from articles: lessons in reading French."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from qa.types import Article

_HELD = 10


@dataclass(frozen=True, slots=True)
class Triple:
    """A question, the sentences that answer it, and the answer, verbatim in the first of them.

    ``sentences`` are numbers, from 0, of ``split_sentences(article.text)``; without any, the
    article ``article`` doesn't answer, and ``answer`` is ''. ``kind`` is what is asked (who,
    when, how many, where, why, how, what, list, two), ``form`` how (inversion, est-ce que, end,
    subject, keywords, no accents, typo, plain).
    """

    article: str
    question: str
    sentences: tuple[int, ...]
    answer: str
    kind: str
    form: str


def held_out(id: str) -> bool:
    """Whether the article of this id is kept to measure on, and never learnt from: one in ten."""
    return id.isdigit() and int(id) % _HELD == 0


def make_triples(article: Article) -> list[Triple]:
    """Return the questions that rules make of an article, filtered; [] of one held out.

    The same article gives the same questions on every run.
    """
    from qa.training.asking.making import make_questions
    from qa.training.filtering import choose

    if held_out(article.id):
        return []
    return choose(article, make_questions(article))


def write_triples(articles: Iterable[Article], path: Path) -> Counter[tuple[str, str]]:
    """Write the triples of ``articles`` as JSON Lines; return how many of each kind and form."""
    from qa.training.asking.swapping import with_unanswerable

    counts: Counter[tuple[str, str]] = Counter()
    with path.open("w", encoding="utf-8") as file:
        for triple in with_unanswerable((one, make_triples(one)) for one in articles):
            counts[triple.kind, triple.form] += 1
            file.write(json.dumps(asdict(triple), ensure_ascii=False) + "\n")
    return counts


def write_rule_triples(corpus: Path, out: Path) -> Counter[tuple[str, str]]:
    """Write the triples of all articles under ``corpus``, those held out left aside.

    Returns how many there are of each kind and form. Unreadable articles are passed over.
    """
    return write_triples(_articles(corpus), out)


def read_triples(path: Path) -> Iterator[Triple]:
    """Yield the triples of a file that ``write_triples`` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield Triple(**{**row, "sentences": tuple(row["sentences"])})


def _articles(corpus: Path) -> Iterator[Article]:
    from qa.reading import list_files, read_file
    from qa.settings import Settings
    from qa.types import Failure

    for file in list_files([corpus]).files:
        for reading in read_file(file, Settings()):
            if not isinstance(reading, Failure) and not held_out(reading.article.id):
                yield reading.article


def main() -> None:
    """Make triples of all articles under a path and write them to a file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="so many articles only")
    given = parser.parse_args()
    counts = write_triples(islice(_articles(given.corpus), given.limit), given.out)
    for field in (0, 1):
        totals: Counter[str] = Counter()
        for key, count in counts.items():
            totals[key[field]] += count
        print(dict(totals.most_common()), totals.total())


if __name__ == "__main__":
    main()
