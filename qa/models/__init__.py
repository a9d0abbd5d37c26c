"""The models: text to vector, question and passages to scores, prompt to draft."""
