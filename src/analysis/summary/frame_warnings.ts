import { counted } from "../../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../../records/data_warning.ts";
import type { FrameCounts, QuarterTurn } from "../../records/video.ts";

/** Frame counts and rotation of a video. */
export interface FrameFacts extends FrameCounts {
  readonly name: string;
  /** Clockwise rotation of its frames in OpenCV 4.6, degrees. */
  readonly rotation: QuarterTurn;
}

/** A variant's handling of both; a parameter is left out in runs older than it, which did as the reference. */
export interface FrameSettings {
  readonly name: string;
  readonly parameters: { readonly frameCount?: unknown; readonly rotation?: unknown };
}

/** Most names that a sentence lists; the others are counted. */
const MOST_NAMES = 4;

/** Warns of videos that their metadata rotate, and of those whose container states a wrong frame count. */
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

/** The best known number of frames. */
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
    effect(named("none"), "as stored, without rotation"),
  ].filter((text) => text !== null);
  return dataWarning(
    "turned_by_metadata",
    turned.map(({ name }) => name),
    (first) =>
      `${counted(length, "video")} ${
        length === 1 ? "is" : "are"
      } rotated by metadata (the first is ` +
      `${first}, by ${turned[0]?.rotation}° in OpenCV): ${effects.join("; ")}.`,
  );
}

/** Describes how some variants read such videos; `null`: there are none. */
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
      } frames by that count, as OpenCV does, and may get none, too few, or not the last ones` +
      (decoded.length === 0 ? " (set frameCount to decoded, as the preset fixed does)" : ""),
    ]),
    ...(decoded.length === 0 ? [] : [`${chooses(decoded)} among the frames that exist`]),
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
