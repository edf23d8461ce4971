import { deepEqual as same } from "node:assert/strict";
import { matchNames } from "../../../src/evaluation/scores/match_names.ts";

function matched(names: readonly string[], ids: readonly string[]) {
  return Object.fromEntries(
    [...matchNames(names, ids)].map(([name, { id, match }]) => [name, [id, match]]),
  );
}

Deno.test("names are matched as they are, by form, case, extension and the end of the path", () => {
  same(
    matched(
      ["a.mp4", "./b.mp4", "C.MP4", "d", "/data/x/e.mp4", "f.mp4", "'=g.mp4", "nothing.mp4"],
      ["a.mp4", "b.mp4", "c.mp4", "d.avi", "e.mp4", "REAL/f.mp4", "=g.mp4"],
    ),
    {
      "a.mp4": ["a.mp4", null],
      "./b.mp4": ["b.mp4", "form"],
      "C.MP4": ["c.mp4", "case"],
      "d": ["d.avi", "extension"],
      "/data/x/e.mp4": ["e.mp4", "folder"],
      "f.mp4": ["REAL/f.mp4", "folder"],
      "'=g.mp4": ["=g.mp4", null],
    },
  );
});

Deno.test("a name that fits several videos fits none", () => {
  same(matched(["a.mp4"], ["REAL/a.mp4", "FAKE/a.mp4"]), {});
});

Deno.test("a video whose name is in the file is not given to another name", () => {
  same(matched(["a.mp4", "other/a.mp4"], ["a.mp4"]), { "a.mp4": ["a.mp4", null] });
});
