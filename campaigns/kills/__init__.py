"""A campaign that kills runs at random moments. See README.md."""
