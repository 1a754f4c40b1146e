"""The payments service: accounts, and transfers between them that happen once or not at all."""
