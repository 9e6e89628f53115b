"""What follows a verb, in chunks: object, time, place, cause, agent, and other adverbials."""

from __future__ import annotations

import re
from datetime import date as Date

from qa.language.dates import find_dates
from qa.training.asking import nouns
from qa.training.asking.chunks import Chunk
from qa.training.asking.places import place_at
from qa.training.asking.verbs import is_participle
from qa.training.asking.words import Word
from qa.types import Span

_LEAD = re.compile(
    r"(?<!\w)(?:(?P<since>depuis|dès)|"
    r"(?P<other>avant|après|jusqu['’]|à partir|d['’]ici|pour|entre)|vers|"
    r"courant|dans)?[ \u00a0]?"
    r"(?P<article>(?:à la|à l['’]|au|aux|en|le|la|les|l['’]|ce|cet|cette|du|de|d['’]|à|dans la|"
    r"dans le|dans les|des|pour le)(?:[ \u00a0]|(?<=['’])))?"
    r"(?P<part>(?:soirée|nuit|matinée|journée|début|fin|cours|mois|week-end|milieu)"
    r"(?: de| du| d['’])[ \u00a0]?)?$",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"[ \u00a0](?:au )?(?:soir|matin|après-midi|midi)\b")
_WHILE = re.compile(
    r"ces (?:derniers|dernières|prochains|prochaines) \w+|cette fois(?:-ci)?|à nouveau|de nouveau|"
    r"par ailleurs|en effet|en outre|en particulier|au total|dans la foulée|de son côté|sur place|"
    r"peu après|en direct\b|à plusieurs reprises|à son tour"
)
_HOUR = re.compile(
    r"(?:à|vers|dès|peu (?:avant|après)|aux environs de|aux alentours de) "
    r"(?P<hour>\d{1,2} ?(?:h|heures)(?: ?\d{2})?(?: du (?:matin|soir)| de l['’]après-midi)?|"
    r"midi|minuit)\b"
)
_SPAN = re.compile(
    r"(?:pendant|durant) (?P<span>(?:près de |plus de |environ |quelque |au moins )?"
    r"(?:\w+ )?(?:secondes|minutes|heures|jours|semaines|mois|ans|années))\b"
)
_CAUSE = re.compile(
    r"(?:parce qu(?:e |['’])|en raison d(?:es |u |e |['’])|à cause d(?:es |u |e |['’])|"
    r"à la suite d(?:es |u |e |['’])|suite (?:à|aux?) |faute d(?:e |['’])|car |puisqu(?:e |['’])|"
    r"des suites d(?:es |u |e |['’])|grâce (?:à|aux?) |sous prétexte |au motif qu|pour avoir |"
    r"afin d(?:e |['’])|pour (?:ne pas |se |s['’])?(?=[a-zà-ÿ]{2,}(?:er|ir|re|oir)\b)|"
    r"pour des raisons |à l['’]occasion |en hommage )"
)
_INFINITIVE = re.compile(r"^[a-zà-ÿ-]{2,}(?:er|ir|re|oir)$")
_MANNER = re.compile(
    r"en (?!avant|suivant|tenant|attendant|courant|instant|enfant)(?:se |s['’])?[a-zà-ÿ]{2,}ant\b"
)
_AGENT = re.compile(
    r"par (?!exemple|ailleurs|rapport|semaine|jour|an\b|mois|contre|la suite|erreur)"
)
_SOURCE = re.compile(r"(?:selon|d['’]après) ")
_OTHER = re.compile(
    r"(?:lors d|au cours d|pendant |durant |après |avant |avec |sans |sous |contre |devant |"
    r"depuis |dès |face (?:à|aux?) |malgré |chez |auprès |via |à travers |entre |d'ici |"
    r"dans |sur |pour |comme |en tant |à partir |à la tête |aux côtés |à l['’]issue |jusqu)"
)
_CLOSED = ("time", "since", "hour", "span", "while")


def cut_chunks(
    text: str,
    words: list[Word],
    start: int,
    end: int,
    published: Date | None,
    lemma: str,
    passive: bool,
) -> list[Chunk]:
    """Return words ``start`` to ``end`` in chunks, in order, with no gap."""
    if start >= end:
        return []
    begin, stop = words[start].start, words[end - 1].end
    reach = _reach(words, start, end)
    ends = {word.end: word for word in words[start:end]}
    marks = [
        mark
        for mark in _dates(text, begin, stop, published)
        if mark.span.start < reach and not _of_participle(ends.get(mark.span.start - 1))
    ]
    for before, word in zip(words[start - 1 :], words[start:end], strict=False):
        if word.start >= reach:
            break
        if any(_holds(mark, word.start) for mark in marks):
            continue
        opens = word.text[0].isalpha() and not _bracketed(text, word.start)
        if not opens or not (mark := _mark(text, word.start, stop, lemma, passive)):
            continue
        # “une vidéo publiée par …”, “basée à …” say more of a noun, not of the verb.
        of_noun = before.start >= begin and _of_participle(before)
        if not (of_noun and mark.kind in ("place", "agent")):
            marks.append(mark)
    return _without_gaps(text, sorted(marks, key=lambda mark: mark.span.start), begin, stop)


def _of_participle(word: Word | None) -> bool:
    """Whether a word is a participle behind a noun, so that what follows it is the noun's."""
    return word is not None and is_participle(word.low) and not nouns.is_noun(word.low)


def _bracketed(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _holds(mark: Chunk, at: int) -> bool:
    """Whether nothing new begins at ``at``: within a date or a name, or behind a cause."""
    closed = mark.kind in _CLOSED or mark.kind in ("cause", "manner") or mark.word.endswith("name")
    return closed and mark.span.start <= at < mark.span.end


def _reach(words: list[Word], start: int, end: int) -> int:
    """Return up to where adverbials are the verb's own: not within “que …”, “de faire …”."""
    for at in range(start, end):
        low, after = words[at].low, words[at + 1].low if at + 1 < end else ""
        if low in ("que", "qu'") or (low in ("avoir", "être") and at < start + 3):
            return words[at].start
        if low in ("après", "avant", "sans") and after in (
            "avoir",
            "être",
            "de",
            "d'",
            "que",
            "qu'",
        ):
            return words[at].start + 1
        if low in ("de", "d'") and (_INFINITIVE.search(after) or after in ("ne", "se", "s'")):
            return words[at].start
    return words[end - 1].end


def _without_gaps(text: str, marks: list[Chunk], begin: int, stop: int) -> list[Chunk]:
    chunks: list[Chunk] = []
    at = begin
    for n, mark in enumerate(marks):
        if mark.span.start > at and _says(text[at : mark.span.start]):
            chunks.append(_object(text, at, mark.span.start))
        following = marks[n + 1].span.start if n + 1 < len(marks) else stop
        if mark.kind in _CLOSED or (mark.kind == "place" and mark.span.end < stop):
            chunks.append(mark)
            at = mark.span.end
            continue
        whole = _trim(text, mark.span.start, following)
        core = mark.core if mark.kind == "place" and mark.core.end <= whole.end else None
        own = core or _trim(text, mark.core.start, following)
        chunks.append(Chunk(mark.kind, whole, own, word=mark.word))
        at = following
    if _says(text[at:stop]):
        chunks.append(_object(text, at, stop))
    return chunks


def _says(piece: str) -> bool:
    """Whether there is more than white space and something in brackets."""
    return bool(re.sub(r"\([^)]*\)", "", piece).strip(" \u00a0,."))


def _object(text: str, start: int, end: int) -> Chunk:
    span = _trim(text, start, end)
    return Chunk("object", span, span)


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    piece = re.sub(r"(?:[ \u00a0,]|(?<=\s)(?:et|ou|de|à))+$", "", piece)
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece))


def _dates(text: str, begin: int, stop: int, published: Date | None) -> list[Chunk]:
    found = []
    for mention in find_dates(text, published):
        if mention.start < begin or mention.end > stop or _bracketed(text, mention.start):
            continue
        lead = _LEAD.search(text, max(begin, mention.start - 30), mention.start)
        start = lead.start() if lead else mention.start
        inner = lead["article"] if lead and lead["article"] else ""
        if inner.strip().lower() in ("de", "du", "d'", "d’", "des", "les"):
            continue
        while start < mention.start and text[start] in " \u00a0":
            start += 1
        if start > begin and text[start - 1].isalnum():
            continue
        and_another = re.search(r"\b(?:et|ou|à l['’]horizon) ?$", text[:start])
        kind = (
            "other"
            if (lead and lead["other"]) or and_another
            else "since"
            if lead and lead["since"]
            else "time"
        )
        part = _PART_OF_DAY.match(text, mention.end, stop)
        end = part.end() if part else mention.end
        core = Span(mention.start, end)
        if inner.strip().lower() in ("la", "l'", "l’") and lead:
            core = Span(lead.start("article"), end)
        if lead and lead["part"]:
            core = Span(lead.start("part"), end)
        found.append(Chunk(kind, Span(start, end), core))
    return found


def _mark(text: str, at: int, stop: int, lemma: str, passive: bool) -> Chunk | None:
    """Return the chunk that begins at ``at``, to be stretched up to the next; None without one."""
    if text.startswith(("au lieu d", "à la place d", "à l'école d", "à la base d"), at):
        return None
    if match := _WHILE.match(text, at, stop):
        return Chunk("while", Span(*match.span()), Span(*match.span()))
    if _MANNER.match(text, at, stop):
        return Chunk("manner", Span(at, stop), Span(at, stop))
    if match := _HOUR.match(text, at, stop):
        return Chunk("hour", Span(*match.span()), Span(*match.span("hour")))
    if match := _SPAN.match(text, at, stop):
        return Chunk("span", Span(*match.span()), Span(*match.span("span")))
    if match := _CAUSE.match(text, at, stop):
        word = match.group().strip()
        return Chunk("cause", Span(at, stop), Span(at, stop), word=word)
    if passive and (match := _AGENT.match(text, at, stop)):
        return Chunk("agent", Span(at, stop), Span(match.end(), stop))
    if match := _SOURCE.match(text, at, stop):
        return Chunk("source", Span(at, stop), Span(match.end(), stop))
    if place := place_at(text, at, stop, lemma):
        return place
    if _OTHER.match(text, at, stop):
        return Chunk("other", Span(at, stop), Span(at, stop))
    return None


def lead_chunk(
    text: str, words: list[Word], start: int, published: Date | None
) -> tuple[Chunk, ...]:
    """Return what stands before the subject at word ``start`` as a chunk, if it is of a kind."""
    if start < 2 or words[start - 1].text != ",":
        return ()
    begin, stop = words[0].start, words[start - 1].start
    small = text[:1].lower() + text[1:]
    if len(text[begin:stop].split()) > 12 or "," in text[begin:stop]:
        return ()
    for mark in _dates(small, begin, stop, published):
        if mark.span == Span(begin, stop):
            return (Chunk(mark.kind, mark.span, mark.core, lead=True),)
    found = _mark(small, begin, stop, "", False)
    if found is None or found.kind in ("other", "manner", "while", "agent"):
        return ()
    core = Span(found.core.start, stop)
    return (Chunk(found.kind, Span(begin, stop), core, lead=True, word=found.word),)
