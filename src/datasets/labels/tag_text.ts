import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import type { Tags } from "../../records/video.ts";

/** Makes tags of the facts that have a value. @param apart names of facts that are no tags */
export function tagsOf(
  facts: Readonly<Record<string, unknown>>,
  apart: ReadonlySet<string>,
): Tags {
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    const text = apart.has(name) ? null : tagText(value);
    if (text !== null) tags[name] = text;
  }
  return tags;
}

/**
 * Writes a value of JSON as a short tag. Of lists and objects, such as the augmentations of a video, only the names are
 * kept, so that videos with the same kinds share a value whatever their strengths.
 * @returns `null`: the value says nothing
 */
export function tagText(value: unknown): string | null {
  if (typeof value === "string") return /^(nan)?$/i.test(value.trim()) ? null : value.trim();
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : null;
  if (typeof value === "boolean") return `${value}`;
  if (typeof value !== "object" || value === null) return null;
  const names = Array.isArray(value) ? value.map(nameOf) : namesIn(value);
  return [...new Set(names.filter((name) => name !== ""))].join("+") || "none";
}

/** Keys under which an object of a list may say what it is. */
const NAME_KEYS = ["name", "type", "kind", "augmentation", "distractor"];

/** The name of an item of a list: itself, the first item of a list such as `["blur", 3]`, or an object's name. */
function nameOf(item: unknown): string {
  if (Array.isArray(item)) return nameOf(item[0]);
  if (typeof item !== "object" || item === null) return tagText(item) ?? "";
  const facts = item as Readonly<Record<string, unknown>>;
  const key = NAME_KEYS.find((name) => typeof facts[name] === "string");
  return key === undefined ? namesIn(facts).join("+") : facts[key] as string;
}

/** The keys of an object that are not switched off, sorted. */
function namesIn(facts: object): readonly string[] {
  return Object.entries(facts).filter(([, value]) =>
    value !== null && value !== false && value !== 0
  )
    .map(([name]) => name).sort(compareCodePoints);
}
