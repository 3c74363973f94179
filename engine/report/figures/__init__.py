"""One figure a file: each takes tables as they were stored and gives a Figure of matplotlib."""
