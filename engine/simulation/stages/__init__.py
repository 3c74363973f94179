"""The phases of a round, in the order of `engine.model.schedule.ROUND`."""
