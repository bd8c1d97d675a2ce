"""The script of a visit."""

from app import draw

draw()
