import fc from "fast-check";
import { deepEqual as same, equal, match, ok, throws } from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codedColumn } from "../../src/records/coded_column.ts";
import type { ComparableRun } from "../../src/records/comparable_run.ts";
import type { AssayError } from "../../src/records/errors.ts";
import {
  type AcceptOptions,
  baselinePath,
  readBaseline,
  writeBaseline,
} from "../../src/runs/baseline.ts";
import { comparableRun } from "../../src/runs/comparable_run.ts";
import { tagAt, type TagColumn, tagColumn } from "../../src/records/tag_column.ts";
import { runLengths, unrolled } from "../../src/runs/baseline_content.ts";
import { withoutPaths } from "../../src/runs/without_paths.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { fakeRun, type FakeRunOptions } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";

/** A fake run as comparing sees it. */
function aRun(options: FakeRunOptions = {}): ComparableRun {
  const { manifest, records } = fakeRun(options);
  const byName = new Map(records.map((record) => [record.filename as string, record]));
  const names = [...byName.keys()].sort();
  const journal = {
    filenames: () => names,
    has: (name: string) => byName.has(name),
    tagNames: () => [],
    read: (name: string) => byName.get(name)!,
    close: () => {},
  };
  return comparableRun(manifest, journal, { name: manifest.runId });
}

function accept(
  run: ComparableRun,
  folder: string,
  { name = "main", reason = "first", ...more }: Partial<AcceptOptions> = {},
) {
  const acceptedAt = new Date("2026-03-02T10:00:00Z");
  return writeBaseline(run, { folder, name, reason, acceptedAt, ...more });
}

function fails(action: () => unknown, code: string, exitCode: number): void {
  throws(action, (error: AssayError) => {
    equal(error.code, code);
    equal(error.exitCode, exitCode);
    return true;
  });
}

Deno.test("a baseline gives back what it was made of, every number to the bit", () =>
  withFolder((folder) => {
    const run = aRun({ videos: 40 });
    const { path, replaced } = accept(run, folder);
    equal(replaced, null);
    const { run: again, accepted } = readBaseline(path);
    equal(again.name, "main");
    same(again.variants, run.variants);
    for (const key of ["filenames", "contentHashes", "labels", "groups"] as const) {
      same(again[key], run[key]);
    }
    same([accepted.when, accepted.why], ["2026-03-02T10:00:00.000Z", "first"]);
    equal(accepted.commit, run.manifest.versions.assay);
    equal(accepted.environment.provider, "cpu");
    same(again.manifest.variants, run.manifest.variants);
  }));

/** The same run with these tags of the dataset. */
function withTags(
  run: ComparableRun,
  tags: Readonly<Record<string, (row: number) => string | null>>,
) {
  const columns = Object.entries(tags).map(([name, valueOf]) =>
    [name, tagColumn(run.filenames.map((_, row) => valueOf(row)), { stated: true })] as const
  );
  return { ...run, tags: new Map([...run.tags, ...columns]) };
}

Deno.test("a baseline has the tags, but for those with a value for nearly every video", () =>
  withFolder((folder) => {
    const run = withTags(aRun({ videos: 300 }), {
      method: (row) => row % 2 ? `m${row % 7}` : null,
      __proto__x: () => "strange name",
      path: (row) => `/home/ann/${row}.mp4`,
    });
    const { path } = accept(run, folder);
    const { tags } = readBaseline(path).run;
    same([...tags.keys()], [...run.tags.keys()].filter((name) => name !== "path"));
    for (const [name, column] of tags) {
      const wanted = run.tags.get(name)!;
      equal(column.stated, wanted.stated);
      same(valuesOfTag(column), valuesOfTag(wanted));
    }
  }));

Deno.test("a baseline keeps the tags that may be the independent level, however many values they have", () =>
  withFolder((folder) => {
    const many = (row: number) => `${row >> 1}`;
    const tags = { identity: many, recording: many, site: many, serial: many };
    const run = withTags(aRun({ videos: 600 }), tags);
    const { config } = run.manifest;
    const manifest = { ...run.manifest, config: { ...Object(config), independent: "site" } };
    const { path } = accept({ ...run, manifest }, folder);
    const kept = [...readBaseline(path).run.tags.keys()].filter((name) =>
      Object.hasOwn(tags, name)
    );
    same(kept, ["identity", "recording", "site"]);
  }));

function valuesOfTag(column: TagColumn): readonly (string | null)[] {
  return Array.from(column.codes, (_, row) => tagAt(column, row));
}

Deno.test("a baseline of a version without tags is read as one that has none", () =>
  withFolder((folder) => {
    const { path } = accept(aRun({ videos: 6 }), folder);
    const { sha256: _, ...content } = JSON.parse(readFileSync(path, "utf8"));
    delete content.videos.tags;
    const sha256 = sha256Hex(JSON.stringify(content));
    writeFileSync(path, JSON.stringify({ ...content, sha256 }));
    equal(readBaseline(path).run.tags.size, 0);
  }));

Deno.test("a baseline says nothing of the machine's folders", () =>
  withFolder((folder) => {
    const run = aRun({ videos: 4 });
    const command = ["check", "--dataset", "/home/ann/my videos", "--set", "x=/home/ann/y"];
    const warnings = ['3 videos of "/home/ann/z" are new (see /home/ann/w.txt)'];
    const config = { dataset: "/home/ann/my videos", variants: [] };
    const { path } = accept(
      { ...run, manifest: { ...run.manifest, command, warnings, config } },
      folder,
    );
    const text = readFileSync(path, "utf8");
    ok(!text.includes("/home") && !text.includes("/data"), text.slice(0, 2000));
    same(readBaseline(path).run.manifest.dataset.folder, "demo");
    same(withoutPaths({ ...run.manifest, warnings: ["a / b, 1/2"] }).warnings, ["a / b, 1/2"]);
    const [model] = run.manifest.models;
    const input = { ...model!.input, name: "/head/faces" };
    const named = {
      ...run.manifest,
      models: [{ ...model!, input, limits: "see /home/ann/l.txt" }],
    };
    const [kept] = withoutPaths(named).models;
    same([kept!.input!.name, kept!.limits], ["/head/faces", "see l.txt"], "a tensor is no file");
  }));

Deno.test("a baseline that was changed by hand is refused; other white space is no change", () =>
  withFolder((folder) => {
    const { path } = accept(aRun({ videos: 6 }), folder);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, JSON.stringify(JSON.parse(text), null, 4));
    equal(readBaseline(path).run.filenames.length, 6);
    const content = JSON.parse(text);
    content.variants[0].probabilities[0] = 0.123;
    writeFileSync(path, JSON.stringify(content));
    fails(() => readBaseline(path), "BASELINE_CHANGED", 3);
    writeFileSync(path, text.replace('"why": "first"', '"why": "second"'));
    notTheSame(path, text);
    fails(() => readBaseline(path), "BASELINE_CHANGED", 3);
  }));

function notTheSame(path: string, text: string): void {
  ok(readFileSync(path, "utf8") !== text, "the change took place");
}

Deno.test("a baseline whose hash fits and whose columns do not is refused", () =>
  withFolder((folder) => {
    const { path } = accept(aRun({ videos: 6 }), folder);
    const changes: ((content: Record<string, unknown>) => void)[] = [
      ({ variants }) => (variants as { faces: number[] }[])[0]!.faces.pop(),
      ({ variants }) => (variants as { probabilities: number[] }[])[0]!.probabilities[0] = 1.5,
      ({ variants }) => (variants as { digests: number[] }[])[0]!.digests[2] = 999,
      ({ digestColumns }) => (digestColumns as string[][])[0]![0] = "no digest",
      ({ manifest }) => (manifest as { variants: unknown[] }).variants.shift(),
    ];
    const text = readFileSync(path, "utf8");
    for (const change of changes) {
      const { sha256: _, ...content } = JSON.parse(text);
      change(content);
      const sha256 = sha256Hex(JSON.stringify(content));
      writeFileSync(path, JSON.stringify({ ...content, sha256 }));
      fails(() => readBaseline(path), "BASELINE_CHANGED", 3);
    }
  }));

Deno.test("what is no baseline is refused, each with its own code", () =>
  withFolder((folder) => {
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    fails(() => readBaseline(join(folder, "none.json")), "BASELINE_MISSING", 3);
    for (const text of ["", "{", "null", "[]", '{"kind":"other"}']) {
      fails(() => readBaseline(file("x.json", text)), "BASELINE_NOT_READ", 3);
    }
    const later = '{"kind":"assay baseline","schemaVersion":2}';
    fails(() => readBaseline(file("x.json", later)), "BASELINE_VERSION", 3);
  }));

Deno.test("accepting again replaces the file as a whole and tells what it replaces", () =>
  withFolder((folder) => {
    accept(aRun({ videos: 4 }), folder, { reason: "first" });
    const second = accept(aRun({ videos: 5 }), folder, { reason: "second" });
    equal(second.replaced?.why, "first");
    const { run, accepted } = readBaseline(second.path);
    same([run.filenames.length, accepted.why], [5, "second"]);
    writeFileSync(second.path, "broken"); // with it the anchor would be lost
    fails(() => accept(aRun({ videos: 4 }), folder), "BASELINE_NOT_READ", 3);
    equal(accept(aRun({ videos: 4 }), folder, { resetAnchor: true }).replaced, null);
    same(readdirSync(folder), ["main.json"]);
  }));

Deno.test("names without a place in a folder, no reason, and no scores are refused", () =>
  withFolder((folder) => {
    const run = aRun({ videos: 4 });
    for (const name of ["", "../up", "a/b", "a\\b", ".hidden", "-x", "x.json", "a b", "ä"]) {
      throws(() => accept(run, folder, { name }), RangeError);
    }
    throws(() => accept(run, folder, { reason: "  " }), RangeError);
    const variants = run.variants.map((variant) => ({
      ...variant,
      statuses: codedColumn(run.filenames.map(() => "failed" as const)),
    }));
    fails(() => accept({ ...run, variants }, folder), "NOTHING_SCORED", 3);
    same(readdirSync(folder), []);
    equal(baselinePath("f", "v1.2"), join("f", "v1.2.json"));
    equal(baselinePath("f", "other/main.json"), "other/main.json");
    equal(baselinePath("f", "main.json"), "main.json");
  }));

Deno.test("a baseline of 400 videos and 12 variants is small enough to commit, a line for each variant", () =>
  withFolder((folder) => {
    const { path } = accept(aRun({ videos: 400 }), folder);
    ok(statSync(path).size < 600_000, `${statSync(path).size} bytes`);
    match(readFileSync(path, "utf8"), /^\{"name":"pooling=max",/m);
  }));

Deno.test("run lengths give back every list", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom("ok", "failed", null)), (values) => {
    same(unrolled(runLengths(values)), values);
    ok(runLengths(values).every(([value], i, runs) => i === 0 || runs[i - 1]![0] !== value));
  }));
});
