"""`python -m eval.support`: how well sentences are checked, and what the checks are made of.

``python -m eval.support [check] CORPUS`` measures on altered and written sentences held out;
``fit`` fits weights and thresholds on the others. Articles whose id is a multiple of ten are
held out, and so is every second topic written by hand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.corpus import draw, held_out, read_corpus, tell_failure
from eval.logistic import area_under_curve
from eval.support.baselines import by_overlap, by_rules
from eval.support.cases import Case
from eval.support.generating import altered_cases
from eval.support.measuring import balanced_accuracy, shares_by_kind
from eval.support.written import load_written, named_articles
from qa.answering.checking import check_support
from qa.answering.support.model import WEIGHTS
from qa.types import Article

_SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_SEED = 5


def main(arguments: Sequence[str]) -> int:
    """Run what ``arguments`` ask for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.support", description=__doc__)
    parser.add_argument("task", choices=("check", "fit"), nargs="?", default="check")
    parser.add_argument("corpus", type=Path, help="articles, a file or a folder")
    parser.add_argument("--articles", type=int, default=600, help="how many to alter")
    parser.add_argument("--out", type=Path, help="where fit writes (default: in place)")
    options = parser.parse_args(arguments)
    articles = {article.id: article for article in read_corpus(options.corpus, tell_failure)}
    if options.task == "fit":
        _fit(articles, options.articles, options.out or WEIGHTS)
    else:
        _check(articles, options.articles)
    return 0


def cases_of(part: str, articles: dict[str, Article], count: int) -> tuple[list[Case], list[Case]]:
    """Return the altered and the written cases of a part, “fit” or “held”."""
    mine = [one for one in articles.values() if held_out(one) == (part == "held")]
    spoken = named_articles()
    drawn = draw([one for one in mine if one.id not in spoken], count, _SEED)
    samples = {one.id: one for one in read_corpus(_SAMPLES, tell_failure)}
    return list(altered_cases(drawn)), load_written(part, articles | samples)


def _fit(articles: dict[str, Article], count: int, out: Path) -> None:
    from eval.support.fitting import fit, prepare, write_model
    from qa.answering.checking import describe

    altered, written = cases_of("fit", articles, count)
    first = describe(altered[0].sentence, altered[0].evidence)
    names = list(first.features) if first else []
    model = fit(prepare([(altered, 1.0), (written, 1.0)], names), names)
    about = f"{len(altered)} altered and {len(written)} written sentences"
    write_model(model, out, about)
    print(out.read_text(encoding="utf-8"))


def _check(articles: dict[str, Article], count: int) -> None:
    altered, written = cases_of("held", articles, count)
    titles = [one for one in altered if one.kind == "title"]
    altered = [one for one in altered if one.kind != "title"]
    print(f"titles, true for the most part: {_share_passed(titles):.1%} supported or partly")
    for name, cases in (("altered", altered), ("written by hand", written)):
        if cases:
            _report(name, cases)


def _share_passed(cases: Sequence[Case]) -> float:
    verdicts = [check_support(one.sentence, one.evidence, date=one.date).verdict for one in cases]
    return sum(one != "unsupported" for one in verdicts) / max(len(verdicts), 1)


def _report(name: str, cases: Sequence[Case]) -> None:
    supports = [
        check_support(one.sentence, one.evidence, title=one.title, date=one.date) for one in cases
    ]
    says = {
        "check_support": [one.verdict == "supported" for one in supports],
        "check_support, partly too": [one.verdict != "unsupported" for one in supports],
        "overlap .75 and numbers": [by_overlap(one) for one in cases],
        "rules": [by_rules(one) for one in cases],
    }
    print(f"\n{name}: {len(cases)} sentences, {sum(one.true for one in cases)} of them true")
    for judge, said in says.items():
        print(f"  {judge:28} balanced accuracy {balanced_accuracy(cases, said):.3f}")
    area = area_under_curve([one.true for one in cases], [one.score for one in supports])
    print(f"  AUC of the score {area:.3f}")
    print(f"  {'kind':16}{'n':>6}{'supported':>11}{'partly':>9}{'unsupported':>13}")
    for kind, (n, *shares) in shares_by_kind(cases, supports).items():
        print(f"  {kind:16}{n:6}{shares[0]:11.1%}{shares[1]:9.1%}{shares[2]:13.1%}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
