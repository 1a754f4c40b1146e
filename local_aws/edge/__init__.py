"""The one port: reads a request, decides who answers it, and answers what belongs to no service."""
