"""What a browser context must never show, whatever the test is about."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Response

NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI || event.sample}`));
"""
# Chromium's own lines for every answer of 4xx and every lost request: the answers are judged here.
OF_THE_NETWORK = ("Failed to load resource", "unknown error occurred when fetching the script")


@dataclass
class Watch:
    """What went wrong in a context."""

    faults: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, context: BrowserContext) -> "Watch":
        watch = cls()
        context.add_init_script(NOTE_VIOLATIONS)
        context.on("response", watch._answered)
        context.on("console", watch._said)
        context.on("weberror", lambda error: watch.faults.append(f"Script: {error.error}"))
        return watch

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(
            own in message.text for own in OF_THE_NETWORK
        ):
            self.faults.append(f"{message.page and message.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        is_missing_part = response.status == 404 and response.request.resource_type != "document"
        if response.status >= 500 or is_missing_part:
            self.faults.append(f"{response.status} {response.url}")
