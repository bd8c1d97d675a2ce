"""The basic goal whose page has this address: births and the rate, marriages, and the women of the ages at which births occur."""

from pages.goals import _goal

_goal.draw("fertility")
