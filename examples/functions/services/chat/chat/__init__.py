"""A chat over a WebSocket API, which the examples of the modules run."""
