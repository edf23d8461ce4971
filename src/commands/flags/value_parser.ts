import type { PixelSize } from "../../bench/task.ts";
import type { VideoLimit } from "../../datasets/limit_videos.ts";
import { SCORE_ROLES, type ScoreRole } from "../../records/imported_scores.ts";
import { BASELINE_NAME, isBaselineFile } from "../../base/text/name_rules.ts";

/** Parses the value of a flag. */
export interface ValueParser<Value> {
  /** Description of allowed values, to follow "Give": `a whole number from 1 to 1000`. */
  readonly allowed: string;
  /** All allowed values, to be listed in help; `null`: not listed. */
  readonly choices: readonly string[] | null;
  /** @returns `undefined` for text that is not allowed */
  read(text: string): Value | undefined;
}

/** Parser of any text that is not blank, such as a path or a name that is looked up later. */
export const anyText: ValueParser<string> = {
  allowed: "a text that is not blank",
  choices: null,
  read: (text) => text.trim() === "" ? undefined : text,
};

/** Parser of text that is not blank; removes white space around it. */
export const trimmedText: ValueParser<string> = {
  ...anyText,
  read: (text) => text.trim() || undefined,
};

/** Makes a parser of one of the given words. */
export function oneOf<Word extends string>(words: readonly Word[]): ValueParser<Word> {
  return {
    allowed: listed(words, "or"),
    choices: words,
    read: (text) => words.find((word) => word === text),
  };
}

/** Makes a parser of a comma-separated list of the given words; gives them in the order of `words`. */
export function someOf<Word extends string>(words: readonly Word[]): ValueParser<readonly Word[]> {
  return {
    allowed: `${listed(words, "or")}, or a comma-separated list of them`,
    choices: null,
    read(text) {
      const given = text.split(",");
      const chosen = words.filter((word) => given.includes(word));
      return chosen.length === given.length ? chosen : undefined;
    },
  };
}

/** Makes a parser of text that matches a pattern. */
export function matching(pattern: RegExp, allowed: string): ValueParser<string> {
  return { allowed, choices: null, read: (text) => pattern.test(text) ? text : undefined };
}

/** Makes a parser of a comma-separated list, in the order given. */
export function listOf<Value>(
  { read }: ValueParser<Value>,
  allowed: string,
): ValueParser<readonly Value[]> {
  return {
    allowed,
    choices: null,
    read(text) {
      const values = text.split(",").map((part) => read(part.trim()));
      return values.every((value) => value !== undefined) ? values as Value[] : undefined;
    },
  };
}

/** Makes a parser of a whole number in decimal digits. */
export function wholeNumber(
  { least, most }: { readonly least: number; readonly most: number },
): ValueParser<number> {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    choices: null,
    read: (text) => /^\d+$/.test(text) ? within(Number(text), { least, most }) : undefined,
  };
}

/** Makes a parser of a number in decimal digits, with or without a fraction. */
export function decimalNumber(
  { least, most }: { readonly least: number; readonly most: number },
): ValueParser<number> {
  return {
    allowed: `a number from ${least} to ${most}`,
    choices: null,
    read: (text) => /^\d+(\.\d+)?$/.test(text) ? within(Number(text), { least, most }) : undefined,
  };
}

/** Parser of three numbers for the colour channels, or one for all of them. */
export const channelNumbers: ValueParser<readonly number[]> = {
  allowed: "three numbers for the channels, such as 0.485,0.456,0.406, or one for all",
  choices: null,
  read(text) {
    const numbers = text.split(",").map(anyNumber);
    const fits = numbers.length === 1 || numbers.length === 3;
    return fits && numbers.every((number) => number !== undefined)
      ? numbers as number[]
      : undefined;
  },
};

/** Parser of divisors for the colour channels. */
export const channelDivisors: ValueParser<readonly number[]> = {
  allowed: "three numbers above 0 for the channels, such as 0.229,0.224,0.225, or one for all",
  choices: null,
  read: (text) => {
    const numbers = channelNumbers.read(text);
    return numbers?.every((number) => number > 0) ? numbers : undefined;
  },
};

/** Parser of a factor above 0, which may be written as a fraction such as `1/255`. */
export const factor: ValueParser<number> = {
  allowed: "a number above 0, such as 1/255",
  choices: null,
  read(text) {
    const parts = text.split("/");
    if (parts.length > 2) return undefined;
    const [above, below] = [anyNumber(parts[0]!), anyNumber(parts[1] ?? "1")];
    if (above === undefined || below === undefined) return undefined;
    const value = above / below;
    return value > 0 && Number.isFinite(value) ? value : undefined;
  },
};

function anyNumber(text: string): number | undefined {
  const isNumber = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  return isNumber ? Number(text) : undefined;
}

/** Parser of a count, at least 1. */
export const count = wholeNumber({ least: 1, most: 999_999_999 });

/** Parser of a number of videos: `20`, or `first:20`. */
export const videoLimit: ValueParser<VideoLimit> = {
  allowed: `${count.allowed}, or first:N for the first ones by name`,
  choices: null,
  read(text) {
    const [, first, digits = ""] = /^(first:)?(\d+)$/.exec(text) ?? [];
    const number = count.read(digits);
    if (number === undefined) return undefined;
    return { kind: first === undefined ? "sample" : "first", count: number };
  },
};

/** Parser of a 32-bit seed of random numbers. */
export const seed = wholeNumber({ least: 0, most: 2 ** 32 - 1 });

/** Parser of a comma-separated list of counts; gives them ascending, without repeats. */
export const counts: ValueParser<readonly number[]> = {
  allowed: `${count.allowed}, or a comma-separated list of them`,
  choices: null,
  read: (text) => {
    const given = listOf(count, "").read(text);
    return given && [...new Set(given)].sort((a, b) => a - b);
  },
};

/** Parser of a size in pixels, such as `1920x1080`. */
export const pixelSize: ValueParser<PixelSize> = {
  allowed: "width and height in pixels, such as 1920x1080",
  choices: null,
  read(text) {
    const [, width, height] = /^([1-9]\d{1,4})x([1-9]\d{1,4})$/.exec(text) ?? [];
    return width === undefined ? undefined : { width: Number(width), height: Number(height) };
  },
};

/** Parser of a baseline: its name, or the path of its file. */
export const baselinePlace: ValueParser<string> = {
  allowed: `the name of a baseline (${BASELINE_NAME.allowed}), or the path of its file`,
  choices: null,
  read: (text) => isBaselineFile(text) || BASELINE_NAME.pattern.test(text) ? text : undefined,
};

/** Parser of `key=value`; the config's schema checks both later. */
export const setting = keyAndValue("a parameter and its value, such as frames=8");

/** Parser of `tag=value`; the dataset decides what there is. */
export const tagValue = keyAndValue("a tag and its value, such as compression=c23");

/** Parser of `role=column` of a file of scores. */
export const scoreColumn: ValueParser<{ readonly role: ScoreRole; readonly name: string }> = {
  allowed: `${listed(SCORE_ROLES, "or")} and a column's name, such as score=p_fake`,
  choices: null,
  read(text) {
    const { key, value = "" } = setting.read(text) ?? {};
    const role = SCORE_ROLES.find((one) => one === key);
    return role === undefined ? undefined : { role, name: value };
  },
};

/** Parser of a number between 0 and 1. */
export const openShare: ValueParser<number> = {
  allowed: "a number between 0 and 1, such as 0.5",
  choices: null,
  read: (text) => {
    const share = /^0?\.\d+$/.test(text) ? Number(text) : 0;
    return share > 0 && share < 1 ? share : undefined;
  },
};

function keyAndValue(
  allowed: string,
): ValueParser<{ readonly key: string; readonly value: string }> {
  return {
    allowed,
    choices: null,
    read(text) {
      const at = text.indexOf("=");
      const [key, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      return at > 0 && key !== "" && value !== "" ? { key, value } : undefined;
    },
  };
}

function within(
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  return value >= least && value <= most ? value : undefined;
}

/** Joins words: `a, b or c`. */
function listed(words: readonly string[], conjunction: string): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}
