"""Tags that say the same each time are text from when the template is read: `{% icon "house" %}`, `{% translate "Home" %}`.

Words are so only while there is one language; a tag with a variable in it is left as it is.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.library import SimpleNode
from django.templatetags.i18n import TranslateNode, do_translate

from rounds.web.templatetags import look

register = template.Library()


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Translate as Django does."""
    node = do_translate(parser, token)
    is_same = isinstance(node, TranslateNode) and not node.asvar and not node.message_context
    return _text(node) if is_same and not settings.USE_I18N and _is_fixed(node.filter_expression) else node


def folded(tag: Callable[[Parser, Token], Node]) -> Callable[[Parser, Token], Node]:
    """Return a simple tag that is drawn at once where nothing but fixed words is given to it."""

    def compiled(parser: Parser, token: Token) -> Node:
        node = tag(parser, token)
        if not isinstance(node, SimpleNode) or node.takes_context or node.target_var:
            return node
        return _text(node) if all(map(_is_fixed, [*node.args, *node.kwargs.values()])) else node

    return compiled


register.tag("icon", folded(look.register.tags["icon"]))


def _text(node: Node) -> TextNode:
    return TextNode(node.render(template.Context()))


def _is_fixed(expression: FilterExpression) -> bool:
    literal: Any = getattr(expression.var, "literal", expression.var)
    return literal is not None and not expression.filters
