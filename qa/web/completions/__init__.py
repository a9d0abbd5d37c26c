"""The door for clients that were made for OpenAI's chat completions."""
