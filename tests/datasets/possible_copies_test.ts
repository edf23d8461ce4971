import { deepEqual as same } from "node:assert/strict";
import { join } from "node:path";
import { findPossibleCopies } from "../../src/datasets/possible_copies.ts";
import { fileClip } from "../../src/records/clip_source.ts";
import type { ClipSource, DatasetVideo, Label, VideoId } from "../../src/records/video.ts";
import { withFolder } from "./dataset_folder.ts";

function video(id: string, source: ClipSource, label: Label = "REAL"): DatasetVideo {
  return { id: id as VideoId, source, label, group: id, split: null, tags: {} };
}

Deno.test("files of equal size with equal ends are possible copies, others are not", () => {
  const long = "x".repeat(200_000);
  const files = {
    "a.mp4": "same",
    "b.mp4": "same",
    "c.mp4": "else",
    "d.mp4": "",
    "e.mp4": "",
    "f.mp4": long,
    "g.mp4": `${long.slice(1)}y`,
  };
  return withFolder(files, async (folder) => {
    const videos = Object.keys(files).map((name) => video(name, fileClip(join(folder, name))));
    const copies = await findPossibleCopies(videos);
    same(copies.examples, [["a.mp4", "b.mp4"]]);
    same([copies.sets, copies.videos, copies.bothLabels, copies.notCompared], [1, 2, 0, 0]);
    same(copies.empty, { count: 2, names: ["d.mp4", "e.mp4"] });
  });
});

Deno.test("possible copies with both labels come first", () =>
  withFolder({ "a": "12", "b": "12", "c": "345", "d": "345" }, async (folder) => {
    const at = (name: string, label: Label) => video(name, fileClip(join(folder, name)), label);
    const videos = [at("a", "REAL"), at("b", "REAL"), at("c", "REAL"), at("d", "FAKE")];
    const copies = await findPossibleCopies(videos);
    same([copies.sets, copies.bothLabels, copies.examples[0]], [2, 1, ["c", "d"]]);
  }));

Deno.test("members of an archive are compared by their bytes in it; folders of frames, and what is gone, are not", () =>
  withFolder({ "x.zip": "..abcabd..abc" }, async (folder) => {
    const archive = join(folder, "x.zip");
    const member = (start: number): ClipSource => ({
      kind: "member",
      archive,
      start,
      end: start + 3,
    });
    const copies = await findPossibleCopies([
      video("a", member(2)),
      video("b", member(5)),
      video("c", member(10)),
      video("d", { kind: "frames", folder, names: ["1.png"] }),
      video("e", { kind: "frames", folder, names: ["1.png"] }),
      video("f", fileClip(join(folder, "gone"))),
    ]);
    same(copies.examples, [["a", "c"]]);
  }));
