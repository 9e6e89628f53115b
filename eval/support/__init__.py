"""How well sentences are checked against their evidence: altered sets, a hand-written one, fits."""
