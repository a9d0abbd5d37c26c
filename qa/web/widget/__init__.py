"""The widget that a wiki puts into its pages."""
