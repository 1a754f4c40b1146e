"""ECS tasks as processes of this machine, for images that were built here without a container engine."""
