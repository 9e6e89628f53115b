"""Ranked sentences → a cited answer: quoting, writing, citing, checking, abstaining."""

from qa.answering.abstaining import abstain_outside
from qa.answering.answerer import QUOTES, Case, answer_from

__all__ = ["QUOTES", "Case", "abstain_outside", "answer_from"]
