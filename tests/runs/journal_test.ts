import assert from "node:assert/strict";
import { appendFileSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { AssayError } from "../../src/records/errors.ts";
import type { VideoRecord } from "../../src/records/run_result.ts";
import { journalLine } from "../../src/runs/journal_line.ts";
import { readJournal, resumeJournal } from "../../src/runs/journal.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";

const { records } = fakeRun({ videos: 6, filenames: ["b/ä.mp4", "a\n.mp4", "😀.mp4"] });

function written(folder: string, lines: readonly VideoRecord[] = records): string {
  const path = join(folder, "journal.jsonl");
  const journal = resumeJournal(path);
  for (const record of lines) journal.append(record);
  journal.close();
  return path;
}

/** A line with a checksum that fits, whatever it holds. */
function checkedLine(value: unknown): string {
  return new TextDecoder().decode(journalLine(value as VideoRecord)).trimEnd();
}

function exitCodeOf(action: () => unknown): number {
  try {
    action();
  } catch (error) {
    if (error instanceof AssayError) return error.exitCode;
  }
  throw new Error("no AssayError was thrown");
}

Deno.test("a journal gives back every record, by name, in code point order", () =>
  withFolder((folder) => {
    const journal = readJournal(written(folder));
    assert.deepEqual(journal.filenames(), [
      "a\n.mp4",
      "b/ä.mp4",
      "fake_0001.mp4",
      "fake_0002.mp4",
      "real_0002.mp4",
      "😀.mp4",
    ]);
    for (const record of records) assert.deepEqual(journal.read(record.filename), record);
    journal.close();
  }));

Deno.test("a record is on disk when append returns", () =>
  withFolder((folder) => {
    const path = join(folder, "journal.jsonl");
    const journal = resumeJournal(path);
    records.forEach((record, i) => {
      journal.append(record);
      assert.deepEqual(journal.read(record.filename), record);
      assert.equal(readFileSync(path, "utf8").split("\n").length, i + 2);
    });
    journal.close();
  }));

Deno.test("wherever the last line is torn, resuming drops it and the run goes on", () =>
  withFolder((folder) => {
    const path = written(folder);
    const whole = readFileSync(path);
    const lastStart = whole.lastIndexOf(0x0a, whole.byteLength - 2) + 1;
    fc.assert(
      fc.property(fc.integer({ min: lastStart, max: whole.byteLength - 1 }), (end) => {
        writeFileSync(path, whole);
        truncateSync(path, end);
        const reading = readJournal(path);
        assert.equal(reading.filenames().length, records.length - 1);
        reading.close();
        const journal = resumeJournal(path);
        journal.append(records[records.length - 1]!);
        journal.close();
        assert.deepEqual(readFileSync(path), whole);
      }),
      { numRuns: 40 },
    );
  }));

Deno.test("a last line that is complete but unreadable counts as torn", () =>
  withFolder((folder) => {
    const path = written(folder);
    const whole = readFileSync(path);
    appendFileSync(path, new Uint8Array([0, 0, 0, 0x0a]));
    resumeJournal(path).close();
    assert.deepEqual(readFileSync(path), whole);
  }));

Deno.test("reading alone leaves a torn line where it is", () =>
  withFolder((folder) => {
    const path = written(folder);
    appendFileSync(path, '{"filename":"torn');
    const before = readFileSync(path);
    readJournal(path).close();
    assert.deepEqual(readFileSync(path), before);
  }));

Deno.test("damage before the last line is an error with exit code 3 that names the line", () =>
  withFolder((folder) => {
    const lines = readFileSync(written(folder), "utf8").split("\n");
    const { stages: _, ...withoutStages } = records[1]!;
    const without = checkedLine(withoutStages);
    for (const damage of ["", "{}", lines[1]!.slice(0, 90), "null", without]) {
      const path = join(folder, "damaged.jsonl");
      writeFileSync(path, [lines[0], damage, ...lines.slice(2)].join("\n"));
      assert.equal(exitCodeOf(() => readJournal(path)), 3);
      assert.equal(exitCodeOf(() => resumeJournal(path)), 3);
      assert.throws(() => readJournal(path), /line 2 (\(see \w+\) )?(is not a|does not match)/);
    }
  }));

Deno.test("a line edited into wrong kinds is an error with exit code 3 that names line and place, also the last", () =>
  withFolder((folder) => {
    const lines = readFileSync(written(folder), "utf8").split("\n");
    const edited = (place: number, text: string) => {
      const path = join(folder, "edited.jsonl");
      writeFileSync(path, lines.with(place, text).join("\n"));
      return path;
    };
    const [first, ...others] = records[1]!.variants;
    const variants = [{ ...first, probability: "0.4" }, ...others];
    const last = records.length - 1;
    const cases: readonly (readonly [number, unknown, RegExp])[] = [
      [1, { ...records[1], variants }, /line 2 \(see variants\[0\]\.probability\)/],
      [1, { ...records[1], stages: "none" }, /line 2 \(see stages\)/],
      [last, { ...records[last], group: 7 }, /line 6 \(see group\)/],
      [last, {}, /line 6 \(see stages\)/],
    ];
    for (const [place, value, at] of cases) {
      const path = edited(place, checkedLine(value));
      const before = readFileSync(path);
      assert.equal(exitCodeOf(() => readJournal(path)), 3);
      assert.equal(exitCodeOf(() => resumeJournal(path)), 3);
      assert.throws(() => readJournal(path), at);
      assert.deepEqual(readFileSync(path), before, "nothing is cut off");
    }
  }));

Deno.test("a missing journal is an error with exit code 3 for readers and a new one for runs", () =>
  withFolder((folder) => {
    const path = join(folder, "journal.jsonl");
    assert.equal(exitCodeOf(() => readJournal(path)), 3);
    resumeJournal(path).close();
    assert.deepEqual(readJournal(path).filenames(), []);
  }));

Deno.test("a journal that is being written is refused to a second writer, not to readers, until it is closed", () =>
  withFolder((folder) => {
    const path = written(folder, records.slice(0, 2));
    const first = resumeJournal(path);
    assert.equal(exitCodeOf(() => resumeJournal(path)), 2);
    const reading = readJournal(path);
    assert.equal(reading.filenames().length, 2);
    reading.close();
    first.append(records[2]!);
    first.close();
    const second = resumeJournal(path);
    second.append(records[3]!);
    assert.equal(second.filenames().length, 4);
    second.close();
  }));

Deno.test("a link or a folder in a journal's place is refused, and what the link leads to stays", () =>
  withFolder((folder) => {
    const [elsewhere, path] = [join(folder, "elsewhere"), join(folder, "journal.jsonl")];
    writeFileSync(elsewhere, "precious");
    symlinkSync(elsewhere, path);
    assert.equal(exitCodeOf(() => resumeJournal(path)), 3);
    assert.equal(readFileSync(elsewhere, "utf8"), "precious");
    assert.equal(exitCodeOf(() => readJournal(folder)), 3);
  }));

Deno.test("one changed digit is an error that names the line, also in the last", () =>
  withFolder((folder) => {
    const path = written(folder);
    const lines = readFileSync(path, "utf8").split("\n");
    for (const place of [1, records.length - 1]) {
      const changed = lines[place]!.replace(/"probability":0\.\d/, '"probability":0.0');
      writeFileSync(path, lines.with(place, changed).join("\n"));
      const fault = new RegExp(`line ${place + 1} does not match its checksum`);
      assert.throws(() => readJournal(path), fault);
      assert.throws(() => resumeJournal(path), fault);
    }
  }));

Deno.test("a video is added again only when it was tried again, and then the last line counts", () =>
  withFolder((folder) => {
    const path = written(folder, records.slice(0, 2));
    const journal = resumeJournal(path);
    assert.throws(() => journal.append(records[0]!), RangeError);
    assert.throws(() => journal.append(records[2]!, { again: true }), RangeError);
    journal.append({ ...records[0]!, group: "other" }, { again: true });
    const proof = journal.proof();
    journal.close();
    assert.equal(proof.lines, 3);
    const reading = readJournal(path, { kind: "complete", proof });
    assert.equal(reading.filenames().length, 2);
    assert.equal(reading.read(records[0]!.filename).group, "other");
    reading.close();
  }));

Deno.test("records longer than the read buffer are found", () =>
  withFolder((folder) => {
    const long = { ...records[1]!, group: "g".repeat(3_000_000) };
    const journal = readJournal(written(folder, [records[0]!, long, records[2]!]));
    assert.deepEqual(journal.read(long.filename), long);
    assert.deepEqual(journal.read(records[2]!.filename), records[2]);
    journal.close();
  }));
