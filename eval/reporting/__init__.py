"""A run's folder → one HTML page: its measures, its plots, and why each answer failed."""

from eval.reporting.page import write_report

__all__ = ["write_report"]
