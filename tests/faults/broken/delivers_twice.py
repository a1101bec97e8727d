"""Slow reports with a broker that loses patience after a second and delivers again."""

from tests.faults.broken.slow_reports import app

app.conf.broker_transport_options = {"visibility_timeout": 1, "unacked_restore_limit": None}
