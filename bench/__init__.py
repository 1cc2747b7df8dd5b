"""Measurements: how long things take, and how that grows. Nothing here is installed."""
