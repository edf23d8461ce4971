import { counted } from "../../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../../records/data_warning.ts";
import type { FrameCounts, QuarterTurn } from "../../records/video.ts";

/** What a video's container says of its frames that may mislead. */
export interface FrameFacts extends FrameCounts {
  readonly name: string;
  /** How far OpenCV 4.6 turns its frames, degrees clockwise. */
  readonly rotation: QuarterTurn;
}

/** A variant, and the values that say what it makes of that; one left out was not there yet: the reference's. */
export interface FrameSettings {
  readonly name: string;
  readonly parameters: { readonly frameCount?: unknown; readonly rotation?: unknown };
}

/** Names that a sentence lists before it counts the others. */
const MOST_NAMES = 4;

/** How many videos metadata turn, and how many have another number of frames than their container says. */
export function frameWarnings(
  videos: Iterable<FrameFacts>,
  variants: readonly FrameSettings[],
): readonly DataWarning[] {
  const turned: FrameFacts[] = [];
  const miscounted: FrameFacts[] = [];
  for (const video of videos) {
    if (video.rotation !== 0) turned.push(video);
    if (heldFrames(video) !== video.frameCount) miscounted.push(video);
  }
  return [turnedWarning(turned, variants), countWarning(miscounted, variants)]
    .filter((warning) => warning !== null);
}

/** As far as it is known. */
function heldFrames({ frameCount, packetCount, decodedCount }: FrameCounts): number {
  return decodedCount ?? packetCount ?? frameCount;
}

function turnedWarning(
  turned: readonly FrameFacts[],
  variants: readonly FrameSettings[],
): DataWarning | null {
  const { length } = turned;
  const named = (value: string) =>
    variants.filter(({ parameters: { rotation = "opencv46" } }) => rotation === value);
  const effects = [
    effect(named("opencv46"), "as OpenCV 4.6 does, upside down at 90° and 270°"),
    effect(named("display"), "upright, as players show them"),
    effect(named("none"), "as they are stored, lying on their side or head"),
  ].filter((text) => text !== null);
  return dataWarning(
    "turned_by_metadata",
    turned.map(({ name }) => name),
    (first) =>
      `${counted(length, "video")} ${
        length === 1 ? "is" : "are"
      } turned by metadata (the first is ` +
      `${first}, by ${turned[0]?.rotation}° in OpenCV): ${effects.join("; ")}.`,
  );
}

/** Who reads such videos how; `null`: no variant does. */
function effect(variants: readonly FrameSettings[], how: string): string | null {
  if (variants.length === 0) return null;
  return `${listed(variants)} ${variants.length === 1 ? "reads" : "read"} them ${how}`;
}

function countWarning(
  miscounted: readonly FrameFacts[],
  variants: readonly FrameSettings[],
): DataWarning | null {
  const [video] = miscounted;
  if (video === undefined) return null;
  const { length } = miscounted;
  const named = (value: string) =>
    variants.filter(({ parameters: { frameCount = "container" } }) => frameCount === value);
  const container = named("container"), decoded = named("decoded");
  const chooses = (some: readonly FrameSettings[]) =>
    `${listed(some)} ${some.length === 1 ? "chooses" : "choose"}`;
  const effects = [
    ...(container.length === 0 ? [] : [
      `${
        chooses(container)
      } frames by it, as OpenCV does, and may get none, too few, or not the last ones` +
      (decoded.length === 0 ? " (set frameCount to decoded, as the preset fixed does)" : ""),
    ]),
    ...(decoded.length === 0 ? [] : [`${chooses(decoded)} among those that there are`]),
  ];
  return dataWarning(
    "frame_count_wrong",
    miscounted.map(({ name }) => name),
    (first) =>
      `${counted(length, "video")} ${
        length === 1 ? "reports" : "report"
      } no frame count or a wrong one ` +
      `(the first is ${first}: ${video.frameCount} instead of ${heldFrames(video)}): ` +
      `${effects.join("; ")}.`,
  );
}

function listed(variants: readonly FrameSettings[]): string {
  const shown = variants.slice(0, MOST_NAMES).map(({ name }) => name);
  const hidden = variants.length - shown.length;
  const words = hidden === 0 ? shown : [...shown, `${hidden} more`];
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
