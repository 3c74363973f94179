"""What terms, and the line as it stands, are worth to a party. ODD 7.1."""

from engine.model.compiling import rule


@rule
def issue_loss(term: float, ideal: float, red_line: float, weight: float, firmness: float) -> float:
    """Utility that a party loses on one issue.

    Parameters
    ----------
    term, ideal, red_line : float
        The term, what the party would choose, and where its firmness begins to bite, in [0, 1]; a
        negative red line never bites. [1]
    weight : float
        Share of its utility that hangs on the issue. [1]
    firmness : float
        Utility lost for each unit beyond the red line. [1]

    Notes
    -----
    Quadratic loss of spatial bargaining models, plus a kink at the red line.
    """
    distance = abs(term - ideal)
    beyond = 0.0 if red_line < 0.0 else max(0.0, distance - abs(red_line - ideal))
    return weight * distance * distance + firmness * beyond


@rule
def front_utility(advance: float, at_status_quo: float, at_worst: float) -> float:
    """Utility of the line as it stands: 1 when the party has prevailed, `at_worst` when the other has.

    Parameters
    ----------
    advance : float
        Front seen from the party's side, in [-1, 1]: sign times position. [1]
    at_status_quo, at_worst : float
        Its utility of the status quo, and of the adversary's ideal. [1]
    """
    gain = (1.0 - at_status_quo) * max(advance, 0.0)
    loss = (at_status_quo - at_worst) * max(-advance, 0.0)
    return at_status_quo + gain - loss


@rule
def exposure(term: float, ideal: float, vulnerability: float) -> float:
    """Advantage in a later war that a party's concession on one issue hands to its adversary.

    Notes
    -----
    Fearon 1995; Powell 2006 (bargaining over what is a source of power).
    """
    return vulnerability * abs(term - ideal)


@rule
def leader_utility(own: float, weight_at_home: float, weighted_at_home: float) -> float:
    """Utility by which a leader judges a draft: its own and that of those who weigh on it at home.

    Parameters
    ----------
    own : float
        The party's utility. [1]
    weight_at_home : float
        Sum of the constituencies' weights, at most 1. [1]
    weighted_at_home : float
        Sum of weight times utility over the constituencies. [1]

    Notes
    -----
    Putnam 1988, two-level game.
    """
    return (1.0 - weight_at_home) * own + weighted_at_home
