"""The stages of a round as compiled loops; `engine.simulation.stages` is the same for Mesa's agents."""
