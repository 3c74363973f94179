"""Why a trial ended as it did: the same trial with one thing changed, played again each time."""
