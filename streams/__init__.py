"""Tallywire: from raw news articles to running tallies that cite their evidence."""
