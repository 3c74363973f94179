"""One trial of a stored run, played again by Mesa's agents and told as it happened."""
