"""The function that the examples of the modules run."""
