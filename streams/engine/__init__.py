"""Faust with its holes closed: tables whose rows are confirmed, and partitions that are taken away and come back."""
