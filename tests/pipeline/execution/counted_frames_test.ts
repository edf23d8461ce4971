import { deepEqual as same, equal, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { openStageStore } from "../../../src/platform/files/stage_store.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { makeVideo } from "../../platform/ffmpeg/made_video.ts";
import { context, variant } from "../example_plan.ts";
import { executed } from "../executed.ts";
import { tinyModels } from "../tiny_models.ts";

const WHOLE = { faceDetector: "whole_frame", frames: 8, batchSize: 1 } as const;
const VARIANTS = [
  variant("container", WHOLE),
  variant("decoded", { ...WHOLE, frameCount: "decoded" }),
];

function golden(name: string): string {
  return join(projectRoot(), "tests", "golden", "decode", name);
}

Deno.test("frames that an edit list cuts away are not chosen where frames are counted", () =>
  inFolder(async (folder) => {
    const models = await tinyModels(folder);
    const record = await executed(golden("trimmed.mp4"), VARIANTS, { ...context, models });
    const read = record.variants.map(({ framesRequested, framesRead }) => [
      framesRequested,
      framesRead,
    ]);
    same(read, [[8, 5], [8, 8]]);
    same(record.metadata?.decodedCount, 15);
    equal(Math.max(...record.faces.map(({ frame }) => frame)), 14);
  }));

Deno.test("what was counted by decoding is known the second time", () =>
  inFolder(async (folder) => {
    const base = { ...context, models: await tinyModels(folder) };
    const store = await openStageStore({ folder: join(folder, "stages") });
    const cache = { store, device: "any" };
    const path = golden("without_duration.webm");
    const first = await executed(path, VARIANTS, { ...base, cache });
    const again = await executed(path, VARIANTS, { ...base, cache });
    same(again.metadata, first.metadata);
    same(again.faces, first.faces);
    equal(first.metadata?.decodedCount, 25);
  }));

Deno.test("a video whose container is right is not decoded to be counted", () =>
  inFolder(async (folder) => {
    const models = await tinyModels(folder);
    const path = await makeVideo(folder, { frames: 10 });
    const record = await executed(path, VARIANTS, { ...context, models });
    equal(record.metadata?.decodedCount, undefined);
    equal(record.metadata?.packetCount, 10);
    const [container, decoded] = record.variants;
    same(decoded, { ...container!, variant: "decoded", stages: decoded!.stages });
  }));

Deno.test("a count that a damaged stream proves wrong is mended, and frames are chosen anew", () =>
  inFolder(async (folder) => {
    const models = await tinyModels(folder);
    const path = await makeVideo(folder, { name: "sound.mp4", frames: 50 });
    const bytes = readFileSync(path);
    const damaged = join(folder, "damaged.mp4");
    // The last third of the pictures, which lie behind the index.
    writeFileSync(damaged, bytes.fill(0, Math.floor(bytes.length * 2 / 3)));
    const record = await executed(damaged, VARIANTS, { ...context, models });
    const [container, decoded] = record.variants;
    const { frameCount, packetCount, decodedCount } = record.metadata!;
    same([frameCount, packetCount], [50, 50]);
    ok(decodedCount !== undefined && decodedCount > 8 && decodedCount < 50, `${decodedCount}`);
    ok(container!.framesRead! < 8, `${container!.framesRead} of a container's frames`);
    equal(decoded!.framesRead, 8);
  }));
