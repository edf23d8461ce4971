import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../../src/records/errors.ts";
import type { RunManifest } from "../../src/records/manifest.ts";
import { readComparableRun } from "../../src/runs/comparable_run.ts";
import { readManifest, writeManifest } from "../../src/runs/manifest.ts";
import { readRun, UNPROVEN } from "../../src/runs/read_run.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";
import { changeManifest, unfinishRun, writeRun, writeUnprovenRun } from "./written_run.ts";

const run = fakeRun({ videos: 6 });

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof AssayError) return error.code;
    throw error;
  }
  return "none";
}

/** Code of reading a run, which is closed again. */
function readingCode(folder: string): string {
  return codeOf(() => readRun(folder).journal.close());
}

function inRun(test: (folder: string, journal: string) => void | Promise<void>): Promise<void> {
  return withFolder((folder) => {
    writeRun(folder, run);
    return test(folder, join(folder, RUN_FILES.journal));
  });
}

Deno.test("a run whose files are unchanged is read", () =>
  inRun((folder) => {
    const { manifest, journal } = readRun(folder);
    assert.equal(journal.filenames().length, 6);
    assert.deepEqual(manifest.warnings, []);
    journal.close();
  }));

Deno.test("a complete run with a shorter journal is refused, wherever it is cut", () =>
  inRun((folder, path) => {
    const whole = readFileSync(path);
    for (let end = 0; end < whole.length; end += 997) {
      writeFileSync(path, whole.subarray(0, end));
      assert.equal(readingCode(folder), "JOURNAL_INCOMPLETE", `cut at ${end}`);
    }
    writeFileSync(path, whole.subarray(0, -1));
    assert.equal(readingCode(folder), "JOURNAL_INCOMPLETE");
  }));

Deno.test("a complete run with a torn line behind its journal, or lines in another order, is refused", () =>
  inRun((folder, path) => {
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, `${whole}{"crc32":"00`);
    assert.equal(readingCode(folder), "JOURNAL_CHANGED");
    const [first, second, ...others] = whole.split("\n");
    writeFileSync(path, [second, first, ...others].join("\n"));
    assert.equal(readingCode(folder), "JOURNAL_CHANGED");
    writeFileSync(path, [first, first, second, ...others.slice(1)].join("\n"));
    assert.equal(readingCode(folder), "JOURNAL_CHANGED");
  }));

Deno.test("the journal of another run is refused", () =>
  inRun((folder, path) =>
    withFolder((other) => {
      writeRun(other, fakeRun({ videos: 6, seed: 2 }));
      copyFileSync(join(other, RUN_FILES.journal), path);
      assert.equal(readingCode(folder), "JOURNAL_CHANGED");
    })
  ));

Deno.test("a line without a checksum is refused where the manifest has one, and the other way round", () =>
  inRun((folder, path) => {
    const proven = readFileSync(path);
    const manifest = readFileSync(join(folder, RUN_FILES.manifest));
    writeUnprovenRun(folder, run);
    const { manifest: old, journal } = readRun(folder);
    assert.ok(old.warnings.includes(UNPROVEN));
    assert.equal(journal.filenames().length, 6);
    journal.close();
    assert.ok(readComparableRun(folder).manifest.warnings.includes(UNPROVEN));
    const unproven = readFileSync(path);
    writeFileSync(path, proven);
    assert.equal(readingCode(folder), "JOURNAL_DAMAGED");
    writeFileSync(join(folder, RUN_FILES.manifest), manifest);
    writeFileSync(path, unproven);
    assert.equal(readingCode(folder), "JOURNAL_DAMAGED");
  }));

Deno.test("a run that is not complete is read without its torn line, and said to be in part", () =>
  inRun((folder) => {
    unfinishRun(folder, 3);
    const { manifest, journal } = readRun(folder);
    assert.equal(journal.filenames().length, 3);
    assert.match(manifest.warnings.join(), /not complete: 3 of 6 videos/);
    journal.close();
  }));

Deno.test("a manifest that was edited is refused, other white space is no change", () =>
  inRun((folder) => {
    const path = join(folder, RUN_FILES.manifest);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, JSON.stringify(JSON.parse(text)));
    assert.equal(readingCode(folder), "none");
    const edits: readonly ((value: Record<string, unknown>) => object)[] = [
      (value) => ({ ...value, clip: 1e-14 }),
      (value) => ({ ...value, status: "running" }),
      ({ sha256: _, ...value }) => value,
      ({ sha256: _, ...value }) => ({ ...value, schemaVersion: 1, clip: 1e-14, sha256: "" }),
    ];
    for (const edit of edits) {
      writeFileSync(path, JSON.stringify(edit(JSON.parse(text))));
      assert.equal(readingCode(folder), "MANIFEST_CHANGED");
    }
  }));

Deno.test("a manifest whose hash fits has to hold what a manifest holds, texts where texts belong", () =>
  inRun((folder) => {
    const hostile: readonly Record<string, unknown>[] = [
      { dataset: { ...run.manifest.dataset, name: { markup: "<meta>" } } },
      { variants: [] },
      { compareWith: "none of them" },
      { warnings: [{ markup: "<script>" }] },
      { command: "eval" },
      { clip: "0" },
    ];
    for (const change of hostile) {
      changeManifest(folder, change as Partial<RunManifest>);
      assert.equal(codeOf(() => readManifest(folder)), "MANIFEST_CHANGED", JSON.stringify(change));
      writeRun(folder, run);
    }
    writeManifest(folder, { ...run.manifest, proof: { ...run.manifest.proof!, journal: null } });
    assert.equal(readingCode(folder), "MANIFEST_CHANGED", "complete, and nothing of the journal");
  }));
