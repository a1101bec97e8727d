/** J and K walk through the answer review; only loaded when single keys are on. */

const LINKS = /** @type {Record<string, string>} */ ({ j: "next", k: "previous" });

document.addEventListener("keydown", (event) => {
  const id = LINKS[event.key.toLowerCase()];
  if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
  document.getElementById(id)?.click();
});
