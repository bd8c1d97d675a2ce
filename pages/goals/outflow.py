"""The basic goal whose page has this address: who moves out, and how the city gains or loses against its neighbours."""

from pages.goals import _goal

_goal.draw("outflow")
