"""The notifications service: notifies customers by email of the outcome of their orders."""
