"""One table a service: what its model does not say."""
