from engine.report.findings.counting import say_counted


def test_counts_are_said_with_their_interval_and_never_as_a_bare_percent() -> None:
    said = say_counted(5, 20, "held-out trials")
    assert said == "25.0% of the held-out trials (5 of 20, 95% interval 11.2% to 46.9%)"  # Wilson, by hand


def test_what_was_never_or_always_seen_has_no_percent() -> None:
    assert say_counted(0, 85, "collapses") == "none of the 85 collapses (95% interval below 4.3%)"
    assert say_counted(84, 84, "collapses") == "all of the 84 collapses (95% interval above 95.6%)"
    assert say_counted(0, 0, "collapses") == "none of the collapses, as there are none"
