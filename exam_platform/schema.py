"""How the API describes itself in OpenAPI."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import Serializer


class Schema(AutoSchema):
    def get_serializer_name(self, serializer: Serializer[Any], direction: Any) -> str:
        """Views nest an Input and an Output: `AnswerApi.Input` is known as AnswerApiInput."""
        return type(serializer).__qualname__.replace(".", "")


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
