"""The inventory service: what lies in stock, and what is reserved for orders."""
