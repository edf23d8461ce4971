import type {
  MeasuredBreakdown,
  MeasuredCase,
  MeasuredPart,
  MeasuredRate,
  Measurements,
  Spender,
} from "./result.ts";
import { counted } from "../base/text/counted.ts";
import { wallSides } from "./rounds.ts";
import type { NetworkName, NetworkWork } from "./timed_resources.ts";

/** Names of the cases beside the variant itself. */
export const LIMIT_WORKS = {
  matrix: (threads: number) => `matrix product, ${counted(threads, "thread")}`,
  ffmpegAlone: "ffmpeg alone",
  decodeStage: "decode stage",
  contentHash: "content hash",
  normalise: "normalise",
} as const;

export interface LimitFacts {
  readonly variant: string;
  readonly products: readonly { readonly threads: number; readonly gmac: number }[];
  /** Work of the networks in each run of the variant, warm-up first. */
  readonly networkWork: readonly NetworkWork[];
  readonly videos: number;
  /** Frames decoded, up to the last that is used, over all videos. */
  readonly decoded: number;
}

/** Largest share of the wall time for overhead: everything except decoding, networks and pixel kernels. */
const MOST_OVERHEAD = 0.03;

/** Spender of each part of a video's time, in the order of the work. */
const SPENDER: Readonly<Record<string, Spender>> = {
  "ffprobe": "ffmpeg",
  "decode wait": "ffmpeg",
  "digests": "overhead",
  "half size": "pixel kernels",
  "pyramid and windows": "pixel kernels",
  "P-Net": "ONNX Runtime",
  "R-Net": "ONNX Runtime",
  "O-Net": "ONNX Runtime",
  "boxes": "overhead",
  "crop and resize": "pixel kernels",
  "normalise": "pixel kernels",
  "classifier": "ONNX Runtime",
  "pool": "overhead",
  "thumbnail pixels": "pixel kernels",
  "thumbnails": "overhead",
  "hand-over": "overhead",
  "journal": "overhead",
  "rest": "overhead",
};

/** Networks by name, and the unit their time is measured per. */
const NETWORKS: Readonly<Record<NetworkName, string>> = {
  "P-Net": "frame",
  "R-Net": "frame",
  "O-Net": "frame",
  "classifier": "face",
};

/** Compares measurements with the machine's limits, round by round. */
export function againstLimits(
  cases: readonly MeasuredCase[],
  { variant, products, networkWork, videos, decoded }: LimitFacts,
): Omit<Measurements, "what"> {
  const named = (name: string) => cases.find((one) => one.name === name)!;
  const { ffmpegAlone, decodeStage, matrix } = LIMIT_WORKS;
  const pass = named(variant);
  const rounds = pass.samplesMs.length;
  const work = networkWork.slice(-rounds);
  const breakdown = breakdownOf(pass, { named, work, videos });
  const peaks = products.map(({ threads, gmac }) =>
    rateOf(named(matrix(threads)), { unit: "GMAC", work: gmac })
  );
  const decoding = rateOf(named(ffmpegAlone), { unit: "frame", work: decoded / videos });
  const networks = networkRates(breakdown, { work, videos, limit: peaks[0]! });
  const uncounted = networks.filter(({ work }) => !work.every(Number.isFinite));
  return {
    rounds,
    cases: cases.map((one) => ({ ...one, parts: {} })), // the breakdown has them
    ratios: [{
      name: `${decodeStage} / ${ffmpegAlone}`,
      wall: wallSides(named(decodeStage), named(ffmpegAlone)),
      cpu: null, // ffmpeg runs in another process
      predicted: null,
      limit: null,
    }],
    growths: [],
    memory: [],
    rates: [
      ...peaks,
      ...networks.filter((rate) => !uncounted.includes(rate)),
      decoding,
      { ...rateOf(named(decodeStage), { unit: "frame", work: decoded / videos }), limit: decoding },
    ],
    breakdowns: [breakdown],
    remarks: [
      "1 GMAC is 1e9 multiply-adds, counted over the networks' convolutions and matrix products",
      "normalising was measured separately, in the same rounds, and subtracted from the time that contains it",
      "the content hash runs in parallel with ffprobe and takes no wall time",
      ...uncounted.map(({ name }) => `${name} has operators whose multiply-adds are not counted`),
    ],
  };
}

/** Breakdown of the variant's wall time per video. */
function breakdownOf(
  { name, per, parts, samplesMs }: MeasuredCase,
  { named, work, videos }: {
    named: (name: string) => MeasuredCase;
    work: readonly NetworkWork[];
    videos: number;
  },
): MeasuredBreakdown {
  const normalise = named(LIMIT_WORKS.normalise).samplesMs
    .map((milliseconds, round) => milliseconds * work[round]!.classifier.on / videos);
  const { probe, classifier = samplesMs.map(() => 0), ...others } = parts;
  const all: Readonly<Record<string, readonly number[]>> = {
    ...others,
    ...(probe && { ffprobe: probe }),
    normalise,
    "classifier": without(classifier, normalise),
  };
  const spent = Object.entries(SPENDER).flatMap(([name, spender]): MeasuredPart[] =>
    all[name] ? [{ name, spender, samplesMs: all[name] }] : []
  );
  return { name, per, parts: spent, mostOverhead: MOST_OVERHEAD };
}

function without(whole: readonly number[], part: readonly number[]): number[] {
  return whole.map((milliseconds, round) => milliseconds - part[round]!);
}

/** Rate of each network that ran, averaged over the frames or faces of a round. */
function networkRates(
  { parts }: MeasuredBreakdown,
  { work, videos, limit }: {
    work: readonly NetworkWork[];
    videos: number;
    limit: MeasuredRate;
  },
): MeasuredRate[] {
  return Object.entries(NETWORKS).flatMap(([name, per]) => {
    const part = parts.find((part) => part.name === name);
    const done = work.map((round) => round[name as NetworkName]);
    if (!part || done.some(({ on, gmac }) => on === 0 || gmac === 0)) return [];
    return [{
      name,
      unit: "GMAC",
      per,
      work: done.map(({ on, gmac }) => gmac / on),
      samplesMs: part.samplesMs.map((milliseconds, round) =>
        milliseconds * videos / done[round]!.on
      ),
      limit,
    }];
  });
}

function rateOf(
  { name, per, samplesMs }: MeasuredCase,
  { unit, work }: { unit: string; work: number },
): MeasuredRate {
  return { name, unit, per, work: samplesMs.map(() => work), samplesMs, limit: null };
}
