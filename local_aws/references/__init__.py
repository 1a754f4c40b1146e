"""What refers to what: resources of one service that another one uses."""
