from engine.scenario import Scenario
from engine.scenario.dictionary import describe_parameters
from engine.scenario.shapes import shape_at
from engine.scenario.values import list_values

DESCRIBED = {described.path: described for described in describe_parameters()}


def test_every_parameter_has_a_meaning_and_a_unit() -> None:
    assert not [path for path, described in DESCRIBED.items() if not (described.meaning and described.unit)]


def test_every_default_says_what_it_rests_on() -> None:
    unsaid = ("required", "none", "of its pledge", "{}", '""')
    assert not [path for path, one in DESCRIBED.items() if one.default not in unsaid and not one.source]


def test_every_value_of_a_scenario_is_described(minimal: Scenario) -> None:
    facts = [described[1:4] for described in DESCRIBED.values()]
    for entry in list_values(minimal.parameters):
        if entry.path != "correlations":
            assert entry.facts[:3] in facts


def test_patterns_lead_to_the_shape_that_they_describe() -> None:
    for path, described in DESCRIBED.items():
        if not path.startswith("correlations."):
            shape = shape_at(path)
            assert shape is not None
            assert (shape.kind, shape.facts.meaning) == ("value", described.meaning)


def test_defaults_are_toml_or_say_where_a_value_comes_from() -> None:
    assert DESCRIBED["clock.winter_months"].default == "[11, 12, 1, 2, 3]"
    assert DESCRIBED["parties.*.truce"].default == '"freely"'
    assert DESCRIBED["parties.*.truce_terms.*"].default == "none"
    assert DESCRIBED["start.date"].default == "required"
    assert DESCRIBED["guarantors.*.reliability"].default == "of its pledge"
    assert DESCRIBED["guarantors.*.protects"].default == "required"


def test_words_are_those_that_the_schema_allows() -> None:
    assert DESCRIBED["start.phase"].words == ("war", "truce", "accord")
    assert DESCRIBED["sequence.fixed_terms"].words == ("true", "false")
    assert DESCRIBED["front.trend"].words == ()


def test_texts_are_neither_levers_nor_uncertainties() -> None:
    kinds = {path: described.kind for path, described in DESCRIBED.items()}
    assert kinds["issues.*.meaning"] == "text"
    assert kinds["monitors.detection"] == "lever"
    assert kinds["front.trend"] == "uncertainty"


def test_an_entry_of_a_list_of_tables_is_described_by_its_keys() -> None:
    assert (DESCRIBED["correlations.*.rho"].low, DESCRIBED["correlations.*.rho"].high) == (-1, 1)
