import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../datasets/dataset_folder.ts";
import { assay, errorCode } from "../run_assay.ts";

const LABELS = {
  "a.mp4": { label: "REAL", split: "train" },
  "b.mp4": { label: "FAKE", split: "test", original: "a.mp4" },
  "copy.mp4": { label: "FAKE", split: "test" },
  "gone.mp4": { label: "FAKE" },
};
const FILES = {
  "metadata.json": JSON.stringify(LABELS),
  "a.mp4": "one",
  "b.mp4": "other",
  "copy.mp4": "one",
};

Deno.test("datasets inspect says what a folder holds, what is missing, left out and doubled", () =>
  withFolder(FILES, async (folder) => {
    symlinkSync("/etc", join(folder, "more"));
    writeFileSync(join(folder, "x.zip"), "no archive");
    const { code, stdout, stderr } = await assay(["datasets", "inspect", folder]);
    equal(code, 0, stderr);
    match(stdout, /^dataset: 3 videos in \//m);
    match(stdout, /^layout: dfdc \(DFDC\), recognised by `metadata\.json`$/m);
    match(stdout, /^labels: 1 REAL, 2 FAKE$/m);
    match(stdout, /^groups: 2, of 1 to 2 videos, median 2, 1 of them of one video$/m);
    match(stdout, /^split {2}videos {2}REAL {2}FAKE\ntest {8}2 {5}0 {5}2\ntrain {7}1 {5}1 {5}0$/m);
    match(stdout, /^missing: 1 \("gone\.mp4"\)$/m);
    match(
      stdout,
      /^possible copies .*: 2 videos in 1\s+set,\s+such as "a\.mp4" and\s+"copy\.mp4"$/m,
    );
    match(stdout, /^of these, 1 set with both labels: one of the labels is wrong$/m);
    match(stdout, /^left out, archives that are damaged[^"]*"x\.zip"/m);
    const warnings = stdout.split("\n").filter((line) => line.startsWith("!"));
    equal(warnings.length, 1, "what is listed above is not said again");
    match(warnings[0]!, /^! 1 group has videos in several splits/);
    for (const line of stdout.split("\n")) ok(line.length <= 100, line);
  }));

Deno.test("datasets inspect --json prints an object with the same facts", () =>
  withFolder(FILES, async (folder) => {
    const { code, stdout } = await assay(["datasets", "inspect", folder, "--json"]);
    equal(code, 0);
    const facts = JSON.parse(stdout);
    same([facts.schemaVersion, facts.layout, facts.folder], [1, "dfdc", folder]);
    same([facts.videos, facts.real, facts.fake, facts.unlabelled], [3, 1, 2, 0]);
    same(facts.missing, { count: 1, names: ["gone.mp4"] });
    same(facts.copies.examples, [["a.mp4", "copy.mp4"]]);
    same(facts.warnings.map(({ kind }: { kind: string }) => kind), [
      "missing_files",
      "groups_across_splits",
    ]);
  }));

Deno.test("datasets inspect of what cannot be opened ends with the reason and exit code 3", () =>
  withFolder({ "metadata.json": "{" }, async (folder) => {
    const broken = await assay(["datasets", "inspect", folder, "--json"]);
    same([broken.code, errorCode(broken), broken.stdout], [3, "DATASET_LABELS_BROKEN", ""]);
    const none = await assay(["datasets", "inspect", join(folder, "none")]);
    same([none.code, errorCode(none)], [3, "DATASET_MISSING"]);
  }));

Deno.test("datasets layouts lists the names for --layout with what shows each", async () => {
  const { code, stdout } = await assay(["datasets", "layouts"]);
  equal(code, 0);
  match(stdout, /^dfdc {2,}DFDC: `metadata\.json`/m);
  match(stdout, /^table {2,}/m);
  ok(!stdout.includes("unlabelled"), "a folder without labels cannot be asked for");
});

Deno.test("datasets inspect of videos without labels says where labels are, and how they are read", () =>
  withFolder(
    { "clips/a.mp4": "x", "metadata.json": '{"a.mp4": {"label": "REAL"}}' },
    async (folder) => {
      const { code, stdout, stderr } = await assay(["datasets", "inspect", join(folder, "clips")]);
      equal(code, 0, stderr);
      match(stdout, /^labels: none$/m);
      match(stdout, /^looks like labels: [^]*metadata\.json/m);
      match(stdout, /^read them with `--/m);
      match(stdout, /^- No video has a label/m);
    },
  ));
