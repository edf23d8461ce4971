import type { LevelVideos } from "../../../src/datasets/independence/level_videos.ts";

/** A made-up video. */
export interface NestedVideo {
  readonly group: string;
  readonly label?: "REAL" | "FAKE" | null;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The columns of made-up videos, which are called `0.mp4`, `1.mp4` and so on. */
export function columnsOf(videos: readonly NestedVideo[]): LevelVideos {
  const names = [...new Set(videos.flatMap(({ tags = {} }) => Object.keys(tags)))];
  return {
    filenames: videos.map((_, k) => `${k}.mp4`),
    labels: videos.map(({ label = "REAL" }) => label === null ? -1 : label === "FAKE" ? 1 : 0),
    groups: videos.map(({ group }) => group),
    tags: new Map(names.map((name) => [name, videos.map(({ tags = {} }) => tags[name] ?? null)])),
  };
}

/** Numbers of people, of recordings of each, of groups of each recording. */
export type Nesting = readonly [people: number, recordings: number, groups: number];

/** A real video and a fake in each group, with the tags `identity` and `recording`. */
export function nestedVideos([people, recordings, groups]: Nesting): readonly NestedVideo[] {
  const parts = (count: number) => Array.from({ length: count }, (_, part) => part);
  return parts(people).flatMap((person) =>
    parts(recordings).flatMap((recording) =>
      parts(groups).flatMap((group) =>
        (["REAL", "FAKE"] as const).map((label) => ({
          label,
          group: `p${person}r${recording}g${group}`,
          tags: { identity: `p${person}`, recording: `p${person}r${recording}` },
        }))
      )
    )
  );
}
