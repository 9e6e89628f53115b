"""What the page shows, as HTML and labels: pure functions; only ``app.py`` knows gradio."""
