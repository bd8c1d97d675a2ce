"""The real server as `streamlit run app.py` starts it, in a process that notes every look outside this machine.

python -m tests.guarded NOTES PORT    on the way some pages fail, each in its way
"""

import sys
import time
from pathlib import Path

from streamlit.web.cli import main

ASKED = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.connect": 1, "socket.sendto": 1}
HERE = ("127.", "::1", "localhost", "None")


def guard(notes: Path) -> None:
    """Write down whom anything asks, and let it wait as it would in a network that does not answer."""

    def look(event: str, given: tuple) -> None:
        if event in ASKED:
            asked = given[ASKED[event]]
            host = str(asked[0] if isinstance(asked, tuple) else asked)
            if not host.startswith(HERE):
                with notes.open("a", encoding="utf-8") as written:
                    written.write(f"{event} {host}\n")
                time.sleep(1)
                raise OSError(host)

    sys.addaudithook(look)


def spoil() -> None:
    """The births page fails as it is drawn, the what-if page in a part of its own and where a button is pressed."""
    from analytics.figures.population import births
    from pages._parts import levers

    def fail(*_: object, **__: object) -> None:
        raise ValueError("spoiled\n![x](y)")

    births.sentence = levers.references = levers._take = fail


if __name__ == "__main__":
    guard(Path(sys.argv[1]))
    spoil()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", sys.argv[2]]
    main()
