import type { Label } from "../../records/video.ts";

/** What the name of a folder says of the videos in it. */
export interface ClassName {
  readonly label: Label;
  /** Whether the name is nothing but the word, and so needs no other class beside it to be understood. */
  readonly isPlain: boolean;
}

const WORDS: Readonly<Record<string, Label>> = {
  real: "REAL",
  original: "REAL",
  genuine: "REAL",
  authentic: "REAL",
  pristine: "REAL",
  unmanipulated: "REAL",
  fake: "FAKE",
  manipulated: "FAKE",
  deepfake: "FAKE",
  forged: "FAKE",
  synthetic: "FAKE",
  synthesized: "FAKE",
};

/**
 * Reads the class out of a folder's name, in any case: a word in the singular or plural, with a number before it (as in
 * `0_real`) or with what lies in it behind (as in `original_videos`).
 * @returns `null`: it names no class
 */
export function classOf(name: string): ClassName | null {
  const bare = name.trim().toLowerCase().replace(/^\d+[\s_.-]+/, "");
  const word = bare.replace(/[\s_-]*(videos?|clips?|frames?|faces?|images?|imgs?|crops?)$/, "");
  const label = WORDS[word] ?? WORDS[word.replace(/s$/, "")];
  return label === undefined ? null : { label, isPlain: word === bare };
}

/** Whether a folder's name is that of a split. */
export function isSplitName(name: string): boolean {
  return /^(train|training|val|valid|validation|dev|test|testing)$/i.test(name);
}

/** Whether a folder beside one of real videos is named for a method of FaceForensics++, and so holds fakes. */
export function isMethodName(name: string): boolean {
  return /^(deepfakes|face2face|faceswap|neuraltextures|faceshifter|deepfakedetection)$/i.test(
    name,
  );
}
