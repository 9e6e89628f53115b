"""A run of made-up questions about made-up articles, with every verdict, as a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from eval.measures.citations import by_checking
from eval.predictions import Cited, Place, Prediction, Said, to_line
from eval.questions import Question, QuestionSet, Support
from eval.scoring import Scored, score

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u202eelbisivni'
MUSEUM, SAWMILL, MEETING = "2023/musee.txt", "2019/scierie.txt", "2022/visio.txt"
MARATHON, HOSTILE_ARTICLE = "depeche-2022-101", "hostile/é.txt"
_ARTICLES: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    MUSEUM: (
        "Le musée des Tisserands rouvre",
        "2023-05-12",
        (
            "Le musée des Tisserands rouvre samedi 13 mai après trois ans de travaux.",
            "« Nous voulions un musée où l’on entend les machines », dit la directrice, Claire "
            "Morvan, en poste depuis 2018.",
            "Le chantier a coûté 4,2 millions d’euros, dont la moitié payée par la région.",
            "L’entrée est gratuite jusqu’à la fin de juin pour les habitants de Vaubrenne.",
        ),
    ),
    SAWMILL: (
        "Un incendie ravage la scierie de Montbrel",
        "2019-08-02",
        (
            "Un incendie a détruit la scierie de Montbrel dans la nuit de jeudi à vendredi.",
            "Le patron, Bernard Delmas, évalue les dégâts à 1,2 million d’euros.",
            "Trente pompiers sont restés sur place jusqu’au matin.",
        ),
    ),
    MEETING: (
        "Les alliés en visioconférence",
        "2022-02-11",
        (
            "La réunion du 11 février a rassemblé Jens Stoltenberg, Joe Biden et Andrzej Duda.",
            "Aucun communiqué commun n’a été publié à l’issue des échanges.",
        ),
    ),
    MARATHON: (
        "Marathon de Lormel : doublé éthiopien",
        None,
        (
            "Chez les hommes, la victoire est revenue à l’Éthiopien Dawit Haile.",
            "Chez les femmes, Almaz Tesfaye s’est imposée en 2 heures 31 minutes.",
            "Il faisait 9 degrés au départ.",
        ),
    ),
    HOSTILE_ARTICLE: (f"Titre {HOSTILE}", "2020-01-01", (f"Une phrase {HOSTILE}.", "Une autre.")),
}


def make_run(folder: Path, *, only: Sequence[str] = (), times: int = 1, passages: int = 0) -> Path:
    """Write a run's four files into ``folder`` and return it.

    ``only`` names the questions to ask. They are asked so many ``times``; with ``passages``,
    so many long ones are found for each.
    """
    pairs = [pair for pair in _asked() if not only or pair[0].id in only]
    scored = _scored(tuple(question.id for question, _ in pairs))
    rows, said = [], []
    for n in range(times):
        name = f"{{}}-{n}" if n else "{}"
        rows += [{**row, "id": name.format(row["id"])} for row in scored.questions]
        said += [_lengthen(replace(p, id=name.format(p.id)), passages) for _, p in pairs]
    folder.mkdir(parents=True, exist_ok=True)
    index = {"passages": 1234, "seconds": 20.5, "rate": 60.2}
    metrics = {**scored.metrics, "peak memory": 1_620_000_000, "index": index}
    _write(folder / "manifest.json", json.dumps(manifest(len(rows))))
    _write(folder / "metrics.json", json.dumps(metrics))
    _write(folder / "scores.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    _write(folder / "predictions.jsonl", "".join(to_line(one) + "\n" for one in said))
    return folder


def manifest(questions: int = 10) -> dict[str, Any]:
    """Return a manifest as a run writes it."""
    return {
        "version": 1,
        "time": "2024-03-05T14:07:09+0100",
        "set": {"name": "Questions inventées", "questions": questions, "sha256": "ab" * 32},
        "code": "cd" * 32,
        "library": {"articles": 5, "passages": 12, "sha256": "ef" * 32},
        "encoder": {"model": "minilm", "dimension": 384, "prefix": "", "sha256": "12" * 32},
        "model": None,
        "settings": {"top_k": 10, "caution": 0.45, "quotes": 3, "without": []},
        "support by": "sharing words",
        "seed": {"bootstrap": 7, "resamples": 2000, "model": 0},
        "versions": {"sourcier": "0.1.0", "numpy": "2.1.0", "tantivy": "0.27.0"},
        "machine": {"processor": "A chip", "cores": 2, "system": "Linux", "python": "3.11.9"},
    }


def place(article: str, sentence: int | None = None) -> Place:
    """Return a sentence of the article, or with none given all of it as a passage."""
    title, date, sentences = _ARTICLES[article]
    text = " ".join(sentences)
    start, end = 0, len(text)
    if sentence is not None:
        start = sum(len(one) + 1 for one in sentences[:sentence])
        end = start + len(sentences[sentence])
    return Place(article, title, date, start, end, text[start:end], 1.25)


@cache
def _scored(ids: tuple[str, ...]) -> Scored:
    pairs = [(question, said) for question, said in _asked() if question.id in ids]
    questions = QuestionSet("Questions inventées", tuple(question for question, _ in pairs))
    scored = score(questions, {said.id: said for _, said in pairs}, by_checking, None)
    return replace(scored, questions=json.loads(json.dumps(scored.questions)))


def _asked() -> list[tuple[Question, Prediction]]:
    """Return the questions and what was said: every verdict is there."""
    list_said = "Jens Stoltenberg et Joe Biden [1]."
    history = (("Quand le musée rouvre-t-il ?", "Samedi 13 mai."),)
    director = "Comment s’appelle la directrice du musée des Tisserands ?"
    names = ("Jens Stoltenberg", "Joe Biden", "Emmanuel Macron")
    empty = _ask("s 010", "where", "Où ?", ("ici",), SAWMILL, 0)
    return [
        _found(_ask("s001", "who", director, ("Claire Morvan",), MUSEUM, 1), [MUSEUM, SAWMILL]),
        _found(
            _ask("s002", "when", "Quand le musée a-t-il rouvert ?", ("13 mai",), MUSEUM, 0),
            [SAWMILL, MUSEUM],
        ),
        _found(
            replace(
                _ask("s003", "list", "Qui était à la réunion du 11 février ?", (), MEETING, 0),
                all_of=names,
                tags=("date",),
            ),
            [MEETING, MUSEUM],
            written=list_said,
        ),
        _found(
            replace(
                _ask("s004", "who", "c'est qui le patron", ("Bernard Delmas",), SAWMILL, 1),
                tags=("sloppy",),
            ),
            [MUSEUM, SAWMILL, MARATHON],
            cites=MUSEUM,
        ),
        _found(
            _ask("s005", "who", "Quel coureur a gagné à Lormel ?", ("Dawit Haile",), MARATHON, 0),
            [MUSEUM, SAWMILL],
        ),
        _found(
            replace(
                _ask("s006", "how-many", "Et son coût ?", ("4,2 millions",), MUSEUM, 2),
                history=history,
            ),
            [MUSEUM, SAWMILL],
            silent=True,
        ),
        _found(_ask("s007", "none", "Qui a peint la Joconde ?"), [MARATHON], silent=True),
        _found(
            replace(_ask("s008", "none", "Qui dirigeait le musée en 1950 ?"), tags=("near miss",)),
            [MUSEUM],
        ),
        _found(
            replace(
                _ask("s009", "where", f"Où {HOSTILE} ?", (f"Ici {HOSTILE}",), HOSTILE_ARTICLE, 0),
                tags=(HOSTILE,),
            ),
            [HOSTILE_ARTICLE, MUSEUM],
            located=False,
        ),
        (empty, Prediction("s 010", failure="The question is empty.")),
    ]


def _ask(
    name: str,
    kind: str,
    question: str,
    answers: tuple[str, ...] = (),
    article: str | None = None,
    sentence: int = 0,
) -> Question:
    """Return a question, answered by a sentence of an article or by none."""
    support = (Support(article, place(article, sentence).text),) if article else ()
    return Question(name, question, answers, (), article, support=support, type=kind)


def _found(
    question: Question,
    articles: Sequence[str],
    *,
    cites: str = "",
    silent: bool = False,
    written: str = "",
    located: bool = True,
) -> tuple[Question, Prediction]:
    """Return the question with what was said to it; ``articles`` were found, best first."""
    sentences = [place(one, n) for n in range(4) for one in articles if n < len(_ARTICLES[one][2])]
    support = [one for one in sentences if located and one.text in _support(question)]
    cited = [place(cites, 0)] if cites else [*support[:1], place(articles[0], 0)]
    quotes = tuple(_cite(n, one) for n, one in enumerate(dict.fromkeys(cited), 1))
    text = " ".join(f"{one.quote} [{one.number}]" for one in quotes)
    said = Said(written, quotes[:1]) if written else Said(text, quotes)
    reason = "no sentence found covers enough of the question"
    return question, Prediction(
        id=question.id,
        passages=tuple(map(place, articles)),
        sentences=tuple(replace(one, score=2.5 - n / 8) for n, one in enumerate(sentences)),
        said=Said("Les articles ne permettent pas de répondre.") if silent else said,
        quotes=() if silent else quotes,
        abstained=silent,
        reason=reason if silent else "",
        confidence=0.31 if silent else 0.72 + len(articles) / 100,
        withheld=said if silent else Said(),
        written_by="petit-modele" if written else "quotes",
        prompt_hash="0123456789abcdef" if written else "",
        support=tuple((one.article, one.start, one.end) for one in support),
        relevant_passages=tuple(
            (whole.article, whole.start, whole.end)
            for whole in map(place, dict.fromkeys(one.article for one in support))
        ),
        timings={"search": 0.0612, "quotes": 0.0083, "first quote": 0.07, "all": 0.0713},
    )


def _support(question: Question) -> list[str]:
    return [support.text for support in question.support]


def _cite(number: int, one: Place) -> Cited:
    parts = {name: value for name, value in asdict(one).items() if name not in ("text", "score")}
    return Cited(number, **parts, quote=one.text, verbatim=True)


def _lengthen(prediction: Prediction, passages: int) -> Prediction:
    """Return the prediction with so many long passages, if any are wanted."""
    if not passages or not prediction.passages:
        return prediction
    first = prediction.passages[0]
    text = (first.text + " ") * (800 // len(first.text) + 1)
    places = (replace(first, text=text, start=9000 + n) for n in range(passages))
    return replace(prediction, passages=tuple(places))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
