from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

import accounts.views
import attempts.urls
import questions.urls
import reports.urls
from exam_platform import health

urlpatterns = [
    path("accounts/logout/", accounts.views.sign_out, name="account_logout"),
    path("accounts/", include("allauth.account.urls")),
    path("account/", include("accounts.urls")),
    path("", include("attempts.urls")),
    path("author/", include("questions.urls")),
    path("", include("reports.urls")),
    path("api/v1/exams/", include((questions.urls.api_urlpatterns, "api-questions"))),
    path("api/v1/attempts/", include((attempts.urls.api_urlpatterns, "api-attempts"))),
    path("api/v1/attempts/", include((reports.urls.api_urlpatterns, "api-reports"))),
    path("health/", include((health.urlpatterns, "health"))),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
]

handler400 = "exam_platform.refusals.bad_request"
handler403 = "exam_platform.refusals.permission_denied"
handler404 = "exam_platform.refusals.page_not_found"
handler500 = "exam_platform.refusals.server_error"
handler429 = "exam_platform.refusals.too_many_tries"  # asked for by allauth
