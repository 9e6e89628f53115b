"""Numbers in text: one form for those in digits, and the values of those in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPACES = " \u00a0\u2009\u202f"
IN_DIGITS = re.compile(
    rf"(?<![\w.,])\d{{1,3}}(?:[{_SPACES}.]\d{{3}})+(?:,\d+)?(?!\d)|(?<!\w)\d+(?:[.,]\d+)?"
)
_THOUSANDS = re.compile(rf"[{_SPACES}.](?=\d{{3}}(?!\d))")
_APART = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)")
_SPACE = re.compile(rf"[{_SPACES}]")
_GROUP = 3  # as many places, and “2,000” may be two or an English two thousand: left as it is

_HUNDRED, _THOUSAND = 100, 1000
_VALUES = {
    word: value
    for value, words in {
        1: "un une one",
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten",
        11: "onze eleven",
        12: "douze twelve",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen",
        16: "seize sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "vingt vingts twenty",
        30: "trente thirty",
        40: "quarante forty",
        50: "cinquante fifty",
        60: "soixante sixty",
        70: "septante seventy",
        80: "octante huitante eighty",
        90: "nonante ninety",
        _HUNDRED: "cent cents hundred",
        _THOUSAND: "mille thousand",
    }.items()
    for word in words.split()
}
_ROUND = {
    f"{word}{plural}": value
    for word, value in (
        ("dizaine", 10),
        ("douzaine", 12),
        ("quinzaine", 15),
        ("vingtaine", 20),
        ("trentaine", 30),
        ("quarantaine", 40),
        ("cinquantaine", 50),
        ("soixantaine", 60),
        ("centaine", 100),
        ("millier", 1000),
    )
    for plural in ("", "s")
}
NUMBER_WORDS = frozenset(_VALUES) | frozenset(_ROUND)
"""The folded words that numbers are spelled with."""


def normalise_number(raw: str) -> str:
    """Return one form for a number in digits: ``2.000`` → ``2000``, ``3,60`` → ``3.6``."""
    whole, _, places = _THOUSANDS.sub("", raw).replace(",", ".").partition(".")
    whole = whole.lstrip("0") or "0"
    if len(places) != _GROUP:
        places = places.rstrip("0")
    return f"{whole}.{places}" if places else whole


def join_thousands(text: str) -> str:
    """Return ``text`` with the spaces taken out of numbers like ``2 000``."""
    return _APART.sub(lambda match: _SPACE.sub("", match.group()), text)


def spelled_values(words: Iterable[str]) -> list[int]:
    """Return the numbers that folded ``words`` spell out, in order.

    “trois cent vingt et un mille” is 321,000, “deux millions” is 2, “des centaines” 100;
    “un” alone is an article, and “pour cent” no number.
    """
    found: list[list[int]] = []
    open_ = False  # whether the last number may go on
    before = ""
    for word in words:
        value = 0 if before == "pour" else _VALUES.get(word, 0)
        if open_ and value and _goes_on(found[-1][-1], value, before):
            found[-1].append(value)
        elif value > 1:
            found.append([value])
            open_ = True
        elif word in _ROUND:
            found.append([_ROUND[word]])
            open_ = False
        else:
            open_ = open_ and word == "et" != before
        before = word
    return [_sum(values) for values in found]


def _goes_on(last: int, value: int, before: str) -> bool:
    """Whether the word for ``value`` may follow that for ``last`` in one number."""
    if before == "et":
        return last in range(20, 61, 10) and value in (1, 11)
    if value == _THOUSAND:
        return last != _THOUSAND
    if value == _HUNDRED:
        return last < 20 or last == _THOUSAND
    if last >= _HUNDRED:
        return True
    if last >= 20:
        return value < 20 and value != 11
    return (last, value) == (4, 20) or (last == 10 and value in (7, 8, 9))


def _sum(values: list[int]) -> int:
    thousands = rest = last = 0
    for value in values:
        if value == _THOUSAND:
            thousands, rest = _THOUSAND * max(rest, 1), 0
        elif value == _HUNDRED:
            rest = _HUNDRED * max(rest, 1)
        elif (last, value) == (4, 20):
            rest += 4 * 20 - 4
        else:
            rest += value
        last = value
    return thousands + rest
