"""Measuring: `make bench` sets the product beside a bare Django app. No time is asserted."""
