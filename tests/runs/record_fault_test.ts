import { equal, ok } from "node:assert/strict";
import { AssayError } from "../../src/records/errors.ts";
import type { VideoRecord } from "../../src/records/run_result.ts";
import type { Journal } from "../../src/runs/journal.ts";
import { recordFault } from "../../src/runs/record_fault.ts";
import { readColumns } from "../../src/runs/run_columns.ts";
import { writeTables } from "../../src/runs/tables.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";

const { manifest, records: untagged } = fakeRun({
  videos: 30,
  variants: { reference: {}, other: { pooling: "mean" } },
  facesPerVideo: 2,
});
const records = untagged.map((record, i) =>
  i % 2 ? record : { ...record, tags: { method: "a", codec: "b" } }
);

type Path = readonly (string | number)[];

/** The path of every value inside a value. */
function paths(value: unknown): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return [[step], ...paths(inner).map((rest) => [step, ...rest])];
  });
}

/** A copy in which the value at a path is another; `undefined`: is not there. */
function edited(record: VideoRecord, path: Path, value: unknown): unknown {
  const copy = structuredClone(record);
  const holder = path.slice(0, -1).reduce(
    (inner, step) => inner[step] as Record<string, unknown>,
    copy as unknown as Record<string, unknown>,
  );
  holder[path.at(-1)!] = value;
  return JSON.parse(JSON.stringify(copy));
}

function journalOfOne(record: VideoRecord): Journal {
  return {
    filenames: () => [record.filename],
    has: (filename) => filename === record.filename,
    tagNames: () => Object.keys(record.tags ?? {}),
    read: () => record,
    close: () => {},
  };
}

Deno.test("records of every kind of outcome have no fault", () => {
  for (const record of records) equal(recordFault(JSON.parse(JSON.stringify(record))), null);
});

Deno.test("whatever value is edited into another kind is named, or else harms no reader", () =>
  withFolder((folder) => {
    const record = records[0]!;
    let refused = 0;
    for (const path of paths(record)) {
      for (const value of [undefined, null, "text", 7.5, -1, true, [], {}]) {
        const one = edited(record, path, value);
        const fault = recordFault(one);
        if (fault !== null) {
          refused += 1;
          ok(fault !== "", `${path} is in a record`);
          continue;
        }
        const journal = journalOfOne(one as VideoRecord);
        try {
          readColumns(manifest, journal);
          writeTables(folder, { manifest, journal });
        } catch (error) {
          ok(error instanceof AssayError, `${path} = ${JSON.stringify(value)}: ${error}`);
        }
      }
    }
    ok(refused > 500, String(refused));
  }));

Deno.test("what is no record at all has no place to name", () => {
  for (const value of [null, 7, "text", true]) equal(recordFault(value), "");
});

Deno.test("numbers out of their range and places that are not there are faults", () => {
  const record = records[0]!;
  const cases: readonly (readonly [Path, unknown, string])[] = [
    [["variants", 1, "probability"], 1.5, "variants[1].probability"],
    [["variants", 0, "stages", 2], 900, "variants[0].stages[2]"],
    [["variants", 0, "stages", 2], record.variants[0]!.stages[1], "variants[0].stages[2]"],
    [["faces", 1, "scores", "demo@fp32@b1"], 2, 'faces[1].scores["demo@fp32@b1"]'],
    [["faces", 0, "box"], [1, 2, 3], "faces[0].box"],
    [["stages", 3, "faces"], [99], "stages[3].faces"],
  ];
  for (const [path, value, fault] of cases) equal(recordFault(edited(record, path, value)), fault);
});
