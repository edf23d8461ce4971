import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../src/records/manifest.ts";
import { type FakeRun, fakeRun } from "../runs/fake_run.ts";
import { writeRun } from "../runs/written_run.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

/** Writes a run of 12 videos whose reference has these settings. */
function runIn(folder: string, name: string, settings: Settings, change = (run: FakeRun) => run) {
  const variants = { reference: settings, quick: { frames: 8 } };
  const path = join(folder, name);
  writeRun(path, change(fakeRun({ videos: 12, facesPerVideo: 1, variants })));
  return path;
}

Deno.test("compare names what was changed and the stage where it began, and writes it down", () =>
  inFolder(async (folder) => {
    const [before, after] = [runIn(folder, "a", {}), runIn(folder, "b", { margin: 0.2 })];
    const out = join(folder, "out");
    const { code, stdout, stderr } = await assay(["compare", before, after, "--out", out]);
    equal(code, 0, stderr);
    match(stdout, /a → b: 2 variants over 12 videos/);
    match(stdout, /margin \(reference\) +0\.3333 +0\.2/);
    match(stdout, /reference +\d+ of 12 +crop 12 videos/);
    match(stderr, /comparison\.md/);
    match(readFileSync(join(out, "comparison.md"), "utf8"), /## First differing stage/);
    const written = JSON.parse(readFileSync(join(out, "comparison.json"), "utf8"));
    deepEqual(written.configuration.map(({ path }: { path: string }) => path), [
      "variants.reference.margin",
    ]);
  }));

Deno.test("compare --json --variant prints that variant alone", () =>
  inFolder(async (folder) => {
    const [before, after] = [runIn(folder, "a", {}), runIn(folder, "b", { threshold: 0.6 })];
    const { code, stdout } = await assay([
      ...["compare", before, after, "--json", "--quiet"],
      ...["--variant", "quick"],
    ]);
    equal(code, 0);
    const { variants } = JSON.parse(stdout);
    deepEqual(variants.map(({ name }: { name: string }) => name), ["quick"]);
  }));

Deno.test("compare refuses different datasets with exit 3; --shared compares the common part", () =>
  inFolder(async (folder) => {
    const before = runIn(folder, "a", {});
    const after = runIn(folder, "b", {}, ({ manifest, records }) => ({
      manifest,
      records: records.slice(2).map((record, k) =>
        k === 0 ? { ...record, contentHash: "0".repeat(64) } : record
      ),
    }));
    const refused = await assay(["compare", before, after]);
    equal(refused.code, 3);
    equal(errorCode(refused), "DATASETS_DIFFER");
    match(refused.stderr, /2 videos only in a \(fake_0000\.mp4, real_0000\.mp4\)/);
    match(refused.stderr, /1 video in both with different content \(/);
    const shared = await assay(["compare", before, after, "--shared"]);
    equal(shared.code, 0, shared.stderr);
    match(shared.stdout, /only the 9 common videos are compared/);
    match(shared.stdout, /Nothing changed: all stages and scores of 9 videos/);
  }));

Deno.test("compare says what it cannot find, and what may have been meant", () =>
  inFolder(async (folder) => {
    const before = runIn(folder, "a", {});
    const [missing, variant] = await Promise.all([
      assay(["compare", before, join(folder, "none")]),
      assay(["compare", before, before, "--variant", "quik"]),
    ]);
    deepEqual([missing.code, errorCode(missing)], [3, "RUN_NOT_FOUND"]);
    deepEqual([variant.code, errorCode(variant)], [2, "VARIANT_UNKNOWN"]);
    match(variant.stderr, /Did you mean "quick"\?/);
    ok(!/\n\s+at /.test(missing.stderr));
  }));
