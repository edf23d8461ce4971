import { sha256Clip } from "../platform/files/clip_contents.ts";
import type { Terminal } from "../platform/host/terminal.ts";
import type { DatasetVideo } from "../records/video.ts";

/** Videos that are read at once. */
const AT_ONCE = 4;

/**
 * Computes the SHA-256 of videos, hex, in their order; `null`: it cannot be read, or was not asked for.
 * @param options `wanted`: whether the video in this place is hashed; `signal`: ends it early, the rest is `null`
 */
export async function hashVideos(
  videos: readonly Pick<DatasetVideo, "source">[],
  { wanted, terminal, signal }: {
    readonly wanted: (place: number) => boolean;
    readonly terminal: Pick<Terminal, "progress">;
    readonly signal: AbortSignal;
  },
): Promise<readonly (string | null)[]> {
  const hashes = videos.map((): string | null => null);
  const places = [...videos.keys()].filter(wanted);
  const rest = places.values(); // shared, so that each place is taken once
  let done = 0;
  const takeTurns = async () => {
    for (const place of rest) {
      if (signal.aborted) return;
      hashes[place] = await sha256Clip(videos[place]!.source).catch(() => null);
      terminal.progress(`comparing videos with the baseline's: ${++done} of ${places.length}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return hashes;
}
