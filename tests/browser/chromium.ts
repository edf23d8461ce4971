import assert from "node:assert/strict";
import fs, { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** Where Debian puts it, then wherever PATH says. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Chromium's path, or why it cannot be started. */
function foundChromium(): { readonly path: string } | { readonly reason: string } {
  if (Deno.permissions.querySync({ name: "run" }).state !== "granted") {
    return { reason: "needs deno task test:browser" };
  }
  const folders = ["/usr/bin", ...(Deno.env.get("PATH") ?? "").split(":")];
  const path = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(
    existsSync,
  );
  return path === undefined ? { reason: "no Chromium on PATH" } : { path };
}

export interface PageOptions {
  /** What the reader's system prefers. */
  readonly colorScheme?: "light" | "dark";
  readonly height?: number;
}

/**
 * A test of a page opened from disk in headless Chromium; skipped, with the reason in its name, where there is
 * none. It fails on any error in the page's console and on any request to a network.
 */
export function browserTest(
  name: string,
  { html, action, options = {} }: {
    html(): Promise<string>;
    action(page: Page): Promise<void>;
    readonly options?: PageOptions;
  },
): void {
  const chromium = foundChromium();
  const why = "reason" in chromium ? ` (skipped: ${chromium.reason})` : "";
  Deno.test({
    name: `${name}${why}`,
    ignore: "reason" in chromium,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      if ("reason" in chromium) return;
      await inPage(chromium.path, { html: await html(), action, options });
    },
  });
}

async function inPage(
  executablePath: string,
  { html, action, options }: {
    html: string;
    action(page: Page): Promise<void>;
    options: PageOptions;
  },
): Promise<void> {
  const { chromium } = await playwright();
  const folder = Deno.makeTempDirSync({ prefix: "assay-browser-" });
  const path = join(folder, "report.html");
  Deno.writeTextFileSync(path, html);
  // Chromium's own sandbox does not work for root, as which containers run tests; the page is ours.
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const { colorScheme = "light", height = 900 } = options;
    const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height } });
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(`file://${path}`);
    await action(page);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

/**
 * Playwright looks into /proc for Windows' Linux while it is loaded. Deno forbids that to all that may not do
 * everything, with an error where Playwright expects an answer: what is forbidden is not there.
 */
async function playwright(): Promise<typeof import("playwright-core")> {
  const exists = fs.existsSync;
  fs.existsSync = (path) => {
    try {
      return exists(path);
    } catch {
      return false;
    }
  };
  try {
    return await import("playwright-core");
  } finally {
    fs.existsSync = exists;
  }
}
