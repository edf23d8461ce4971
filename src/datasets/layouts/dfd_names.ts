import type { Tags } from "../../records/video.ts";

/** What the name of a video of DeepFakeDetection says. */
export interface DfdName {
  /** Number of the actor who was filmed. */
  readonly target: string;
  /** Number of the actor whose face was put in; `null`: an original. */
  readonly source: string | null;
  readonly scene: string;
}

/**
 * Reads a name of DeepFakeDetection: `ACTOR__SCENE` of an original, `TARGET_SOURCE__SCENE__XXXXXXXX` of a fake.
 * @param stem without folder and extension
 * @returns `null`: another name
 */
export function parseDfdName(stem: string): DfdName | null {
  const [, target, source = null, scene] = /^(\d+)(?:_(\d+))?__(.+?)(?:__[^_]+)?$/.exec(stem) ?? [];
  return target === undefined || scene === undefined ? null : { target, source, scene };
}

/** The group of an actor's videos, named unlike FaceForensics++'s ids. */
export function actorGroup(actor: string): string {
  return `actor_${actor}`;
}

/** Group and tags of a video of DeepFakeDetection: those of the target actor. */
export function dfdFacts(stem: string): { readonly group: string; readonly tags: Tags } {
  const name = parseDfdName(stem);
  if (name === null) return { group: stem, tags: {} };
  const { target, scene } = name;
  return { group: actorGroup(target), tags: { identity: target, scene } };
}
