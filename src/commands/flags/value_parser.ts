import type { PixelSize } from "../../bench/task.ts";
import { BASELINE_NAME, isBaselineFile } from "../../base/text/name_rules.ts";

/** Reads the value of a flag. */
export interface ValueParser<Value> {
  /** What is allowed, as it follows "Give": `a whole number from 1 to 1000`. */
  readonly allowed: string;
  /** The only values there are, where help lists them; else `null`. */
  readonly choices: readonly string[] | null;
  /** @returns undefined for text that is not allowed */
  read(text: string): Value | undefined;
}

/** Any text that is not blank, such as a path or a name that is looked up later. */
export const anyText: ValueParser<string> = {
  allowed: "a text that is not blank",
  choices: null,
  read: (text) => text.trim() === "" ? undefined : text,
};

/** Text without the white space around it; not blank. */
export const trimmedText: ValueParser<string> = {
  ...anyText,
  read: (text) => text.trim() || undefined,
};

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): ValueParser<Word> {
  return {
    allowed: listed(words, "or"),
    choices: words,
    read: (text) => words.find((word) => word === text),
  };
}

/** Some of a few words, with commas between; in the order of `words`. */
export function someOf<Word extends string>(words: readonly Word[]): ValueParser<readonly Word[]> {
  return {
    allowed: `${listed(words, "or")}, or several with commas between`,
    choices: null,
    read(text) {
      const given = text.split(",");
      const chosen = words.filter((word) => given.includes(word));
      return chosen.length === given.length ? chosen : undefined;
    },
  };
}

/** Text that matches a pattern. */
export function matching(pattern: RegExp, allowed: string): ValueParser<string> {
  return { allowed, choices: null, read: (text) => pattern.test(text) ? text : undefined };
}

/** Values with commas between, in their order. */
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

/** A whole number in decimal digits. */
export function wholeNumber(
  { least, most }: { readonly least: number; readonly most: number },
): ValueParser<number> {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    choices: null,
    read: (text) => /^\d+$/.test(text) ? within(Number(text), { least, most }) : undefined,
  };
}

/** A number in decimal digits, with or without a fraction. */
export function decimalNumber(
  { least, most }: { readonly least: number; readonly most: number },
): ValueParser<number> {
  return {
    allowed: `a number from ${least} to ${most}`,
    choices: null,
    read: (text) => /^\d+(\.\d+)?$/.test(text) ? within(Number(text), { least, most }) : undefined,
  };
}

/** A count of things that there is at least one of. */
export const count = wholeNumber({ least: 1, most: 999_999_999 });

/** A seed of random numbers, 32 bits. */
export const seed = wholeNumber({ least: 0, most: 2 ** 32 - 1 });

/** Counts, ascending and each once. */
export const counts: ValueParser<readonly number[]> = {
  allowed: `${count.allowed}, or several with commas between`,
  choices: null,
  read: (text) => {
    const given = listOf(count, "").read(text);
    return given && [...new Set(given)].sort((a, b) => a - b);
  },
};

/** `1920x1080`. */
export const pixelSize: ValueParser<PixelSize> = {
  allowed: "width and height in pixels, such as 1920x1080",
  choices: null,
  read(text) {
    const [, width, height] = /^([1-9]\d{1,4})x([1-9]\d{1,4})$/.exec(text) ?? [];
    return width === undefined ? undefined : { width: Number(width), height: Number(height) };
  },
};

/** A baseline: its name, or the path of its file. */
export const baselinePlace: ValueParser<string> = {
  allowed: `the path of a baseline's file, or its name: ${BASELINE_NAME.allowed}`,
  choices: null,
  read: (text) => isBaselineFile(text) || BASELINE_NAME.pattern.test(text) ? text : undefined,
};

/** `key=value`; which keys and values there are is the config's matter. */
export const setting: ValueParser<{ readonly key: string; readonly value: string }> = {
  allowed: "a parameter and its value, such as frames=8",
  choices: null,
  read(text) {
    const at = text.indexOf("=");
    const [key, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    return at > 0 && key !== "" && value !== "" ? { key, value } : undefined;
  },
};

function within(
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  return value >= least && value <= most ? value : undefined;
}

/** `a, b or c`. */
function listed(words: readonly string[], conjunction: string): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}
