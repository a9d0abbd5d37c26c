"""Measure the bot on questions of one's own: question sets, rows, measures, reports."""
