"""Programs of this machine that answer where a database, a cache or a container would."""
