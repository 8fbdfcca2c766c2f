"""Reads metrics on stdin with the strict parser of OpenMetrics and with that of Prometheus' text format, and prints both readings."""

import json
import sys

from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client import parser as prometheus

text = sys.stdin.buffer.read().decode("utf-8")


def read(parser):
    """The series of every family: name, labels, value."""
    families = parser.text_string_to_metric_families(text)
    return [[one.name, one.labels, one.value] for family in families for one in family.samples]


json.dump({"openmetrics": read(openmetrics), "prometheus": read(prometheus)}, sys.stdout)
