import type { GroupFacts, Tags } from "../../records/video.ts";
import type { BenchClip } from "./bench_clips.ts";
import { actorGroup, dfdFacts, parseDfdName } from "./dfd_names.ts";
import { joinIds } from "./ffpp_groups.ts";
import { groupsOfPeople, groupsOfSources, OWN_GROUPS } from "./group_facts.ts";

/** What the name of a clip says by the rule of its dataset. */
export interface NameFacts {
  /** `null`: nothing, so that the clip is its own group. */
  readonly group: string | null;
  /** Group of the person whose face is shown, where it is another's. */
  readonly face?: string | undefined;
  readonly tags?: Tags;
}

/** How keys begin whose clips have FaceForensics++'s groups, or are made of its originals. */
const FFPP_KEYS = /^(FF-|DFD_|DF_)/i;

/** Methods by the keys of fakes, where a key is not the method's name. */
const METHODS: Readonly<Record<string, string>> = {
  "FF-DF": "Deepfakes",
  "FF-F2F": "Face2Face",
  "FF-FS": "FaceSwap",
  "FF-NT": "NeuralTextures",
  "FF-FH": "FaceShifter",
  DFD_fake: "DeepFakeDetection",
  DF_fake: "DeeperForensics",
  CelebDFv1_fake: "Celeb-DF",
  CelebDFv2_fake: "Celeb-DF",
  DFDCP_FakeA: "method_A",
  DFDCP_FakeB: "method_B",
};

/** Whether the groups of a file are FaceForensics++'s. */
export function isFfppFile(clips: readonly BenchClip[]): boolean {
  return clips.every(({ key }) => FFPP_KEYS.test(key));
}

/** The method of a fake: by its key, without `_fake` at its end. */
export function benchMethod({ key, dataset }: BenchClip): string {
  return METHODS[key] ?? (key.replace(/[-_ ]*fake$/i, "") || dataset);
}

/** Makes the function that reads names by the rules of their datasets. @param clips of all compressions */
export function nameReader(clips: readonly BenchClip[]): (clip: BenchClip) => NameFacts {
  const groupOf = joinIds(clips.flatMap(({ video }) => {
    const ids = /^(\d{3})_(\d{3})$/.exec(video);
    return ids === null ? [] : [ids.slice(1)];
  }));
  return (clip) => {
    const { key, video } = clip;
    if (/^DFD_/i.test(key)) return dfdName(video);
    if (/^DFDCP/i.test(key)) return previewName(video);
    if (/^UADFV/i.test(key)) return { group: video.replace(/_fake$/i, "") };
    const celebDf = celebDfName(clip);
    if (celebDf !== null) return celebDf;
    const id = /^\d{3}(?=$|_)/.exec(video)?.[0];
    return { group: id === undefined ? null : groupOf(id) };
  };
}

/** What the groups of clips are, by what their names say. */
export function benchGroups(facts: readonly NameFacts[]): GroupFacts {
  const known = facts.flatMap(({ group, face }) => group === null ? [] : [{ group, face }]);
  if (known.length === 0) return OWN_GROUPS;
  const arePeople = facts.some(({ tags }) => tags?.identity !== undefined);
  return arePeople ? groupsOfPeople(known) : groupsOfSources(known);
}

function dfdName(video: string): NameFacts {
  const source = parseDfdName(video)?.source ?? null;
  return { ...dfdFacts(video), ...source === null ? {} : { face: actorGroup(source) } };
}

/** Celeb-DF: `idX_NNNN`, `idX_idY_NNNN` with the face of Y, and numbers alone for YouTube's. */
function celebDfName({ key, video }: BenchClip): NameFacts | null {
  const [, person, face] = /^(id\d+)_(?:(id\d+)_)?\d+/.exec(video) ?? [];
  if (person !== undefined) {
    return { group: person, tags: { identity: person }, ...face === undefined ? {} : { face } };
  }
  return /^CelebDF/i.test(key) ? { group: `YouTube-real/${video}` } : null;
}

/** DFDC preview: `PERSON_TAKE_NNN`, and `FACE_PERSON_TAKE_NNN` with the face of another on it. */
function previewName(video: string): NameFacts {
  const [, face, person] = /^(?:(\d+)_)?(\d+)_[A-Z]\w*_\d+$/i.exec(video) ?? [];
  if (person === undefined) return { group: null };
  return { group: person, tags: { identity: person }, ...face === undefined ? {} : { face } };
}
