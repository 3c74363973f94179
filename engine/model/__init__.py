"""How the world moves: rules, draws, streams and packed parameters. `ODD.md` describes it."""
