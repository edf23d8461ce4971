import type { RgbImage } from "../records/frame.ts";
import { similarityScale } from "../base/numeric/images/similarity_transform.ts";
import type { RecordedClip } from "./demo_recording.ts";
import { facePose } from "./face_geometry.ts";
import { trackMisfit } from "./face_track.ts";
import type { Draws } from "./seeded_draws.ts";
import { type BlendSettings, selfBlend } from "./self_blend.ts";
import { KERNELS } from "../base/numeric/images/point_sampling.ts";

/** Number of best-fitting clips from which the donor is drawn. */
const DONOR_CANDIDATES = 3;

/**
 * Chooses the clip whose face is blended into `target`: drawn from those with the most similar head pose.
 * @param pool clips of the same person and split, `target` among them
 */
export function chooseDonor(
  target: RecordedClip,
  pool: readonly RecordedClip[],
  draws: Draws,
): RecordedClip {
  const fitting = pool.filter((donor) => donor !== target)
    .map((donor) => ({ donor, misfit: trackMisfit(donor.track, target.track) }))
    .sort((one, other) => one.misfit - other.misfit)
    .slice(0, DONOR_CANDIDATES);
  return fitting[Math.floor(draws("donor") * fitting.length)]!.donor;
}

/** Yields the frames of the FAKE clip: the face of `donor`, with its motion, on the head of `target`. */
export function* fakeFrames(
  target: RecordedClip,
  donor: RecordedClip,
  draws: Draws,
): Generator<RgbImage> {
  const settings = demoBlend(target.clip.hardness, { eyeDistance: eyeDistance(target), draws });
  for (const [i, image] of target.frames.entries()) {
    // A donor with fewer frames (another frame rate) repeats its last one.
    const j = Math.min(i, donor.frames.length - 1);
    const face = { image: donor.frames[j]!, landmarks: donor.track[j]! };
    yield selfBlend(face, { image, landmarks: target.track[i]! }, settings);
  }
}

/** Computes the mean distance between the eyes in a clip, pixels. */
function eyeDistance({ track }: RecordedClip): number {
  const sizes = track.map((landmarks) => similarityScale(facePose(landmarks)));
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

/**
 * Draws the blend settings of a FAKE clip: easy ones are softer, with a larger colour shift and a sharper seam.
 * Each setting varies independently, so that no single artefact reveals all fakes.
 * @param hardness 0 … 1
 * @param eyeDistance mean distance between the eyes in the target clip, pixels
 */
function demoBlend(
  hardness: number,
  { eyeDistance, draws }: { readonly eyeDistance: number; readonly draws: Draws },
): BlendSettings {
  /** Interpolates from `easy` to `hard` by the clip's hardness, varied by up to a fifth. */
  const graded = (name: string, easy: number, hard: number) => {
    const own = Math.max(0, Math.min(1, hardness + 0.4 * (draws(name) - 0.5)));
    return easy + (hard - easy) * own;
  };
  const between = (name: string, low: number, high: number) => low + (high - low) * draws(name);
  const sign = (name: string) => draws(name) < 0.5 ? -1 : 1;
  const shift = (channel: string) =>
    sign(`sign ${channel}`) * between(`share ${channel}`, 0.4, 1) * graded("colour shift", 10, 2);
  return {
    resolution: eyeDistance * graded("resolution", 0.4, 0.95),
    kernel: KERNELS[Math.floor(draws("kernel") * KERNELS.length)]!,
    colourShift: [shift("red"), shift("green"), shift("blue")],
    contrast: 1 + sign("sign contrast") * graded("contrast", 0.12, 0.02),
    mask: {
      centreY: between("mask centre", 0.4, 0.5),
      halfWidth: between("mask width", 0.8, 0.95),
      halfHeight: between("mask height", 1.3, 1.45),
      taper: between("mask taper", 0, 0.2),
      feather: graded("feather", 0.15, 0.5),
    },
  };
}
