import type { PositionSet } from "../base/position_set.ts";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import type { Classifier } from "../stages/classifiers/contract.ts";
import type { Measurements } from "./result.ts";
import { counted } from "../base/text/counted.ts";
import type { DatasetVideo, VideoMetadata } from "../records/video.ts";
import { type Plan, soloPlan } from "../pipeline/plan/plan.ts";
import { sampleFrames } from "../pipeline/execution/sample_frames.ts";
import { isStream } from "../platform/ffmpeg/clip_stream.ts";
import { decodeOnly } from "../platform/ffmpeg/decode_only.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { sha256Clip } from "../platform/files/clip_contents.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import { againstLimits, LIMIT_WORKS } from "./against_limits.ts";
import { openTimedPass, type TimedPass } from "./limits_pass.ts";
import { type MatrixProduct, openMatrixProduct } from "./matrix.ts";
import { benchVideos } from "./pass.ts";
import { type BenchWork, measureRounds, type RoundOptions } from "./rounds.ts";
import type { NetworkWork } from "./timed_resources.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";

/** Default number of videos of a sample. */
const VIDEOS = 3;

/** Matrix products per sample, several because the first one starts with cold caches. */
const PRODUCTS = 8;

/** A video with the frames to decode. */
interface WantedVideo extends DatasetVideo {
  readonly metadata: VideoMetadata;
  readonly positions: PositionSet;
}

/** Everything that is measured, opened. */
interface Limits {
  readonly variant: string;
  readonly videos: readonly WantedVideo[];
  /** On one thread, and on all cores if there are several. */
  readonly products: readonly (MatrixProduct & { readonly threads: number })[];
  readonly pass: TimedPass;
  /** Work of the networks in each run of the pass, warm-up included. */
  readonly networkWork: NetworkWork[];
}

/** Breaks down the time of the variant of compareWith, and compares it with the machine's limits. */
export async function benchLimits(
  evaluation: Evaluation,
  { limited, rounds }: { limited: boolean; rounds: RoundOptions },
): Promise<Measurements> {
  const { config, dataset } = evaluation;
  const chosen = evaluation.plan.variants.findIndex(({ variant }) =>
    variant.name === config.compareWith
  );
  const plan = soloPlan(evaluation.plan, chosen);
  const wanted = benchVideos(evaluation, { limited, count: VIDEOS });
  const videos = await Promise.all(wanted.map((video) => wantedOf(video, plan)));
  const { provider } = plan;
  const threads = [...new Set([1, readHostFacts().cores])];
  const products = await Promise.all(
    threads.map(async (threads) => ({
      ...await openMatrixProduct({ provider, threads }),
      threads,
    })),
  );
  const pass = await openTimedPass(videos, plan);
  const variant = config.compareWith;
  const networkWork: NetworkWork[] = [];
  try {
    const works = worksOf({ variant, videos, products, pass, networkWork });
    const cases = await measureRounds(works, rounds);
    const decoded = videos.reduce((sum, { positions }) => sum + positions.last + 1, 0);
    const facts = { variant, products, networkWork, videos: videos.length, decoded };
    const what = `${variant} over ${
      counted(videos.length, "video")
    } of ${dataset.name}, one worker`;
    return { what, ...againstLimits(cases, facts) };
  } finally {
    await pass.release();
    for (const product of products) await product.release();
  }
}

/** A video with the frames that the plan's only variant decodes. */
async function wantedOf(video: DatasetVideo, { variants, samples }: Plan): Promise<WantedVideo> {
  const metadata = await probeVideo(video.source);
  const { positions } = sampleFrames(samples[variants[0]!.sample]!, metadata);
  return { ...video, metadata, positions };
}

function worksOf({ variant, videos, products, pass, networkWork }: Limits): BenchWork[] {
  const work = (name: string, per: string, units: number) => (run: () => Promise<unknown>) => ({
    name,
    per,
    units,
    remainder: "rest",
    run: async () => {
      await run();
      return {};
    },
  });
  const eachVideo = (name: string, once: (video: WantedVideo) => Promise<unknown>) =>
    work(name, "video", videos.length)(async () => {
      for (const video of videos) await once(video);
    });
  return [
    ...products.map(({ threads, once }) =>
      work(LIMIT_WORKS.matrix(threads), "product", PRODUCTS)(async () => {
        for (let k = 0; k < PRODUCTS; k++) await once();
      })
    ),
    eachVideo(
      LIMIT_WORKS.ffmpegAlone,
      async ({ source, metadata, positions }) => {
        if (isStream(source)) return await decodeOnly(source, { frames: positions.last + 1 });
        for await (const _ of decodeFrames(source, metadata, { positions })); // no ffmpeg
      },
    ),
    eachVideo(LIMIT_WORKS.decodeStage, async ({ source, metadata, positions }) => {
      for await (const _ of decodeFrames(source, metadata, { positions }));
    }),
    eachVideo(LIMIT_WORKS.contentHash, ({ source }) => sha256Clip(source)),
    normaliseWork(pass.tools.classifiers),
    {
      name: variant,
      per: "video",
      units: videos.length,
      remainder: "rest",
      async run() {
        const { times, work } = await pass.once();
        networkWork.push(work);
        return times as Record<string, number>;
      },
    },
  ];
}

/** Work: filling the input of every classifier of the variant with a face. */
function normaliseWork(classifiers: readonly Classifier[]): BenchWork {
  const { batchSize: units } = classifiers[0]!;
  const inputs = classifiers.map(({ card: { input }, batchSize }) => ({
    tensor: inputTensor(input, batchSize),
    faces: new Uint8Array(batchSize * 3 * input.size ** 2).fill(127),
  }));
  return {
    name: LIMIT_WORKS.normalise,
    per: "face",
    units,
    remainder: "rest",
    run() {
      for (const { tensor, faces } of inputs) tensor.fill(faces);
      return Promise.resolve({});
    },
  };
}
