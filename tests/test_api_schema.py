"""Every operation of the OpenAPI document, called with what it allows and with what it does not."""

from __future__ import annotations

import pytest
import schemathesis
from fake_api import fake_assistant
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from chatbot.api.app import build_api_app
from chatbot.api.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

KEY = {"x-api-key": "secret"}
TOO_LARGE = 413
_APP = build_api_app(fake_assistant(), Settings(key="secret", questions_per_minute=0))
schema = schemathesis.openapi.from_asgi("/api/openapi.json", _APP)


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_every_operation_does_what_the_document_says(case: Case) -> None:
    # A range may be the wrong way round, which the document cannot say.
    apart = [positive_data_acceptance] if case.path == "/documents/{doc_id}" else []
    response = case.call(headers=KEY)
    if response.status_code == TOO_LARGE:  # a refusal of wrong data that schemathesis does not count as one
        apart.append(negative_data_rejection)
    case.validate_response(response, excluded_checks=apart)
