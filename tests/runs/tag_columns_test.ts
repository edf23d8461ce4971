import { deepEqual as same } from "node:assert/strict";
import { tagAt } from "../../src/records/tag_column.ts";
import type { Tags } from "../../src/records/video.ts";
import { readColumns } from "../../src/runs/run_columns.ts";
import { tagCells, tagColumnNames } from "../../src/runs/tag_columns.ts";
import { journalOf } from "../analysis/summary/fake_summary.ts";
import { fakeRun } from "./fake_run.ts";

const run = fakeRun({ videos: 4, variants: { reference: {} } });
const TAGS: readonly (Tags | undefined)[] = [{ method: "a", constructor: "x" }, { codec: "own" }, {
  method: "b",
}, undefined];
const records = run.records.map((record, i) => TAGS[i] ? { ...record, tags: TAGS[i] } : record);
const journal = journalOf({ records });

Deno.test("columns of tags have the dataset's and Assay's own, and of one name the dataset's", () => {
  const { tags, filenames } = readColumns(run.manifest, journal);
  same([...tags.keys()], [
    "codec",
    "constructor",
    "duration",
    "facesFound",
    "method",
    "resolution",
  ]);
  same([...tags.values()].map(({ stated }) => stated), [true, true, false, false, true, false]);
  const of = (name: string) => {
    const byName = new Map(filenames.map((id, row) => [id, tagAt(tags.get(name)!, row)]));
    return records.map(({ filename }) => byName.get(filename));
  };
  same(of("codec"), [null, "own", null, null]);
  same(of("method"), ["a", null, "b", null]);
  same(of("constructor"), ["x", null, null, null]);
});

Deno.test("cells of tags are those of the columns", () => {
  const { tags, filenames } = readColumns(run.manifest, journal);
  const cellsOf = tagCells(journal.tagNames(), run.manifest);
  same(tagColumnNames(journal.tagNames()), [...tags.keys()]);
  filenames.forEach((filename, row) => {
    same(cellsOf(journal.read(filename)), [...tags.values()].map((column) => tagAt(column, row)));
  });
});
