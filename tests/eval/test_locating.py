"""Supporting sentences: found whatever became of spaces, and never where they aren't."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eval.locating import by_place, letters, locate
from eval.questions import Support
from qa.errors import QuestionError

TEXT = "Le maire a parlé. « Il y aura 42 étals », dit-il.\nLa foire ouvre à 9 h."
SPACES = st.text(" \t\n\u00a0\u202f", min_size=1, max_size=3)
PIECES = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=6)


def found(support: Support, text: str) -> str | None:
    place = locate(support, text)
    return None if place is None else text[slice(*place)]


@pytest.mark.parametrize(
    ("sentence", "span"),
    [
        ("« Il y aura 42 étals », dit-il.", "Il y aura 42 étals », dit-il"),
        ("“Il  y aura\u00a042 étals” dit il", "Il y aura 42 étals », dit-il"),
        ("La foire ouvre à 9h", "La foire ouvre à 9 h"),
        ("Le maire a parle\u0301.", "Le maire a parlé"),
    ],
)
def test_a_sentence_is_found_by_its_letters(sentence: str, span: str) -> None:
    assert found(Support("a", sentence), TEXT) == span
    assert found(by_place("a", TEXT, sentence), TEXT) == span


@pytest.mark.parametrize("sentence", ["", "«  »", "le maire a parlé", "Le maire a parlé hier."])
def test_what_isnt_there_isnt_found(sentence: str) -> None:
    assert locate(Support("a", sentence), TEXT) is None
    with pytest.raises(QuestionError, match="doesn't hold the sentence"):
        by_place("a", TEXT, sentence)


def test_a_place_counts_letters_and_checks_them() -> None:
    place = by_place("a", TEXT, "« Il y aura")
    assert place == Support("a", start=13, end=20, check=sha256(b"Ilyaura").hexdigest()[:8])
    assert found(place, TEXT.replace("parlé", "parla")) == "Il y aura"
    assert found(place, TEXT.replace("Il y", "Elle y")) is None
    assert found(replace(place, check="00000000"), TEXT) is None


@pytest.mark.parametrize(("start", "end"), [(-3, 20), (5, 5), (20, 13), (13, 10_000)])
def test_a_place_outside_the_text_is_nowhere(start: int, end: int) -> None:
    # The hash of no letters must not make an empty place right.
    check = sha256(letters(TEXT)[start:end].encode()).hexdigest()[:8]
    assert locate(Support("a", start=start, end=end, check=check), TEXT) is None


@pytest.mark.parametrize(
    ("text", "sentence", "span"),
    [
        ("Un ﬁlm ﬁni", "film", "ﬁlm"),  # one character, two letters
        ("½ livre de thé", "12livre", "½ livre"),
        ("Il e\u0301tait la\u0300. Fin", "était là", "e\u0301tait la\u0300"),  # two, one letter
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8 말", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("ｶﾞﾗｽ！", "ガラス", "ｶﾞﾗｽ"),
        ("À 20 m² près", "20m2", "20 m²"),
    ],
)
def test_spans_are_of_the_text_as_it_is_written(text: str, sentence: str, span: str) -> None:
    assert found(Support("a", sentence), text) == span
    assert found(by_place("a", text, sentence), text) == span


@given(st.text())
def test_letters_are_those_of_nfkc(text: str) -> None:
    assert letters(text) == "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@given(st.text(min_size=1))
def test_every_letter_has_its_characters(text: str) -> None:
    assume(letters(text))
    whole = Support("a", text)
    place = locate(whole, text)
    assert place is not None
    assert letters(text[slice(*place)]) == letters(text)


@given(PIECES, st.data())
def test_a_place_outlives_changes_of_spaces(pieces: list[str], data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(pieces))
    assume(letters(sentence))

    def joined() -> str:
        return "".join(data.draw(SPACES) + piece for piece in pieces)

    before, after = joined(), joined()
    support = by_place("a", before, sentence)
    place = locate(support, after)
    assert place is not None
    assert letters(after[slice(*place)]) == letters(sentence)
