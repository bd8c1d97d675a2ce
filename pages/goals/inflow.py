"""The basic goal whose page has this address: who moves in, and how the city gains or loses against its neighbours."""

from pages.goals import _goal

_goal.draw("inflow")
