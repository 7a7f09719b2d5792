"""The sample assistant behind a server, for the tests of the server."""

from __future__ import annotations

import pytest

from tests.bot.server.client import AppClient
from tests.bot.server.sample import SampleAssistant


@pytest.fixture
def assistant() -> SampleAssistant:
    return SampleAssistant()


@pytest.fixture
def client(assistant: SampleAssistant) -> AppClient:
    return AppClient(assistant)
