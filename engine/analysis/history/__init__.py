"""The engine against history: one mapping from coded facts to scenarios, a back-test and its score."""
