"""The script of a visit."""

from pages._ui import frame

frame.draw()
