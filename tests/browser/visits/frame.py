"""Pages of the frame: components, errors."""

from tests.browser.visits import Visit

VISITS = [
    Visit("components", who=None),
]
NOT_PAGES = {
    "healthz": "a line of JSON for machines",
    "start": "leads on to the institution or to sign-in",
}
