import type { JsonValue, ManifestModel, RunManifest } from "../records/manifest.ts";

/**
 * The manifest with absolute paths shortened to their last part: where files are stored is private, and not a
 * difference between runs.
 */
export function withoutPaths(manifest: RunManifest): RunManifest {
  const { models, ...rest } = stripped(manifest as unknown as JsonValue) as unknown as RunManifest;
  return { ...rest, models: models.map((model, m) => withOwnNames(model, manifest.models[m]!)) };
}

/** Names of a network's inputs and outputs may look like paths. */
function withOwnNames(model: ManifestModel, { input, output }: ManifestModel): ManifestModel {
  return { ...model, ...(input && { input }), ...(output && { output }) };
}

function stripped(value: JsonValue): JsonValue {
  if (typeof value === "string") return shortText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(stripped);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, stripped(inner)]));
}

/** Shortens paths; a text that is a path may have spaces, paths within a text end at a space. */
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
