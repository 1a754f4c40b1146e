"""The notifications service: tells customers by mail what became of their orders."""
