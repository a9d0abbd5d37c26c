"""English: its words, numbers, dates, names and verbs of saying, one list each; and small functions that read them.

All of them are pure, know no article and no question, and take time in proportion to the length of the text.
"""
