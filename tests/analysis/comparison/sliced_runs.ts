import { tagColumn } from "../../../src/records/tag_column.ts";
import { madeRun, type MadeVideo } from "./made_runs.ts";

/** A video and the method that it was made by; `null`: it is real. */
export interface TaggedVideo extends MadeVideo {
  readonly method: string | null;
}

/** Eight groups, each a real video and its fakes by two methods; `moved` fakes lose certainty and have about `to`. */
export function videosOf(moved: string | null, to = 0.5): readonly TaggedVideo[] {
  return Array.from({ length: 8 }, (_, g) => {
    const fake = (method: string): TaggedVideo => ({
      filename: `${g}-${method}.mp4`,
      group: `g${g}`,
      label: 1,
      probability: (method === moved ? to : 0.8) + g / 100,
      method,
    });
    const real = { filename: `${g}.mp4`, group: `g${g}`, label: 0, method: null };
    return [fake("Deepfakes"), fake("FaceSwap"), { ...real, probability: 0.2 + g / 100 }];
  }).flat().sort((a, b) => a.filename < b.filename ? -1 : 1);
}

/** A run whose variants have scores of their own for the same videos. */
export function runOfEach(variants: Readonly<Record<string, readonly TaggedVideo[]>>) {
  const column = tagColumn(
    Object.values(variants)[0]!.map(({ method }) => method),
    { stated: true },
  );
  return { ...madeRun({ variants }), tags: new Map([["method", column]]) };
}

/** A run over these videos, whose dataset states the tag `method`, unless `tags` is false. */
export function runOf(
  videos: readonly TaggedVideo[],
  { tags = true, variants = ["one"] }: { tags?: boolean; variants?: readonly string[] } = {},
) {
  const run = madeRun({ variants: Object.fromEntries(variants.map((name) => [name, videos])) });
  const column = tagColumn(videos.map(({ method }) => method), { stated: true });
  return { ...run, tags: new Map(tags ? [["method", column]] : []) };
}
