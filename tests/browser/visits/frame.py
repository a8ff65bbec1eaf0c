"""Pages of the frame: components, search, help, preferences, errors."""

from tests.browser.visits import Visit

VISITS = [
    Visit("components", who=None),
    Visit("frame:find"),
    Visit("frame:find", query="?q=help", state="one page found"),
    Visit("frame:find", query="?q=zzz", state="nothing found"),
    Visit("frame:find", who="cleo", weight="participant"),
    Visit("frame:help"),
    Visit("frame:routes", who="cleo", weight="participant"),
    Visit("frame:help", who="cleo", weight="participant"),
    Visit("frame:preferences"),
    Visit("frame:preferences", who="bob", weight="participant"),
    Visit("frame:help", who="dan", status=404, weight="participant", state="as a stranger"),
]
NOT_PAGES = {
    "healthz": "a line of JSON for machines",
    "typed:keep": "keeps what is typed into a long form, and answers its script",
    "start": "leads on to the institution or to sign-in",
}
