"""What checking rests on: both sides read, matched, and what speaks against a sentence weighed."""
