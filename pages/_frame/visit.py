"""The script of a visit."""

from pages._frame import frame

frame.draw()
