"""Teaching the embedded model to read French: its lessons, and how it takes them."""
