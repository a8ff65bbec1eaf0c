"""Words of a drawing are placed before anybody draws them: a browser holds the widths that the places rest on."""

from rounds.charts.letters import LETTERS, WIDTHS, width

# the width of a word, and of each letter of the table alone, as this browser draws them with the page's own font
DRAWN = """() => {
    return [...document.querySelectorAll('svg.chart-drawing text')].filter((text) => text.getComputedTextLength()).map((text) => [
        text.textContent, parseFloat(text.getAttribute('font-size')), getComputedStyle(text).fontWeight,
        text.getComputedTextLength()]);
}"""
LETTER_BY_LETTER = """(letters) => {
    const drawing = [...document.querySelectorAll('svg.chart-drawing')].find((one) => one.getBoundingClientRect().width);
    const text = drawing.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'text'));
    text.setAttribute('font-size', '100');
    return [['400', false], ['650', true]].flatMap(([weight, strong]) => [...letters].map((letter) => {
        text.setAttribute('class', strong ? 'c-strong' : '');
        text.textContent = `n${letter}n`;
        const within = text.getComputedTextLength();
        text.textContent = 'nn';
        return [strong, letter, within - text.getComputedTextLength()];
    }));
}"""


def test_words_of_drawings_are_as_wide_as_their_places_say(transactional_db, open_window):
    page = open_window().new_page()
    page.route("**/tokens*.css", _wait_for_the_font)
    page.goto("/components/")
    page.evaluate("document.fonts.ready")

    words = page.evaluate(DRAWN)
    letters = page.evaluate(LETTER_BY_LETTER, LETTERS.strip())

    assert page.evaluate("document.fonts.check('13px Inter')")
    assert len(words) > 100
    wide = [
        (said, drawn, width(said, size, strong=int(weight) > 500))
        for said, size, weight, drawn in words
        if drawn > width(said, size, strong=int(weight) > 500) * 1.02 + 0.5
    ]
    assert wide == []
    # kerning (_ against n) apart, a letter may be narrower than the table has it, never wider than rounding makes it
    assert [
        (strong, one, drawn)
        for strong, one, drawn in letters
        if drawn > WIDTHS[strong][one] + 1 and one != "_"
    ] == []


def _wait_for_the_font(route):
    """Have this page wait for its font: on a busy machine, readers of others get the next best at once."""
    answer = route.fetch()
    assert "font-display: optional" in answer.text()
    route.fulfill(
        response=answer, body=answer.text().replace("font-display: optional", "font-display: block")
    )
