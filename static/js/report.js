// The button that prints: without script it is not shown, the browser's own menu prints as well.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
