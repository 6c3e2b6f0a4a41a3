"""A record as a FHIR R4B bundle."""

from bot.exports.fhir.bundle import FhirMissingError, bundle, installed

__all__ = ["FhirMissingError", "bundle", "installed"]
