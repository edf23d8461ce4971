import type { JsonValue, RunManifest } from "../records/manifest.ts";

/**
 * The manifest with the last part of every absolute path in place of the path: where somebody keeps files is
 * nobody's business in a file that is passed on, and no difference between two runs.
 */
export function withoutPaths(manifest: RunManifest): RunManifest {
  return stripped(manifest as unknown as JsonValue) as unknown as RunManifest;
}

function stripped(value: JsonValue): JsonValue {
  if (typeof value === "string") return shortText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(stripped);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, stripped(inner)]));
}

/** A text that is a path may hold spaces; paths within a text end at one. */
function shortText(text: string): string {
  if (/^(?:[A-Za-z]:)?[\\/]/.test(text)) return lastPart(text);
  return text.replace(
    /([\s"'(=,])((?:[A-Za-z]:)?[\\/][^\s"'(),]+)/g,
    (_, lead: string, path: string) => lead + lastPart(path),
  );
}

function lastPart(path: string): string {
  return path.split(/[\\/]+/).filter(Boolean).at(-1) ?? "";
}
