/**
 * The page's one script: it shows the filter, which needs it, and hides what does not match. Nothing else depends on
 * it. It reads texts of the page only as texts.
 */
export const pageScript = `
"use strict";
(() => {
  const form = document.querySelector("form");
  const entries = [...document.querySelectorAll("[data-entry]")].map((element) => ({
    element, host: element.dataset.host, action: element.dataset.action, text: element.textContent.toLowerCase(),
  }));
  const hosts = [...document.querySelectorAll("[data-section]")];
  const rows = [...document.querySelectorAll("[data-pool]")];
  const output = form.querySelector("output");
  const filter = () => {
    const { host, action, text } = form.elements;
    const words = text.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
    let shown = 0;
    for (const entry of entries) {
      const matches =
        (host.value === "" || entry.host === "" || entry.host === host.value) &&
        (action.value === "" || entry.action === action.value) &&
        words.every((word) => entry.text.includes(word));
      entry.element.hidden = !matches;
      if (matches) shown++;
    }
    for (const group of document.querySelectorAll("[data-group]"))
      group.hidden = group.querySelector("[data-entry]:not([hidden])") === null;
    for (const section of hosts) section.hidden = host.value !== "" && section.dataset.section !== host.value;
    const named = rows.filter((row) => words.every((word) => row.dataset.pool.includes(word)));
    for (const row of rows) row.classList.toggle("dim", named.length > 0 && !named.includes(row));
    output.textContent = shown + " of " + entries.length + " shown";
  };
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
`;
