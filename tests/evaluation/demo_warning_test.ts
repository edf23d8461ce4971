import { deepEqual as same, equal, match } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoWarning } from "../../src/evaluation/demo_warning.ts";
import { FOLDERS } from "../../src/evaluation/folders.ts";
import type { PlannedModel } from "../../src/pipeline/plan/plan.ts";
import { recordBuilt, writeBuilt } from "../../src/platform/files/built_record.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { fileClip } from "../../src/records/clip_source.ts";
import type { DatasetVideo, Label, VideoId } from "../../src/records/video.ts";
import { inFolder } from "../commands/in_folder.ts";
import { card } from "../pipeline/example_plan.ts";

const TRAINED_ON = [{
  dataset: "demo",
  videos: ["cap12-011.mp4", "franck-001-fake.mp4"],
  note: "",
}];

function model(
  name: string,
  { trainedOn = [], sha256 = "a1" }: Partial<typeof card> & { readonly sha256?: string } = {},
): PlannedModel {
  return {
    card: { ...card, name, trainedOn },
    folder: `/models/${name}`,
    sha256: { fp32: sha256 },
    interface: "i1",
  };
}

const DEMO = model("demo", { trainedOn: TRAINED_ON });

function videosOf(labels: Readonly<Record<string, Label | null>>) {
  const videos = Object.entries(labels).map(([id, label]): DatasetVideo => ({
    ...{ id: id as VideoId, source: fileClip(`/clips/${id}`), label, group: id },
    ...{ split: null, tags: {} },
  }));
  return { videos };
}

const CLIPS = videosOf({
  "cap12-011.mp4": "REAL",
  "in/cap12-011-fake.mp4": "FAKE",
  "franck-001.mp4": null,
});

Deno.test("the demo classifier is warned of on any other videos, and only it", async () => {
  const own = videosOf({ "a.mp4": "REAL", "b.mp4": "FAKE" });
  const warning = await demoWarning([model("mine"), DEMO], own, FOLDERS);
  same([warning?.kind, warning?.count], ["demo_classifier", 2]);
  match(warning!.sentence, /^"demo" is the demo classifier.*scores of these videos mean nothing/);
  equal(await demoWarning([model("mine")], own, FOLDERS), null);
});

Deno.test("the demo's videos are known by names and labels, wherever they lie", async () => {
  equal(await demoWarning([DEMO], CLIPS, FOLDERS), null);
  const swapped = videosOf({ "cap12-011.mp4": "FAKE" });
  equal((await demoWarning([DEMO], swapped, FOLDERS))?.count, 1);
  const mixed = { videos: [...CLIPS.videos, ...videosOf({ "a.mp4": "REAL" }).videos] };
  match((await demoWarning([DEMO], mixed, FOLDERS))!.sentence, /1 of 4 videos mean nothing/);
});

Deno.test("a copy of the demo classifier under another name is known by its file", () =>
  inFolder(async (folder) => {
    const place = join(folder, "demo");
    mkdirSync(place);
    writeFileSync(join(place, "demo.onnx"), "weights");
    writeBuilt(place, await recordBuilt(place, { recipe: 1, names: ["demo.onnx"] }));
    const copied = model("mine", { sha256: sha256Hex("weights") });
    const folders = { ...FOLDERS, demoModel: place };
    match((await demoWarning([copied], videosOf({ "a.mp4": null }), folders))!.sentence, /"mine"/);
  }));

Deno.test("without the demo's cards nothing is known of it", () =>
  inFolder(async (folder) => {
    const folders = { demoDataset: join(folder, "none"), demoModel: join(folder, "none") };
    equal(await demoWarning([DEMO], CLIPS, folders), null);
  }));
