import assert from "node:assert/strict";
import { dfdc } from "../../../src/datasets/layouts/dfdc.ts";
import { assertRefused, listFolder, withFolder } from "../dataset_folder.ts";

function metadata(value: unknown): Record<string, string> {
  return { "metadata.json": typeof value === "string" ? value : JSON.stringify(value) };
}

Deno.test("a fake shares the group of its original", () =>
  withFolder({
    ...metadata({
      "fake.mp4": { label: "FAKE", split: "train", original: "real.mp4" },
      "real.mp4": { label: "REAL", split: "train", original: null },
      "orphan.mp4": { label: "FAKE", split: "" },
      "unknown.mp4": {},
    }),
    "fake.mp4": "",
    "real.mp4": "",
    "orphan.mp4": "",
    "unknown.mp4": "",
  }, async (folder) => {
    const { videos } = await listFolder(dfdc, folder);
    assert.deepEqual(videos.map(({ id, label, group, split }) => [id, label, group, split]), [
      ["fake.mp4", "FAKE", "real.mp4", "train"],
      ["orphan.mp4", "FAKE", "orphan.mp4", null],
      ["real.mp4", "REAL", "real.mp4", "train"],
      ["unknown.mp4", null, "unknown.mp4", null],
    ]);
  }));

Deno.test("listed files that are absent are missing, in order", () =>
  withFolder({
    ...metadata({
      "b.mp4": { label: "REAL" },
      "a.mp4": { label: "FAKE" },
      "c.mp4": { label: "REAL" },
    }),
    "c.mp4": "",
  }, async (folder) => {
    const { videos, missing } = await listFolder(dfdc, folder);
    assert.deepEqual(videos.map(({ id }) => id), ["c.mp4"]);
    assert.deepEqual(missing, ["a.mp4", "b.mp4"]);
  }));

Deno.test("invalid labels are refused with the reason", async () => {
  const cases: [unknown, string][] = [
    ["{", "is not JSON"],
    ['{"a.mp4": {"label": "REAL"}, "\\u0061.mp4": {"label": "FAKE"}}', 'lists "a.mp4" twice'],
    ['{"a.mp4": {"label": "REAL", "label": "FAKE"}}', 'lists "label" twice for "a.mp4"'],
    [{ ["a".repeat(1_000_000)]: { label: "b".repeat(1_000_000) } }, "aaa…"],
    [[1], "does not map"],
    ["null", "does not map"],
    [{ "a.mp4": "PERHAPS" }, "no object"],
    [{ "a.mp4": null }, "no object"],
    [{ "a.mp4": { label: "perhaps" } }, '"perhaps" for "a.mp4"'],
    [{ "a.mp4": { label: 0.5 } }, "label 0.5"],
    [{ "a.mp4": { label: ["REAL"] } }, 'label ["REAL"]'],
    [[{ name: "a.mp4", label: "perhaps" }], '"perhaps" in entry 1'],
    ['[{"file": "a.mp4", "label": 1, "label": 0}]', 'lists "label" twice in entry 1'],
  ];
  for (const [value, text] of cases) {
    await withFolder(
      metadata(value),
      (folder) =>
        assertRefused(() => listFolder(dfdc, folder), { code: "DATASET_LABELS_BROKEN", text }),
    );
  }
});

Deno.test("a byte order mark is ignored, and braces in names and nested keys are not names", () =>
  withFolder({
    "metadata.json":
      '\ufeff{"a{:\\".mp4": {"label": "REAL", "x": [{"label": 1}]}, "label": {"label": "FAKE"}}',
    'a{:".mp4': "",
    "label": "",
  }, async (folder) => {
    const { videos } = await listFolder(dfdc, folder);
    assert.deepEqual(videos.map(({ id, label }) => [id, label]), [
      ['a{:".mp4', "REAL"],
      ["label", "FAKE"],
    ]);
  }));

Deno.test("names that would leave the folder are refused", async () => {
  const names = ["../a.mp4", "/etc/passwd", "a/../../b.mp4", "", " ", ".", "..\\a.mp4", "a\0.mp4"];
  for (const name of [...names, "C:\\videos\\a.mp4", "/", "a/.."]) {
    await withFolder(
      metadata({ [name]: { label: "REAL" } }),
      (folder) => assertRefused(() => listFolder(dfdc, folder), { code: "DATASET_NAME_OUTSIDE" }),
    );
  }
});
