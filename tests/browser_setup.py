"""Bring Chromium and a Japanese font for the browser tests where that is possible, and say so where it is not."""

import os
import shutil
import subprocess
import sys

from analytics import console

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PACKAGES = ["chromium", "fonts-ipaexfont-gothic"]


def browser() -> str | None:
    """Path of a Chromium that the tests can drive."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def has_japanese_font() -> bool:
    listing = shutil.which("fc-list")
    return bool(listing and subprocess.run([listing, ":lang=ja"], capture_output=True, check=False).stdout.strip())


def main() -> None:
    console.prepare()
    if browser() and has_japanese_font():
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES, "fontconfig"],
        ):
            subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
    if not (browser() and has_japanese_font()):
        print("*" * 78, file=sys.stderr)
        print("*** BROWSER TESTS WILL BE SKIPPED: Chromium or a Japanese font is missing.", file=sys.stderr)
        print("*** ブラウザーのテストは飛ばします: Chromium か日本語フォントがありません。", file=sys.stderr)
        print("*" * 78, file=sys.stderr)


if __name__ == "__main__":
    main()
