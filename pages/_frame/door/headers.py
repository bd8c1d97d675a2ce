"""What a browser may do with an answer of ours."""

import base64
import hashlib
from collections.abc import Iterable

POLICY = "Content-Security-Policy"
COMMON = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
SEALED = (*COMMON, (POLICY, "default-src 'none'; frame-ancestors 'none'"))


def known(scripts: Iterable[str]) -> str:
    """The scripts that stand in a page itself, as its content policy names them."""
    return " ".join(f"'sha256-{_digest(script)}'" for script in scripts)


def page(known: str, host: str) -> dict[str, str]:
    """The headers of a page.

    host : as the page was asked for, since older browsers do not count a socket to it as ours
    """
    allowed = {
        "default-src": "'none'",
        "script-src": f"'self' blob: {known}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return dict(COMMON) | {POLICY: "; ".join(f"{kind} {sources}" for kind, sources in allowed.items())}


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
