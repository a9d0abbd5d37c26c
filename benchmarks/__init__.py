"""Measured comparisons: how fast, how safe and how right the product is."""
