"""Countries and zones, offline."""

import pytest

from bot.domain import geography

CODES = ["GB", "ES", "US", "DE", "NE", "NG", "NL"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Spain", "ES"),
        ("españa", "ES"),
        ("ESPANA", "ES"),
        ("es", "ES"),
        ("germ", "DE"),
        ("Ni", None),
        ("Niger", "NE"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_found_as_people_write_it(typed: str, code: str | None) -> None:
    assert geography.country_named(typed, CODES, ["en", "es"]) == code


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (40.4, -3.7, "Europe/Madrid"),
        (27.7, 85.3, "Asia/Kathmandu"),
        (-31.55, 159.08, "Australia/Lord_Howe"),
        (0.0, -30.0, None),
    ],
)
def test_a_place_on_the_map_has_a_zone(latitude: float, longitude: float, zone: str | None) -> None:
    assert geography.zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("madrid", "Europe/Madrid"),
        ("New York", "America/New_York"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("x", None),
        ("Gotham", None),
    ],
)
def test_a_city_names_its_zone(typed: str, zone: str | None) -> None:
    assert geography.zone_named(typed) == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Мадрид", "Europe/Madrid"), ("нью-йорк", "America/New_York"), ("Londres", "Europe/London"), ("Nowhere", None)],
)
def test_a_city_has_a_name_in_each_language(typed: str, zone: str | None) -> None:
    assert geography.zone_named(typed, ("en", "es", "ru")) == zone


def test_zones_that_keep_the_same_time_are_asked_for_once() -> None:
    assert geography.zones("DE") == ["Europe/Berlin"]


def test_a_country_has_its_zones() -> None:
    assert geography.zones("ES") == ["Europe/Madrid", "Atlantic/Canary"]
    assert len(geography.zones("US")) > 5
    assert geography.zones(None) == []
