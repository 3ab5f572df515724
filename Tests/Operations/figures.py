"""Reads /metrics as Prometheus does."""

import collections

from prometheus_client.parser import text_string_to_metric_families

from asking import Asker

TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures:
    """What /metrics said at one moment."""

    def __init__(self, text: str) -> None:
        self.families = {family.name: family for family in text_string_to_metric_families(text)}
        self.samples: dict[str, dict[frozenset, float]] = collections.defaultdict(dict)
        for family in self.families.values():
            for sample in family.samples:
                labels = frozenset(sample.labels.items())
                assert labels not in self.samples[sample.name], f"twice: {sample}"
                self.samples[sample.name][labels] = sample.value

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of the figures of that name with these labels; 0 where there is none."""
        return sum(value for key, value in self.samples.get(name, {}).items() if labels.items() <= dict(key).items())


def figures(asker: Asker) -> Figures:
    answer = asker.get("/metrics")
    assert answer.headers["Content-Type"] == TYPE, answer.headers["Content-Type"]
    return Figures(answer.text)
