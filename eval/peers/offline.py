"""Keep other people's libraries from calling out: said in the environment before they load."""

from __future__ import annotations

import os

# https://docs.haystack.deepset.ai/docs/telemetry and
# https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
_ENVIRONMENT = {
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def go_offline() -> None:
    """Turn telemetry and downloads off for the libraries imported from now on."""
    os.environ.update(_ENVIRONMENT)
