if (!window.stageKeys) {
  window.stageKeys = true;
  const sides = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back" };
  const pages = ["PageDown", "PageUp"];
  const busy = (event) => {
    const field = event.target.closest("textarea, input, [contenteditable=true], [role=slider], [role=option]");
    if (field && field.getAttribute("role") === "combobox" && field.getAttribute("aria-expanded") !== "true") {
      return event.key === " ";
    }
    return field ? !pages.includes(event.key) || field.tagName === "TEXTAREA" : event.key === " " && event.target.closest("button, a, summary");
  };
  document.addEventListener("keydown", (event) => {
    if (!(event.key in sides) || event.repeat || event.ctrlKey || event.altKey || event.metaKey || busy(event)) return;
    const button = document.querySelector(`.st-key-stage-${sides[event.key]} button:not([disabled])`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
}
