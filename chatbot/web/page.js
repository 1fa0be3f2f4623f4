// Runs once in the head of the page: language, live regions, Enter while composing kana, and where the eye goes next.
document.documentElement.lang = "LANGUAGE";

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
    setAttributes(document.getElementById("feedback"), { role: "group", "aria-labelledby": "feedback-ask" });
    const refused = Boolean(document.querySelector("#message .message-text"));
    setAttributes(questionBox(), { "aria-describedby": "message hint", "aria-invalid": String(refused) });
  };

  const follow = () => {
    label();
    // Gradio lets links open a new window; ours stay in this one, but for the documents: leaving ends the conversation.
    for (const link of document.querySelectorAll("a[target]:not(.original)")) link.removeAttribute("target");
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

  const watch = () => new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
