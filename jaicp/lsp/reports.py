"""Diagnostics as the protocol has them."""

from __future__ import annotations

from functools import cache

from lsprotocol import types as lsp

from jaicp.lsp.positions import Positions
from jaicp.lsp.texts import Texts, uri_of
from jaicp.text import codes
from jaicp.text.code_pages import find_page
from jaicp.text.codes import Code
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["SOURCE", "report"]

SOURCE = "jaicp"

_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
_UNNECESSARY = frozenset(
    {
        codes.AFTER_GO,
        codes.DUPLICATE_TRIGGER,
        codes.REPEATED_REQUIRE,
        codes.SHADOWED_PATTERN,
        codes.UNREACHABLE_ALTERNATIVE,
        codes.UNREACHABLE_STATE,
        codes.USELESS_ALLOW,
    }
)
"""What may as well go: editors show it faded."""


def report(one: Diagnostic, texts: Texts, positions: Positions) -> lsp.Diagnostic:
    """A diagnostic for the client; what to type stands below the sentence."""
    return lsp.Diagnostic(
        range=positions.range(one.span),
        message=_message(one),
        severity=_SEVERITIES[one.severity],
        code=one.code.id,
        code_description=_page(one.code),
        source=SOURCE,
        tags=_tags(one.code),
        related_information=[
            lsp.DiagnosticRelatedInformation(
                lsp.Location(texts.uri(label.span.source.path), positions.range(label.span)),
                label.message,
            )
            for label in one.related
        ],
    )


def _message(one: Diagnostic) -> str:
    return "\n".join([one.message, *one.notes, *([one.help] if one.help else [])])


@cache
def _page(code: Code) -> lsp.CodeDescription | None:
    """The page of a code, where this installation has it."""
    try:
        page = find_page(code)
    except FileNotFoundError:
        return None
    return lsp.CodeDescription(uri_of(page)) if page.is_file() else None


def _tags(code: Code) -> list[lsp.DiagnosticTag] | None:
    return [lsp.DiagnosticTag.Unnecessary] if code in _UNNECESSARY else None
