"""Where tallies are seen: the read side, the HTTP API and the page. It reads topics and holds no truth of its own."""
