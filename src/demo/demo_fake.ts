import type { RgbImage } from "../records/frame.ts";
import { similarityScale } from "../base/numeric/images/similarity_transform.ts";
import { demoBlend } from "./demo_blend.ts";
import type { RecordedClip } from "./demo_recording.ts";
import { facePose } from "./face_geometry.ts";
import { trackMisfit } from "./face_track.ts";
import type { Draws } from "./seeded_draws.ts";
import { selfBlend } from "./self_blend.ts";

/** One of so many best fitting clips lends its face. */
const DONORS_IN_QUESTION = 3;

/**
 * The clip whose face is blended into `target`: drawn from those whose head is turned most alike.
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
    .slice(0, DONORS_IN_QUESTION);
  return fitting[Math.floor(draws("donor") * fitting.length)].donor;
}

/** The frames of the FAKE clip: `donor`'s face, talking on, on `target`'s head. */
export function* fakeFrames(
  target: RecordedClip,
  donor: RecordedClip,
  draws: Draws,
): Generator<RgbImage> {
  const settings = demoBlend(target.clip.hardness, { eyeDistance: eyeDistance(target), draws });
  for (const [i, image] of target.frames.entries()) {
    // A donor of fewer frames (another frame rate) holds its last one.
    const j = Math.min(i, donor.frames.length - 1);
    const face = { image: donor.frames[j], landmarks: donor.track[j] };
    yield selfBlend(face, { image, landmarks: target.track[i] }, settings);
  }
}

/** Mean size of a clip's face: pixels per face unit. */
function eyeDistance({ track }: RecordedClip): number {
  const sizes = track.map((landmarks) => similarityScale(facePose(landmarks)));
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}
