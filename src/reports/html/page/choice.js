import { addAll, byId, drawn, element, refill } from "./dom.js";

/** Maximum number of variants that curves and the table of videos show at once: the number of colours. */
const MOST_CHOSEN = 6;

/** Places of the chosen variants, in config order, and the listeners called when they change. */
export const choice = { chosen: [], names: [], listeners: [] };

/** The colour of a chosen variant, by its place among them. */
export const seriesColour = (variant) => `var(--series-${choice.chosen.indexOf(variant)})`;

/** Dash patterns, so that lines differ in more than colour. */
const DASHES = ["", "7 4", "2 3", "10 3 2 3", "4 2", "1 4"];

/** Sets the colour and dash pattern of a chosen variant's line or dot. */
export function paint(mark, variant, { fill = false } = {}) {
  mark.style.stroke = seriesColour(variant);
  mark.style.strokeDasharray = fill ? "" : DASHES[choice.chosen.indexOf(variant)] ?? "";
  if (fill) mark.style.fill = seriesColour(variant);
}

/** Fills every picker of the page; all show the same choice. */
export function makePickers(variants, first) {
  choice.chosen = first;
  choice.names = variants.map(({ name }) => name);
  for (const picker of document.querySelectorAll(".picker")) {
    addAll(
      picker,
      variants.map(({ name }, v) => {
        const box = element("input");
        box.type = "checkbox";
        box.value = v;
        box.addEventListener("change", () => choose(v, box.checked));
        const swatch = element("i", { className: "swatch" });
        return element("label", {}, [box, swatch, ` ${name}`]);
      }),
    );
  }
  showChoice();
}

function choose(variant, on) {
  const rest = choice.chosen.filter((other) => other !== variant);
  choice.chosen = on ? [...rest, variant].sort((a, b) => a - b) : rest;
  showChoice();
  for (const listener of choice.listeners) listener();
}

function showChoice() {
  const full = choice.chosen.length >= MOST_CHOSEN;
  for (const box of document.querySelectorAll(".picker input")) {
    const variant = Number(box.value);
    box.checked = choice.chosen.includes(variant);
    box.disabled = full && !box.checked;
    box.nextSibling.style.background = box.checked ? seriesColour(variant) : "";
  }
  for (const legend of document.querySelectorAll(".legend")) {
    refill(legend, legendEntries());
  }
  for (const note of document.querySelectorAll(".picker-note")) {
    note.textContent = `${choice.chosen.length} of at most ${MOST_CHOSEN}`;
  }
}

function legendEntries() {
  return choice.chosen.map((variant) => {
    const line = drawn("line", { x1: 0, x2: 34, y1: 5, y2: 5, "stroke-width": 2.5 });
    paint(line, variant);
    const sample = drawn("svg", { viewBox: "0 0 34 10", "aria-hidden": "true" }, [line]);
    return element("span", {}, [sample, choice.names[variant]]);
  });
}

/** Shows the curves and histograms of the chosen variants, in their colours, and hides the others. */
export function showCurves() {
  const section = byId("curves");
  if (!section) return;
  for (const mark of section.querySelectorAll(".curve [aria-label^='variant ']")) {
    const variant = Number(mark.getAttribute("aria-label").slice("variant ".length));
    const shown = choice.chosen.includes(variant);
    mark.style.display = shown ? "" : "none";
    paint(mark, variant, { fill: mark.getAttribute("aria-roledescription") === "point" });
  }
  for (const figure of section.querySelectorAll("[data-variant]")) {
    figure.hidden = !choice.chosen.includes(Number(figure.dataset.variant));
  }
}
