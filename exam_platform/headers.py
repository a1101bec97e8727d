"""Headers that every answer bears, whatever its status and whoever made it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FEATURES = ["accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb"]
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)


def on_every_answer(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. What has no caching rule of its own is kept by nobody: it may be a question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware
