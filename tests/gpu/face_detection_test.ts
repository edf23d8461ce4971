import assert from "node:assert/strict";
import { join } from "node:path";
import type { DetectedFace } from "../../src/records/face.ts";
import type { Provider } from "../../src/records/provider.ts";
import type { ClipSource, VideoMetadata } from "../../src/records/video.ts";
import { detectorInput } from "../../src/stages/faces/detector_input.ts";
import { PRESETS } from "../../src/config/presets.ts";
import { mtcnn } from "../../src/stages/faces/mtcnn.ts";
import { openMtcnnNetworks } from "../../src/stages/faces/mtcnn_networks.ts";
import { decodeFrames } from "../../src/platform/ffmpeg/frame_stream.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { probeVideo } from "../../src/platform/ffmpeg/video_probe.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { gpuTest } from "./gpu_test_case.ts";

const datasets = join(projectRoot(), "datasets");
const networks = join(projectRoot(), "models", "mtcnn");
const VIDEOS = 4;
const POSITIONS = [0, 20, 40, 60];

const DETECTION = PRESETS.reference;

gpuTest("MTCNN finds the CPU's boxes within 0.05 px on CUDA", async () => {
  const videos = await demoVideos();
  const [cpu, cuda] = [await detections(videos, "cpu"), await detections(videos, "cuda")];
  assert.deepEqual(cuda.map(({ length }) => length), cpu.map(({ length }) => length));
  assert.ok(cpu.flat().length > 0, "there are faces to compare");
  const [ones, others] = [cpu, cuda].map((frames) => frames.flat().flatMap(({ box }) => [...box]));
  const largest = Math.max(...ones!.map((side, i) => Math.abs(side - others![i]!)));
  console.log(`${cpu.flat().length} faces; boxes differ by at most ${largest} px`);
  assert.ok(largest <= 0.05, `${largest} px`);
}, { files: [join(datasets, "demo", "metadata.json"), join(networks, "pnet.onnx")] });

async function demoVideos(): Promise<{ source: ClipSource; metadata: VideoMetadata }[]> {
  const { videos } = await openDataset("demo", { datasetsFolder: datasets });
  return await Promise.all(
    videos.slice(0, VIDEOS).map(async ({ source }) => ({
      source,
      metadata: await probeVideo(source),
    })),
  );
}

/** The faces of each frame. */
async function detections(
  videos: readonly { readonly source: ClipSource; readonly metadata: VideoMetadata }[],
  provider: Provider,
): Promise<(readonly DetectedFace[])[]> {
  const detector = mtcnn(await openMtcnnNetworks(networks, { provider, threads: 2 }), DETECTION);
  const found: (readonly DetectedFace[])[] = [];
  try {
    for (const { source, metadata } of videos) {
      for await (const { image } of decodeFrames(source, metadata, { positions: POSITIONS })) {
        found.push(await detector.detect(detectorInput(image, DETECTION.detectorScale)));
      }
    }
    return found;
  } finally {
    await detector.release();
  }
}
