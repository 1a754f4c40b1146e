"""The catalogue of the shop: what is sold, and for how much."""
