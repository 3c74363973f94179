"""A live view of one trial in the browser, on Mesa's SolaraViz."""
