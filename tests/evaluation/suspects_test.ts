import { deepEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VideoRecord } from "../../src/records/run_result.ts";
import type { DatasetVideo, VideoId } from "../../src/records/video.ts";
import { orderWork } from "../../src/evaluation/suspects.ts";
import {
  type InterruptedWork,
  readWorkNote,
  removeWorkNote,
  WORK_NOTE,
  writeWorkNote,
} from "../../src/runs/work_note.ts";
import { inFolder } from "../commands/in_folder.ts";
import { fileClip } from "../../src/records/clip_source.ts";

const videos = ["a", "b", "c", "d"].map((name): DatasetVideo => {
  const id = name as VideoId;
  return { id, source: fileClip(`/${name}`), label: null, group: name, split: null, tags: {} };
});

/** The order after a process that died, by name; a video named in `crashed` has such a row from before. */
function order(interrupted: InterruptedWork, crashed: readonly string[] = []) {
  const error = "CRASHED_TWICE: said before.";
  const recordOf = ({ id }: DatasetVideo) =>
    crashed.includes(id) ? { variants: [{ error }] } as unknown as VideoRecord : null;
  const { crashed: rows, alone, together } = orderWork(videos, { interrupted, recordOf });
  const names = (some: readonly DatasetVideo[]) => some.map(({ id }) => id).join("");
  return [names(rows), names(alone), names(together)];
}

Deno.test("videos in progress when the process died are run alone, the others together", () => {
  deepEqual(order({ alone: null, together: [] }), ["", "", "abcd"]);
  deepEqual(order({ alone: null, together: ["d", "b"] }), ["", "bd", "ac"]);
  deepEqual(order({ alone: null, together: ["gone"] }), ["", "", "abcd"]);
});

Deno.test("a video over which the process died alone has crashed twice; those that waited are still run alone", () => {
  deepEqual(order({ alone: "b", together: ["d"] }), ["b", "d", "ac"]);
});

Deno.test("a video that crashed twice is alone too when it is tried again", () => {
  deepEqual(order({ alone: null, together: [] }, ["c"]), ["", "c", "abd"]);
  deepEqual(order({ alone: "c", together: [] }, ["c"]), ["c", "", "abd"]);
});

Deno.test("a note is read back unchanged, and a missing or damaged one is empty", () =>
  inFolder((folder) => {
    const nothing = { alone: null, together: [] };
    deepEqual(readWorkNote(folder), nothing);
    const work = { alone: "a", together: ["b", "c"] };
    writeWorkNote(folder, work);
    deepEqual(readWorkNote(folder), work);
    for (const damage of ["", "{", "null", "[]", '{"alone":1,"together":[]}', '{"alone":null}']) {
      writeFileSync(join(folder, WORK_NOTE), damage);
      deepEqual(readWorkNote(folder), nothing, damage);
    }
    removeWorkNote(folder);
    removeWorkNote(folder);
    deepEqual(readWorkNote(folder), nothing);
    return Promise.resolve();
  }));
