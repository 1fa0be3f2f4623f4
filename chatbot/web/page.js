// Runs once in the head of the page: language, live regions, Enter while composing kana, and where the eye goes next.
document.documentElement.lang = "LANGUAGE";
// The reading pages link back here by this name; a tab that was not opened from here finds no such name and opens a new one.
window.name = "keikaku-LANGUAGE";

// Enter that confirms a kana-to-kanji conversion must not send the question.
for (const type of ["keydown", "keypress"]) {
  document.addEventListener(
    type,
    (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
    },
    true,
  );
}

(() => {
  let shown = "";
  let scrolling = 0;
  const questionBox = () => document.querySelector("#question textarea");

  const setAttributes = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  };

  const label = () => {
    setAttributes(document.getElementById("message"), { role: "alert" });
    setAttributes(document.getElementById("status"), { role: "status" });
    for (const group of document.querySelectorAll(".feedback")) {
      setAttributes(group.querySelector(".verdicts"), { role: "group", "aria-labelledby": group.querySelector(".ask").id });
      for (const button of group.querySelectorAll("button")) {
        setAttributes(button, { "aria-pressed": String(button.classList.contains("given")) });
      }
    }
    const refused = Boolean(document.querySelector("#message .message-text"));
    setAttributes(questionBox(), { "aria-describedby": "message hint", "aria-invalid": String(refused) });
  };

  // What the server says of a press is shown below the buttons of that answer; to write the transcript anew would take
  // the focus from the button and close what was opened.
  const reply = () => {
    const told = document.querySelector("#feedback-reply p[title]");
    const pressed = told && document.querySelector(`.feedback button[value="${told.title}"]`);
    if (!pressed) return;
    const group = pressed.closest(".feedback");
    for (const button of group.querySelectorAll("button")) button.classList.toggle("given", button === pressed);
    const said = group.querySelector(".said");
    if (said.textContent !== told.textContent) said.textContent = told.textContent;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".feedback button");
    const sent = document.querySelector("#pressed :is(textarea, input)");
    if (!button || !sent) return;
    sent.value = button.value;
    sent.dispatchEvent(new Event("input", { bubbles: true }));
    sent.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
  });

  const follow = () => {
    reply();
    label();
    // Gradio lets links open a new window; ours stay in this one, but for the documents: leaving ends the conversation.
    for (const link of document.querySelectorAll("a[target]:not(.original)")) link.removeAttribute("target");
    // Gradio cuts the new tab off from this one; the way back from a document needs the tie.
    for (const link of document.querySelectorAll("a.original:not(.record)")) setAttributes(link, { rel: "opener" });
    const newest = document.querySelector("#transcript .turn:last-of-type");
    const state = newest ? newest.id + (newest.querySelector(".reply") ? "+" : "") : "";
    if (state === shown) return;
    shown = state;
    if (!newest) return;
    clearTimeout(scrolling);
    scrolling = setTimeout(() => document.getElementById(newest.id)?.scrollIntoView({ block: "start" }), 100);
    const active = document.activeElement;
    if (!active || active === document.body || active.closest("#starters")) {
      questionBox()?.focus({ preventScroll: true });
    }
  };

  // Whoever presses or scrolls has chosen where to look: the answer is no longer brought into view.
  for (const type of ["pointerdown", "wheel"]) {
    document.addEventListener(type, () => clearTimeout(scrolling), { capture: true, passive: true });
  }

  const watch = () => new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
