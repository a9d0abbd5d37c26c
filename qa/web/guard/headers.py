"""The headers that every answer leaves with, a failure of the server too."""

from __future__ import annotations

CHAT_PAGE = "/"
"""The one page that is made of Gradio components."""
DOCS_PAGE = "/api/docs"
"""The one page that is Swagger UI's."""

_OURS_ALONE = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
# Every other page needs no inline script or style and no image but its own, and Trusted Types forbid innerHTML.
CONTENT_SECURITY_POLICY = "; ".join(
    (*_OURS_ALONE, "img-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'")
)
# Swagger UI makes innerHTML of descriptions, which are ours, after DOMPurify; its icons stand in its style sheet.
DOCS_PAGE_POLICY = "; ".join((*_OURS_ALONE, "img-src 'self' data:"))
# Gradio's front end evaluates the templates and the event functions of the page, which are ours and fixed; it makes
# innerHTML of parts of its own, so Trusted Types cannot be required. Inline scripts and styles stay forbidden.
CHAT_PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval'",
        # of parts without a style of their own, and of one icon: ".cls-1 { fill: none; }"
        "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
        "'sha256-g1bHISw0wC5zPcnfBxdUydnwBkCuBpNPwannoyMIG3M='",
        # of the icon beside an error: "fill-rule:evenodd;..." and "fill:none;...", these two values alone
        "style-src-attr 'unsafe-hashes' 'sha256-8U4DTM3ZAtnhPIZVOm/BvfynsvX7/vdspJ0hRqKCIdo=' "
        "'sha256-n/XAGnOW0znrPczKCWSauPzq3y5Y9fwP/1Nj2ARCYzU='",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PAGE_POLICIES = {CHAT_PAGE: CHAT_PAGE_POLICY, DOCS_PAGE: DOCS_PAGE_POLICY}
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # other sites learn nothing; with "no-referrer", browsers would send our own forms with "Origin: null"
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
