import assert from "node:assert/strict";
import fc from "fast-check";
import { pairVideos } from "../../../src/analysis/comparison/pair_videos.ts";
import type { ComparableRun } from "../../../src/records/comparable_run.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { madeRun, type MadeVideo } from "./made_runs.ts";

function runOf(name: string, videos: readonly MadeVideo[]): ComparableRun {
  const sorted = videos.toSorted((a, b) => a.filename < b.filename ? -1 : 1);
  return madeRun({ name, variants: { reference: sorted } });
}

function refusal(before: ComparableRun, after: ComparableRun, shared = false): AssayError {
  try {
    pairVideos(before, after, { shared });
  } catch (error) {
    if (error instanceof AssayError) return error;
  }
  throw new Error("it was not refused");
}

const videos = fc.uniqueArray(
  fc.record({
    filename: fc.constantFrom(..."abcdefgh"),
    hash: fc.constantFrom("one", "other", null),
    label: fc.constantFrom(-1, 0, 1),
  }),
  { selector: ({ filename }) => filename, minLength: 1 },
);

Deno.test("every video is paired, changed, or on one side only, as a naive search finds", () => {
  fc.assert(fc.property(videos, videos, (was, is) => {
    const [before, after] = [runOf("A", was), runOf("B", is)];
    const both = is.flatMap((one) => {
      const other = was.find(({ filename }) => filename === one.filename);
      return other ? [[other, one] as const] : [];
    });
    const same = both.filter(([a, b]) =>
      a.label === b.label && (a.hash === b.hash || a.hash === null || b.hash === null)
    ).map(([a]) => a.filename).sort();
    if (same.length === 0) {
      assert.equal(refusal(before, after, true).code, "NO_COMMON_VIDEO");
      return;
    }
    const pairing = pairVideos(before, after, { shared: true });
    assert.deepEqual(pairing.videos.filenames, same);
    assert.deepEqual(
      same,
      [...pairing.videos.before].map((row) => before.filenames[row] as string),
    );
    assert.deepEqual(same, [...pairing.videos.after].map((row) => after.filenames[row] as string));
    assert.equal(pairing.changed.length, both.length - same.length);
    assert.deepEqual(
      pairing.relabelled.map(({ filename, before, after }) => [filename, before, after]).sort(),
      both.filter(([a, b]) => a.label !== b.label).map(([a, b]) => [a.filename, a.label, b.label])
        .sort(),
    );
    assert.equal(pairing.onlyBefore.length, was.length - both.length);
    assert.equal(pairing.onlyAfter.length, is.length - both.length);
    const isWhole = same.length === was.length && same.length === is.length;
    if (isWhole) assert.deepEqual(pairVideos(before, after, { shared: false }), pairing);
    else assert.equal(refusal(before, after).exitCode, 3);
  }));
});

Deno.test("what is missing on either side is said, the first five by name", () => {
  const names = (text: string) => [...text].map((filename) => ({ filename }));
  const { code, message } = refusal(runOf("A", names("abcdefgx")), runOf("B", names("xy")));
  assert.equal(code, "DATASETS_DIFFER");
  assert.match(message, /7 videos only in A \(a, b, c, d, e and 2 more\); 1 video only in B \(y\)/);
  assert.match(message, /--shared/);
});

Deno.test("content that one run could not read is no other content", () => {
  const [before, after] = [
    runOf("A", [{ filename: "x", hash: null }]),
    runOf("B", [{ filename: "x" }]),
  ];
  assert.equal(pairVideos(before, after, { shared: false }).videos.filenames.length, 1);
});

Deno.test("videos of another group are compared and counted", () => {
  const before = runOf("A", [{ filename: "x", group: "one" }, { filename: "y" }]);
  const after = runOf("B", [{ filename: "x", group: "two" }, { filename: "y" }]);
  const { videos, regrouped } = pairVideos(before, after, { shared: false });
  assert.equal(regrouped, 1);
  assert.equal(videos.groups[0], "two");
});
