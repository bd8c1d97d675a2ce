"""The basic goal whose page has this address: establishments and persons engaged, by coverage, by industry, and beside the neighbours."""

from pages.goals import _goal

_goal.draw("employment")
