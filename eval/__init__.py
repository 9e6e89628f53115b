"""Question sets → measures: how good the answers are, on the path that ships."""

from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
"""The folder of sample articles that come with Sourcier."""
