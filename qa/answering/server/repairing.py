"""Free text of a model → whole sentences, each ending in citations that exist, or abstention.

Not every server can hold a model to its citations, and one that says it can may not. So
all that a server writes goes through here, sentence by sentence as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.language.analysis import fold
from qa.language.sentences import split_sentences

# As models write them: [1] [1, 3] [1-3] [^1] 【1】 [phrase 1] [1 et 2]; several in a row
_ONE = r"[\[【]\s*(?:[^\W\d]{1,12}\s*|\^)?[0-9]{1,3}(?:\s*(?:[,;–-]|et|and)\s*[0-9]{1,3})*\s*[\]】]"
_MARKERS = re.compile(rf"{_ONE}(?:[ \t,]*{_ONE})*")
_COMING = re.compile(r"[\[【][^\]】]{0,40}$")  # the beginning of a marker, perhaps
_RANGE = re.compile(r"([0-9]{1,3})\s*[–-]\s*([0-9]{1,3})|([0-9]{1,3})")
_WIDEST = 8  # numbers that a range may stand for
_BULLET = re.compile(r"^(?:[-–—•*]+\s+|\d{1,2}[.)]\s+)+")
_MARKUP = re.compile(r"\*\*|__|`")
_BRACKETS = re.compile(r"[\[\]【】]")
_MEANING = re.compile(r"\w")
_STOPS, _OPENING = ".!?…", '«“"-–—•*\n'


@dataclass(frozen=True, slots=True)
class _Cited:
    """A sentence and its numbers, the sentences before it that cite nothing, and its end."""

    text: str
    numbers: tuple[int, ...]
    before: tuple[str, ...]
    end: int


def repair(text: str, candidates: int, abstention: str) -> str:
    """Return the sentences of ``text`` that cite, each with its valid citations after it.

    Numbers outside 1 … ``candidates`` are dropped, and so is a sentence left without any.
    Where ``abstention`` is said before anything is cited, it is all that is returned.
    """
    repairer = Repairer(candidates, abstention)
    return repairer.feed(text) + repairer.finish()


class Repairer:
    """``repair`` for text that comes piece by piece: what is returned is never taken back."""

    def __init__(self, candidates: int, abstention: str) -> None:
        """Expect an answer over so many sentences, or ``abstention``."""
        self._candidates = candidates
        self._abstention = abstention
        self._buffer = ""
        self._said = False
        self.abstained = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what is whole now, "" for nothing yet."""
        self._buffer += text
        return self._say(finished=False)

    def finish(self) -> str:
        """Return what the rest of the text gives, which ends here."""
        return self._say(finished=True)

    def _say(self, finished: bool) -> str:
        said, end = "", 0
        for cited in _cited_sentences(self._buffer, finished):
            end = cited.end
            numbers = [n for n in cited.numbers if 1 <= n <= self._candidates]
            if not self._said and any(map(self._abstains, (*cited.before, cited.text))):
                self.abstained = self._said = True
                said = self._abstention
            elif numbers and not self.abstained and _MEANING.search(cited.text):
                said += (" " if self._said else "") + _written(cited.text, numbers)
                self._said = True
        self._buffer = self._buffer[end:]
        return said

    def _abstains(self, sentence: str) -> bool:
        sought = _words(self._abstention)
        return bool(sought) and sought in _words(sentence)


def _cited_sentences(text: str, finished: bool) -> Iterator[_Cited]:
    """Yield what ends at each marker, as far as more text can't change it."""
    begin, numbers, leading = 0, list[int](), False
    for match in _MARKERS.finditer(text):
        rest = text[match.end() :].lstrip(" \t\u00a0\u202f")
        if not finished and (not rest.strip() or _COMING.match(rest)):
            return
        held = text[begin : match.start()]
        if not held.strip():  # “[1] The sentence.”: the marker comes first
            numbers, leading = _numbers(match[0]), True
        elif leading and held.rstrip(" \t").endswith("\n"):
            yield _cited(held, numbers, True, match.start())
            numbers = _numbers(match[0])
        elif _ends(held, rest):
            yield _cited(held, [*numbers, *_numbers(match[0])], leading, match.end())
            numbers, leading = [], False
        else:  # within a sentence
            numbers += _numbers(match[0])
            continue
        begin = match.end()
    if finished and _MEANING.search(text[begin:]):
        yield _cited(text[begin:], numbers, leading, len(text))


def _ends(held: str, rest: str) -> bool:
    """Whether a sentence ends at the marker between ``held`` and ``rest``."""
    after = rest[:1]
    return (
        not after
        or after in _STOPS + _OPENING
        or after.isupper()
        or held.rstrip()[-1:] in tuple(_STOPS)
    )


def _cited(held: str, numbers: list[int], leading: bool, end: int) -> _Cited:
    """Return the sentence of ``held`` that is cited: the one beside the marker."""
    plain = _MARKERS.sub("", held).lstrip(_STOPS + " \n")
    plain = re.sub(r"\s+([.,])", r"\1", plain)
    sentences = [_clean(span.cut(plain)) for span in split_sentences(plain)] or [""]
    at = 0 if leading else len(sentences) - 1
    before = tuple(sentences[:at]) if numbers else tuple(sentences)
    return _Cited(sentences[at], tuple(dict.fromkeys(numbers)), before, end)


def _clean(sentence: str) -> str:
    """Return a sentence without a list's dash, emphasis, or brackets that are no citation."""
    return " ".join(_BRACKETS.sub("", _MARKUP.sub("", _BULLET.sub("", sentence))).split())


def _numbers(markers: str) -> list[int]:
    found: list[int] = []
    for first, last, alone in _RANGE.findall(markers):
        if alone:
            found.append(int(alone))
        elif 0 <= int(last) - int(first) < _WIDEST:
            found.extend(range(int(first), int(last) + 1))
        else:
            found.extend((int(first), int(last)))
    return found


def _written(text: str, numbers: list[int]) -> str:
    # An ellipsis stays: it says that the sentence wasn't finished.
    return text.rstrip(".!? ") + " " + "".join(f"[{n}]" for n in numbers) + "."


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
