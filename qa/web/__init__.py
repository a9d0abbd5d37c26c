"""The chat page and its server; Gradio and FastAPI are at home here."""
