import { basename, dirname } from "node:path";
import { counted } from "../base/text/counted.ts";
import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { fileClip } from "../records/clip_source.ts";
import { inputError } from "../records/errors.ts";
import type { ClipSource, Dataset, DatasetVideo, LeftOut, VideoId } from "../records/video.ts";
import { findVideos } from "./find_videos.ts";
import { OWN_GROUPS } from "./layouts/group_facts.ts";
import { unlabelled, unlabelledVideo } from "./layouts/unlabelled.ts";
import { requireStoredClips, unreadArchives } from "./tree/compressed_clips.ts";
import { listClips } from "./tree/list_clips.ts";
import { openTree } from "./tree/open_tree.ts";
import { findVideoPlaces, type VideoPlace } from "./video_places.ts";

/** Most places that an error lists. */
const MOST_SHOWN = 3;

/** A video without a name yet. */
interface PlacedVideo {
  /** Absolute; that of an archive's member is below the archive's own. */
  readonly path: string;
  readonly source: ClipSource;
}

/** What was found in a place. */
interface PlaceContent {
  /** Absolute path that names begin in, when nothing else is given. */
  readonly top: string;
  readonly videos: readonly PlacedVideo[];
  /** Names are absolute paths. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Opens videos as they are, without labels: whatever else lies beside them changes nothing. Several files are named by
 * their file names when these are unique; other videos by their paths below the folder, or archive, that all that is
 * given has in common.
 * Folders of frames in a folder count where no video file lies in it.
 * @param places paths of videos, folders, folders of frames and archives, with `*`, `?` and `[…]`, as typed
 * @throws AssayError DATASET_MISSING, DATASET_EMPTY or DATASET_COMPRESSED (exit 3)
 */
export async function openVideos(
  places: readonly string[],
  options: { readonly followLinks: boolean },
): Promise<Dataset> {
  const found = await findVideoPlaces(places);
  const contents: PlaceContent[] = [];
  for (const place of found) contents.push(await contentOf(place, options));
  const given = contents.flatMap(({ videos }) => videos);
  const videos = [...new Map(given.map((video) => [video.path, video])).values()];
  if (videos.length === 0) throw noVideosError(places, contents);
  const top = contents.map((content) => content.top).reduce(commonFolder);
  const nameOf = namesBelow(top, { videos, places: found });
  return {
    name: basename(found.length === 1 ? found[0]!.path : top) || "videos",
    ...{ place: top, folder: top, followLinks: options.followLinks },
    layout: "unlabelled",
    recognisedBy: "the command line",
    videos: videos.map((video) => toVideo(video, nameOf))
      .sort((a, b) => compareCodePoints(a.id, b.id)),
    missing: [],
    defaultSplit: null,
    groups: OWN_GROUPS,
    notes: [...repeatedNotes(given.length - videos.length), ...textNotes(found)],
    leftOut: contents.flatMap(({ leftOut }) => leftOut)
      .map((one) => ({ ...one, name: below(top, one.name) })),
    ...{ groupSpace: null, parts: [] },
  };
}

async function contentOf(
  { kind, path }: VideoPlace,
  options: { readonly followLinks: boolean },
): Promise<PlaceContent> {
  const top = dirname(path);
  if (kind === "text") return { top, videos: [], leftOut: [] };
  if (kind === "file") return { top, videos: [{ path, source: fileClip(path) }], leftOut: [] };
  const tree = await openTree(path, options);
  const files = (await unlabelled.list(tree, { where: {}, labelFile: null })).videos;
  const listed = files.length > 0 ? files : (await listClips(tree)).map(unlabelledVideo);
  const { videos, leftOut: left } = await findVideos(tree, listed);
  requireStoredClips(tree.leftOut());
  const leftOut = left.map((one) => ({ ...one, name: `${path}/${one.name}` }));
  const frames = videos.length === 0 ? await framesIn(path, options) : null;
  if (frames !== null) return { top, videos: [{ path, source: frames }], leftOut };
  const placed = videos.map(({ id, source }) => ({ path: `${path}/${id}`, source }));
  return { top: path, videos: placed, leftOut };
}

/** Reads a folder as the frames of one video. @returns `null`: it has no frames */
async function framesIn(
  path: string,
  options: { readonly followLinks: boolean },
): Promise<ClipSource | null> {
  const source = await (await openTree(dirname(path), options)).clip(basename(path));
  return source?.kind === "frames" ? source : null;
}

function commonFolder(a: string, b: string): string {
  const ones = a.split("/"), others = b.split("/");
  const differs = ones.findIndex((part, i) => part !== others[i]);
  return (differs === -1 ? ones : ones.slice(0, differs)).join("/") || "/";
}

/** Decides how videos are named. @returns the name of the video at an absolute path */
function namesBelow(
  top: string,
  { videos, places }: {
    readonly videos: readonly PlacedVideo[];
    readonly places: readonly VideoPlace[];
  },
): (path: string) => string {
  const given = new Set(places.map(({ path }) => path));
  const names = new Set(videos.map(({ path }) => basename(path)));
  const isFlat = names.size === videos.length && videos.every(({ path }) => given.has(path));
  return isFlat ? (path) => basename(path) : (path) => below(top, path);
}

function below(top: string, path: string): string {
  return path.slice(top === "/" ? 1 : top.length + 1);
}

function toVideo({ path, source }: PlacedVideo, nameOf: (path: string) => string): DatasetVideo {
  const id = nameOf(path) as VideoId;
  return { id, source, label: null, group: id, split: null, tags: {} };
}

function repeatedNotes(repeated: number): readonly string[] {
  if (repeated === 0) return [];
  const are = repeated === 1 ? "is" : "are";
  return [`${counted(repeated, "video")} ${are} given more than once and scored once.`];
}

function textNotes(places: readonly VideoPlace[]): readonly string[] {
  const texts = places.filter(({ kind }) => kind === "text").map(({ path }) => basename(path));
  if (texts.length === 0) return [];
  const isOne = texts.length === 1;
  return [
    `${isOne ? "A file" : `${texts.length} files`} of text ${isOne ? "is" : "are"} not scored: ${
      texts.slice(0, MOST_SHOWN).join(", ")
    }${texts.length > MOST_SHOWN ? " and others" : ""}.`,
  ];
}

function noVideosError(places: readonly string[], contents: readonly PlaceContent[]) {
  const links = contents.flatMap(({ leftOut }) =>
    leftOut.filter(({ reason }) => reason === "link")
  );
  const archives = unreadArchives(contents.flatMap(({ leftOut }) => leftOut));
  const where = places.slice(0, MOST_SHOWN).join(", ");
  return inputError("DATASET_EMPTY", {
    what: `there are no videos in ${where}` +
      (links.length > 0 ? ", and links that lead out of it are not followed" : "") +
      (archives?.what ?? ""),
    remedy: links.length > 0 ? "Give --follow-links" : archives?.remedy ??
      "Give a folder or an archive with videos (.mp4 and others), or the path of a video itself",
  });
}
