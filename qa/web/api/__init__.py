"""What programs ask over HTTP: questions, articles, completions, tools, figures."""
