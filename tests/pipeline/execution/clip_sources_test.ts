import { deepEqual as same, match, ok } from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variant } from "../../../src/config/variant.ts";
import type { ArchiveFolder } from "../../../src/platform/archives/member_tree.ts";
import { readArchive } from "../../../src/platform/archives/open_archive.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { fileClip } from "../../../src/records/clip_source.ts";
import { openStageStore } from "../../../src/platform/files/stage_store.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { ClipSource, FramesClip } from "../../../src/records/video.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { madeTar, madeZip } from "../../platform/archives/made_archives.ts";
import { madePng, plainPng } from "../../platform/pictures/made_pictures.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";
import { context, variant } from "../example_plan.ts";
import { executed, type ExecutedContext } from "../executed.ts";
import { tinyModels } from "../tiny_models.ts";

const VARIANTS: readonly Variant[] = [
  variant("few", { frames: 3, batchSize: 1 }),
  variant("decoded", { frames: 4, batchSize: 1, frameCount: "decoded" }),
];

/** Characters that have a meaning for ffmpeg or a shell. */
const ODD_NAME = "a,b:c;start,1,,:%d'\"\\ é#[x]";

async function scene(folder: string): Promise<ExecutedContext> {
  return { ...context, models: await tinyModels(folder) };
}

/** A record without its times. */
function timeless({ stages, faces, variants, ...rest }: VideoRecord) {
  const { contentHash, metadata } = rest;
  const views = stages.map(({ key, digest }) => ({ key, digest }));
  return { contentHash, metadata, views, faces, variants };
}

function memberOf(archive: string, name: string): ClipSource {
  const node = (readArchive(archive) as ArchiveFolder).children.get(name)!;
  return { kind: "member", archive, ...(node as { span: { start: number; end: number } }).span };
}

/** Writes the frames of a video as PNG pictures. */
async function writeFrames(video: string, folder: string): Promise<FramesClip> {
  const source = fileClip(video);
  mkdirSync(folder);
  const names: string[] = [];
  for await (
    const { position, image } of decodeFrames(source, await probeVideo(source), {
      positions: "all",
    })
  ) {
    names.push(`${position}.png`);
    writeFileSync(join(folder, `${position}.png`), madePng(image));
  }
  return { kind: "frames", folder, names };
}

faceTest(
  "a video in a stored zip or a tar gives the record of its file, whatever the archive is called",
  () =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 8 });
      const content = readFileSync(path), base = await scene(folder);
      const files = [{ name: "other.mp4", content: "other" }, { name: "a.mp4", content }];
      const whole = timeless(await executed(path, VARIANTS, base));
      ok(whole.faces.length > 0);
      for (const [name, bytes] of [[".zip", madeZip(files)], [".tar", madeTar(files)]] as const) {
        const archive = join(folder, `${ODD_NAME}${name}`);
        writeFileSync(archive, bytes);
        const source = memberOf(archive, "a.mp4");
        same(timeless(await executed(source, VARIANTS, base)), whole);
        same(await probeVideo(source), await probeVideo(fileClip(path)));
      }
      same(readdirSync(folder).filter((name) => name.endsWith(".mp4")).length, 1);
    }),
);

faceTest(
  "exact pictures of a video's frames give its faces and scores, in a folder and in an archive",
  () =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 8 });
      const base = await scene(folder);
      const frames = await writeFrames(path, join(folder, "frames"));
      const ofVideo = await executed(path, VARIANTS, base);
      const ofFrames = await executed(frames, VARIANTS, base);
      same(ofFrames.faces, ofVideo.faces);
      const scores = ({ variants }: VideoRecord) =>
        variants.map(({ probability, faces, framesRead }) => ({ probability, faces, framesRead }));
      same(scores(ofFrames), scores(ofVideo));
      const archive = join(folder, "frames.tar");
      const bytes = frames.names.map((name) => ({
        ...{ name, content: new Uint8Array(readFileSync(join(frames.folder, name))) },
      }));
      writeFileSync(archive, madeTar(bytes));
      const { children } = readArchive(archive);
      const spans = frames.names.map((name) =>
        (children.get(name) as { span: { start: number; end: number } }).span
      );
      const inArchive = await executed({ kind: "member_frames", archive, spans }, VARIANTS, base);
      same(timeless(inArchive), timeless(ofFrames));
    }),
);

faceTest(
  "pictures of several sizes, and broken ones, go through all stages and the stage cache",
  () =>
    inFolder(async (folder) => {
      const whole = VARIANTS.map((one): Variant => ({ ...one, faceDetector: "whole_frame" }));
      const base = await scene(folder);
      const names = ["0.png", "1.png", "2.png", "3.png"];
      names.forEach((name, i) =>
        writeFileSync(join(folder, name), plainPng(40 + 9 * i, 60, 40 * i))
      );
      writeFileSync(join(folder, "2.png"), "broken");
      const source = { kind: "frames", folder, names } as const;
      const uncached = await executed(source, whole, base);
      same(uncached.variants.map(({ error }) => error), [null, null]);
      same(uncached.variants.find(({ variant }) => variant === "decoded")!.framesRead, 3);
      const store = await openStageStore({ folder: join(folder, "stages") });
      const cache = { store, device: "any" };
      await executed(source, whole, { ...base, cache });
      same(timeless(await executed(source, whole, { ...base, cache })), timeless(uncached));
      for (const name of names) writeFileSync(join(folder, name), "broken");
      const broken = await executed(source, whole, base);
      match(String(broken.variants[0]!.error), /^VIDEO_UNDECODABLE/);
    }),
);
