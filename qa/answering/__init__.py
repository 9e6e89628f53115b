"""Ranked sentences → a cited answer: quoting, writing, citing, checking, abstaining."""

from qa.answering.answerer import QUOTES, answer_from

__all__ = ["QUOTES", "answer_from"]
