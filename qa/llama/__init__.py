"""Parts of Sourceline as parts of llama-index, for pipelines of one's own."""
