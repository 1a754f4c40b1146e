"""The documents service: hands out addresses to upload and download, which expire."""
