"""The orders service: takes orders over HTTP, and does its steps of the workflow of each."""
