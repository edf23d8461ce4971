import { choice, makePickers, showCurves } from "./choice.js";
import { byId } from "./dom.js";
import { makeVariantsTable } from "./variants_table.js";
import { makeVideosTable } from "./videos_table.js";

const THEMES = ["auto", "light", "dark"];

/** Switches between light, dark and the system's theme. */
function makeThemeButton(button) {
  button.addEventListener("click", () => {
    const next =
      THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
    document.documentElement.dataset.theme = next;
    button.textContent = `Theme: ${next}`;
  });
}

function makeCopy(button) {
  button.addEventListener("click", async () => {
    const source = byId(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Selected";
    }
  });
}

const data = JSON.parse(byId("page-data").textContent);
makeThemeButton(byId("theme"));
document.querySelectorAll("[data-copy]").forEach(makeCopy);
makePickers(data.variants, data.chosen);
choice.listeners.push(showCurves);
showCurves();
makeVariantsTable(data);
makeVideosTable(data);
