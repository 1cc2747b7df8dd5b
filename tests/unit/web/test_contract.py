"""The OpenAPI document says what the API does: no question makes it fail or answer outside of its schema."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from streams.settings import Settings
from streams.web.app import create_app
from streams.web.intake import Intake
from tests.unit.web.filled import example_store

ENDLESS = "/api/events"
"""Goes on for ever; it is tried in test_parts and on a real Kafka."""


async def _nowhere(record: object) -> None:
    """Takes what is posted."""


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    with closing(example_store()) as store:
        chosen = Settings(web_posts=0)
        app = create_app(store, chosen, intake=Intake(chosen, _nowhere))
        yield schemathesis.openapi.from_asgi("/openapi.json", app)


# In a query `actor=false` is a text like any other, so what breaks a schema as JSON need not break it there.
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "otherwise"])
def test_no_question_makes_it_fail_or_answer_outside_its_schema(described: Any, mode: GenerationMode) -> None:
    tried = []
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path == ENDLESS or not operation.path.startswith(("/api/", "/livez", "/readyz", "/metrics")):
            continue
        tried.append(operation.label)

        @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            # JSON Schema cannot say which years are plausible.
            only_the_model_knows = [positive_data_acceptance] if case.method == "POST" else []
            case.call_and_validate(excluded_checks=[negative_data_rejection, *only_the_model_knows])

        try:
            ask()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, "only where any text will do there is nothing to say otherwise"
    assert len(tried) > 15
