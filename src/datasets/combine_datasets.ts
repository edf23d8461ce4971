import { dirname } from "node:path";
import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { Dataset, DatasetVideo, GroupFacts, VideoId } from "../records/video.ts";
import { FFPP_SPACE, ffppGroupOf } from "./layouts/ffpp_groups.ts";

/**
 * Combines datasets into one: each video's name has its dataset's before it, and so has its group, unless the dataset's
 * groups are those of others too. The tag `dataset` is the dataset's name.
 * @param parts at least two
 */
export function combineDatasets(parts: readonly Dataset[]): Dataset {
  const { parts: named, notes } = withUniqueNames(parts);
  const groupOf = commonGroups(named);
  const videos = named.flatMap((part) =>
    part.videos.map((video) => combinedVideo(video, { part, groupOf }))
  );
  return {
    name: named.map(({ name }) => name).join(" + "),
    ...placeOf(named),
    followLinks: named.some(({ followLinks }) => followLinks),
    layout: joined(named.map(({ layout }) => layout)),
    recognisedBy: named.map(({ name, recognisedBy }) => `${name}: ${recognisedBy}`).join("; "),
    videos: videos.sort((a, b) => compareCodePoints(a.id, b.id)),
    missing: named.flatMap(({ name, missing }) => missing.map((id) => idIn(name, id)))
      .sort(compareCodePoints),
    ...commonSplit(named, notes),
    groups: combinedFacts(named),
    leftOut: named.flatMap(({ name, leftOut }) =>
      leftOut.map((one) => ({ ...one, name: idIn(name, one.name) }))
    ),
    setAside: named.flatMap(({ name, setAside = [] }) =>
      setAside.map((folder) => idIn(name, folder))
    ),
    groupSpace: null,
    parts: named,
  };
}

/** The name of a dataset's video where several datasets are combined. */
function idIn(dataset: string, id: string): VideoId {
  return `${dataset}/${id}` as VideoId;
}

/** Numbers datasets of the same name, so that no two videos have one name. */
function withUniqueNames(parts: readonly Dataset[]) {
  const taken = new Set<string>();
  const notes: string[] = [];
  const named = parts.map((part) => {
    const own = part.name.replaceAll("/", "_");
    let name = own;
    for (let number = 2; taken.has(name); number++) name = `${own}-${number}`;
    taken.add(name);
    if (name !== own) {
      notes.push(
        `Two datasets are called ${own}: the one in ${part.place} is called ${name}. ` +
          '`"name"` in the config gives it another name.',
      );
    }
    return { ...part, name };
  });
  return { parts: named, notes };
}

/** Makes the function from a part's group to the combined one. */
function commonGroups(
  parts: readonly Dataset[],
): (group: string, part: Dataset) => string {
  const known = parts.filter(({ groupSpace }) => groupSpace === FFPP_SPACE)
    .flatMap(({ videos }) => videos.map(({ group }) => group));
  const pairOf = ffppGroupOf(known);
  return (group, { name, groupSpace }) => {
    if (groupSpace === null) return `${name}/${group}`;
    return `${groupSpace}/${groupSpace === FFPP_SPACE ? pairOf(group) : group}`;
  };
}

function combinedVideo(
  { id, group, tags, ...facts }: DatasetVideo,
  { part, groupOf }: {
    readonly part: Dataset;
    readonly groupOf: ReturnType<typeof commonGroups>;
  },
): DatasetVideo {
  return {
    ...facts,
    id: idIn(part.name, id),
    group: groupOf(group, part),
    tags: { ...tags, dataset: part.name },
  };
}

/** The folder that holds them all. */
function placeOf(parts: readonly Dataset[]): Pick<Dataset, "place" | "folder"> {
  let folder = dirname(parts[0]!.folder);
  const holds = ({ folder: inner }: Dataset) => folder === "/" || inner.startsWith(`${folder}/`);
  while (!parts.every(holds)) folder = dirname(folder);
  return { place: folder, folder };
}

function commonSplit(
  parts: readonly Dataset[],
  notes: readonly string[],
): Pick<Dataset, "defaultSplit" | "notes"> {
  const own = parts.flatMap((part) => part.notes.map((note) => `${part.name}: ${note}`));
  const splits = new Set(parts.map(({ defaultSplit }) => defaultSplit));
  if (splits.size === 1) {
    return { defaultSplit: parts[0]!.defaultSplit, notes: [...notes, ...own] };
  }
  const stated = parts.flatMap(({ name, defaultSplit }) =>
    defaultSplit === null ? [] : [`${defaultSplit} of ${name}`]
  );
  const note = `The default split, ${stated.join(" and ")}, is not that of all the datasets: ` +
    "without --split all videos are taken.";
  return { defaultSplit: null, notes: [...notes, note, ...own] };
}

/** Groups of which some are linked are linked as a whole; they are only own groups where all are. */
function combinedFacts(parts: readonly Dataset[]): GroupFacts {
  const facts = parts.map(({ groups }) => groups);
  const kinds = facts.map(({ kind }) => kind);
  const kind = kinds.includes("linked")
    ? "linked"
    : kinds.every((one) => one === "own")
    ? "own"
    : "stated";
  const own = parts.filter(({ groups }) => groups.kind === "own").map(({ name }) => name);
  const whys = facts.flatMap(({ why = [] }) => why);
  const [unit, independent] = [common(facts, "unit"), common(facts, "independent")];
  return {
    kind,
    scope: joined(facts.map(({ scope }) => scope)),
    ...(whys.length === 0 ? {} : { why: joined(whys) }),
    ...(kind === "own" || own.length === 0 ? {} : { own }),
    ...(unit !== undefined && { unit }),
    ...(independent !== undefined && { independent }),
    ...(facts.some(({ isOwnScope }) => isOwnScope) && { isOwnScope: true }),
  };
}

/** What all of several datasets say alike; `undefined`: they do not. */
function common(
  facts: readonly GroupFacts[],
  key: "unit" | "independent",
): string | undefined {
  const [first] = facts;
  return facts.every((one) => one[key] === first![key]) ? first![key] : undefined;
}

/** Joins what is said of several, each thing once: `a, b and c`. */
function joined(texts: readonly string[]): string {
  const parts = [...new Set(texts)];
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/**
 * The datasets that a combined one consists of, with those of its videos that were chosen, by their own names; one that
 * was not combined is its only part.
 */
export function chosenParts(dataset: Dataset): readonly Dataset[] {
  if (dataset.parts.length === 0) return [dataset];
  const chosen = new Set<string>(dataset.videos.map(({ id }) => id));
  return dataset.parts.map((part) => ({
    ...part,
    videos: part.videos.filter(({ id }) => chosen.has(idIn(part.name, id))),
  }));
}
