import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { fakeRun } from "../runs/fake_run.ts";
import { bigPage } from "../reports/html/big_page.ts";
import { pageOf } from "../reports/charts/fake_page.ts";
import { HOSTILE } from "../analysis/summary/fake_summary.ts";
import { hostileRun } from "../reports/html/hostile_run.ts";
import { taggedRun } from "../analysis/slices/tagged_run.ts";
import { browserTest } from "./chromium.ts";

const pages = new Map<string, Promise<string>>();

/** The same page for all tests that do not mind. */
function usual(): Promise<string> {
  const page = pages.get("usual") ?? pageOf(fakeRun({ videos: 60 }));
  pages.set("usual", page);
  return page;
}

const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts();

/** Numbers of a column of a table's shown rows. */
async function numbers(page: Page, selector: string): Promise<number[]> {
  return (await texts(page, selector)).map((text) =>
    Number(text.split(/\s/)[0]!.replace("−", "-"))
  );
}

browserTest("variants can be sorted by any column, both ways, with the mouse and the keyboard", {
  html: usual,
  async action(page) {
    const rows = "#variants tbody tr";
    const before = await texts(page, `${rows} > th`);
    assert.match(before[0]!, /^reference/);
    await page.getByRole("button", { name: "log loss", exact: true }).click();
    const losses = await numbers(page, `${rows} > td:nth-child(2)`);
    assert.deepEqual(losses, losses.toSorted((a, b) => a - b));
    assert.equal(
      await page.locator("#variants th[aria-sort]").getAttribute("aria-sort"),
      "ascending",
    );
    await page.keyboard.press("Enter");
    const down = await numbers(page, `${rows} > td:nth-child(2)`);
    assert.deepEqual(down, down.toSorted((a, b) => b - a), "focus stays on the heading");
    for (const heading of await page.locator("#variants thead button").all()) {
      await heading.click();
      assert.equal(await page.locator(rows).count(), before.length);
    }
  },
});

browserTest("variants can be filtered, and shown by any metric", {
  html: usual,
  async action(page) {
    await page.fill("#variant-filter", "pooling");
    assert.deepEqual(await page.locator("#variants tbody tr").count(), 2);
    await page.fill("#variant-filter", "");
    const metrics = await page.locator("#variant-metric option").all();
    for (const option of metrics) {
      await page.selectOption("#variant-metric", await option.getAttribute("value"));
      const title = await option.innerText();
      assert.ok((await page.innerText("#variants thead")).includes(title), title);
    }
    await page.selectOption("#variant-metric", "logLoss");
    for (const show of ["front", "differing", ""]) await page.selectOption("#variant-show", show);
    assert.match(await page.innerText("#variants"), /not significant/);
  },
});

browserTest("chosen variants have curves, histograms and columns, six at most", {
  html: usual,
  async action(page) {
    const picker = page.locator("#curves details.choose");
    await picker.locator("summary").click();
    const shown = () => page.locator("#curves .histograms [data-variant]:visible").count();
    const before = await shown();
    for (const box of await picker.locator("input").all()) {
      if (await box.isEnabled()) await box.check();
    }
    assert.ok(before < 6);
    assert.equal(await shown(), 6);
    assert.equal(await picker.locator("input:checked").count(), 6);
    assert.ok(await picker.locator("input:disabled").count() > 0);
    const lines = page.locator("#curves .curve path[aria-label^='variant ']:visible");
    assert.ok(await lines.count() >= 12, "ROC and precision-recall of each");
    assert.equal(await page.locator("#videos thead th").count(), 2 + 6 + 3);
    assert.equal(await page.locator("#videos-section .picker input:checked").count(), 6);
  },
});

browserTest("videos can be searched, filtered, sorted and paged through", {
  html: usual,
  async action(page) {
    const count = () => page.innerText("#video-count");
    assert.equal(await count(), "1 to 50 of 60 videos");
    await page.click("#video-after");
    assert.equal(await count(), "51 to 60 of 60 videos");
    assert.ok(await page.locator("#video-after").isDisabled());
    await page.click("#video-before");
    for (const sort of ["loss", "disagreement", "change"]) {
      await page.selectOption("#video-sort", sort);
      const column = { loss: 3, disagreement: 2, change: 1 }[sort];
      const values = await numbers(page, `#videos tbody tr > td:nth-last-child(${column})`);
      assert.deepEqual(values, values.toSorted((a, b) => b - a), sort);
    }
    await page.selectOption("#video-sort", "file");
    await page.selectOption("#video-label", "FAKE");
    assert.deepEqual(new Set(await texts(page, "#videos td.label")), new Set(["FAKE"]));
    await page.selectOption("#video-show", "wrong");
    for (const row of await texts(page, "#videos tbody tr")) assert.match(row, /wrong/);
    await page.selectOption("#video-show", "fallback");
    for (const row of await texts(page, "#videos tbody tr")) {
      assert.match(row, /not scored, 0\.5 used/);
    }
    await page.selectOption("#video-show", "");
    await page.selectOption("#video-label", "");
    await page.fill("#video-search", "real_0003");
    assert.deepEqual(await texts(page, "#videos button.open"), ["real_0003.mp4"]);
  },
});

browserTest(
  "a video opens by keyboard to its faces, the score of each frame and the rules that fired",
  {
    html: usual,
    async action(page) {
      await page.fill("#video-search", "real_0003");
      await page.locator("#videos button.open").focus();
      await page.keyboard.press("Enter");
      const details = page.locator("#videos tr.details");
      assert.equal(await details.locator("img").count(), 2);
      const loaded = await page.evaluate<number>(
        "document.querySelector('tr.details img').naturalWidth",
      );
      assert.ok(loaded > 0, "the thumbnail is a picture");
      assert.ok(await details.locator("svg.frames circle").count() > 0);
      assert.equal(await details.locator("tbody tr").count(), 12);
      assert.match(await details.innerText(), /(fake: many faces|real: nearly all|mean: the mean)/);
      await page.keyboard.press("Enter");
      assert.equal(await details.count(), 0, "focus stayed on the video, which closes again");
    },
  },
);

for (const colorScheme of ["light", "dark"] as const) {
  browserTest(`a system's ${colorScheme} theme is followed, and the button changes it`, {
    html: usual,
    options: { colorScheme },
    async action(page) {
      const brightness = async (selector: string, property: string) => {
        const colour = await page.evaluate<string>(
          `getComputedStyle(document.querySelector("${selector}")).${property}`,
        );
        return colour.match(/\d+/g)!.slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
      };
      const assertReadable = async (theme: string) => {
        const back = await brightness("body", "backgroundColor");
        const ink = await brightness("figure.chart text", "fill");
        assert.ok(
          theme === "light" ? back - ink > 250 : ink - back > 250,
          `${theme}: ${back}, ${ink}`,
        );
      };
      await assertReadable(colorScheme);
      for (const theme of ["light", "dark"]) {
        await page.click("#theme");
        assert.equal(await page.innerText("#theme"), `Theme: ${theme}`);
        await assertReadable(theme);
      }
      await page.click("#theme");
      assert.equal(await page.innerText("#theme"), "Theme: auto");
      await assertReadable(colorScheme);
    },
  });
}

browserTest(
  "the models are described, and a demo classifier out of place is named above all numbers",
  {
    html() {
      const run = fakeRun({ videos: 4 });
      const sentence = '"demo" is the demo classifier <b>here</b>.';
      const warning = { kind: "demo_classifier" as const, sentence, count: 4, examples: [] };
      const { manifest } = run;
      return pageOf({
        ...run,
        manifest: { ...manifest, warnings: [sentence], dataWarnings: [warning] },
      });
    },
    async action(page) {
      const alert = page.locator("main .alert");
      assert.equal(await alert.innerText(), '"demo" is the demo classifier <b>here</b>.');
      const top = async (selector: string) => (await page.locator(selector).boundingBox())!.y;
      assert.ok(await top(".alert") < await top("#verdict"));
      assert.ok(!(await page.innerText("#warnings")).includes("demo classifier"));
      await page.getByRole("link", { name: "Models" }).click();
      const models = await page.innerText("#models");
      assert.match(models, /output\s+logit: activation sigmoid, index 0, polarity fake/);
      assert.match(models, /limits\s+Trained on three people/);
    },
  },
);

browserTest("the command can be copied, or is selected where copying is forbidden", {
  html: usual,
  async action(page) {
    const button = page.locator("[data-copy=command]");
    await button.click();
    await page.waitForFunction(
      "/Copied|Selected/.test(document.querySelector('[data-copy=command]').textContent)",
    );
    if (await button.innerText() === "Selected") {
      const selected = await page.evaluate<string>("String(getSelection())");
      assert.equal(selected, await page.innerText("#command"));
    }
  },
});

browserTest("hostile names are shown as they are and do nothing", {
  html: () => pageOf(hostileRun()),
  async action(page) {
    for (const sort of ["file", "loss"]) await page.selectOption("#video-sort", sort);
    await page.fill("#video-search", HOSTILE[0].slice(0, 20));
    await page.locator("#videos button.open").first().click();
    assert.ok((await page.innerText("#videos")).includes(HOSTILE[0]));
    const sources = await page.evaluate<string[]>(
      "[...document.images].map((image) => image.src.slice(0, 11))",
    );
    assert.deepEqual(new Set(sources), new Set(["data:image/"]));
    assert.equal(await page.locator("script").count(), 2);
  },
});

browserTest("in print everything to press is gone and the numbers stay", {
  html: usual,
  async action(page) {
    await page.emulateMedia({ media: "print" });
    for (const gone of [".controls", ".top", "[data-copy=command]"]) {
      assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    }
    assert.ok(await page.locator("#variants tbody tr").first().isVisible());
    const clipped = await page.evaluate<number>(
      "[...document.querySelectorAll('.scroll')].filter((one) => getComputedStyle(one).overflowY !== 'visible').length",
    );
    assert.equal(clipped, 0, "tables are printed to their end");
  },
});

browserTest("on a narrow screen nothing but charts and tables is wider than the screen", {
  html: usual,
  async action(page) {
    await page.setViewportSize({ width: 400, height: 800 });
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(width <= 400, `${width} pixels`);
  },
});

browserTest("2,000 videos and 50 variants open with a page of rows and stay usable", {
  html: () => bigPage({ videos: 2000, variants: 50 }),
  async action(page) {
    assert.equal(await page.innerText("#video-count"), "1 to 50 of 2000 videos");
    assert.equal(await page.locator("#videos tbody tr").count(), 50);
    assert.equal(await page.locator("#variants tbody tr").count(), 50);
    assert.ok(await page.locator("*").count() < 25_000, "elements");
    await page.fill("#video-search", "video_1999");
    assert.equal(await page.innerText("#video-count"), "1 to 1 of 1 video");
    await page.locator("#videos button.open").click();
    assert.equal(await page.locator("#videos tr.details tbody tr").count(), 50);
  },
});

/** A page whose slices have every shade. */
function sliced(): Promise<string> {
  const run = taggedRun({ videos: 60 });
  const records = run.records.map((record) => ({
    ...record,
    variants: record.variants.map((verdict, v) => {
      const truth = record.label === "FAKE" ? 1 : 0;
      return { ...verdict, probability: Math.abs(truth - v / (record.variants.length - 1)) };
    }),
  }));
  return pageOf({ ...run, records });
}

/** Contrast ratios of the cells' texts with their backgrounds. Source: WCAG 2.2, "contrast ratio". */
const CONTRASTS = `[...document.querySelectorAll("#slices td.number")]
  .filter((cell) => cell.checkVisibility())
  .map((cell) => {
    const canvas = document.createElement("canvas").getContext("2d");
    const luminance = (colour) => {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const { color, backgroundColor } = getComputedStyle(cell);
    const [dark, light] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  })`;

/** Whether the page is wider than its window. */
const TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth";

for (const colorScheme of ["light", "dark"] as const) {
  browserTest(`slices are shown by the chosen metric, readable on every shade (${colorScheme})`, {
    html: sliced,
    options: { colorScheme },
    async action(page) {
      const captions = () => texts(page, "#slices caption:visible");
      assert.deepEqual(await captions(), ["log loss by compression", "log loss by method"]);
      assert.ok(await page.locator("#slices td.shade-g3:visible").count() > 0);
      assert.ok(await page.locator("#slices td.shade-b3:visible").count() > 0);
      const contrasts: number[] = await page.evaluate(CONTRASTS);
      assert.ok(contrasts.length > 50);
      for (const ratio of contrasts) assert.ok(ratio > 4.5, String(ratio));
      await page.getByRole("radio", { name: "ROC AUC" }).check();
      assert.deepEqual(await captions(), ["ROC AUC by compression", "ROC AUC by method"]);
      await page.setViewportSize({ width: 390, height: 800 });
      assert.equal(await page.evaluate(TOO_WIDE), false, "tables scroll, the page does not");
    },
  });
}
