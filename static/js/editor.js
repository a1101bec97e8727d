// The editor's comforts: text tools, Ctrl+S, focus on what must be fixed. Everything works without.

const stem = /** @type {HTMLTextAreaElement} */ (document.getElementById("stem"));

/** @param {string} text @param {number} selectFrom @param {number} selectTo */
function replaceSelection(text, selectFrom, selectTo) {
  const start = stem.selectionStart;
  stem.setRangeText(text, start, stem.selectionEnd, "end");
  stem.setSelectionRange(start + selectFrom, start + selectTo);
  stem.focus();
  stem.dispatchEvent(new Event("input", { bubbles: true }));
}

function selected() {
  return stem.value.slice(stem.selectionStart, stem.selectionEnd);
}

/** @param {DOMStringMap} tool one of wrap, line and block */
function useTool({ wrap, line, block }) {
  const text = selected();
  if (wrap) replaceSelection(wrap + text + wrap, wrap.length, wrap.length + text.length);
  if (line) {
    const lines = (text || "item").split("\n").map((each) => line + each).join("\n");
    replaceSelection(lines, 0, lines.length);
  }
  if (block) replaceSelection(`\n\n${block}\n\n`, 2, 2 + block.length);
}

document.querySelector(".tb__tools")?.addEventListener("click", (event) => {
  const tool = /** @type {Element} */ (event.target).closest("button");
  if (tool) useTool(tool.dataset);
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  document.getElementById("save")?.click();
});

document.getElementById("problems")?.focus();
