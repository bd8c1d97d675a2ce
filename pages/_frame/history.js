// One step of the browser's Back button for each thing a visitor does, however often the address is written meanwhile.
if (!window.stepped) {
  window.stepped = true;
  const push = history.pushState.bind(history);
  let acted = true;
  const act = (event) => {
    acted ||= !event.repeat && (event.type !== "click" || event.detail === 0);
  };
  for (const kind of ["pointerdown", "keydown", "click", "popstate"]) {
    window.addEventListener(kind, act, true);
  }
  history.pushState = (...entry) => {
    if (acted) {
      push(...entry);
    } else {
      history.replaceState(...entry);
    }
    acted = false;
  };
}
