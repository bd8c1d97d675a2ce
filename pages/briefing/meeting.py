"""会議モード: an ordered story, one question a screen, and what the meeting decides."""

from pages.briefing._meeting import lobby, stage

story = stage.asked()
if story is None:
    lobby.draw()
else:
    stage.draw(story)
