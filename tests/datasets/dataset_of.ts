import { compareCodePoints } from "../../src/base/text/compare_code_points.ts";
import { fileClip } from "../../src/records/clip_source.ts";
import type { Dataset, DatasetVideo, VideoId } from "../../src/records/video.ts";

/** Facts of a made-up video that differ from those of an unlabelled one of its own group. */
export type VideoFacts = Partial<Omit<DatasetVideo, "id" | "source">>;

/** A made-up dataset, of which no file is on disk. */
export function datasetOf(
  name: string,
  videos: Readonly<Record<string, VideoFacts>>,
  facts: Partial<Dataset> = {},
): Dataset {
  const folder = `/data/${name}`;
  return {
    ...{ name, place: folder, folder, followLinks: false, layout: "dfdc" },
    recognisedBy: "`metadata.json`",
    videos: Object.keys(videos).sort(compareCodePoints).map((id) => ({
      ...{ id: id as VideoId, source: fileClip(`${folder}/${id}`) },
      ...{ label: null, group: id, split: null, tags: {}, ...videos[id] },
    })),
    ...{ missing: [], defaultSplit: null, notes: [], leftOut: [], groupSpace: null, parts: [] },
    groups: { kind: "stated", scope: "other source videos of this kind" },
    ...facts,
  };
}
