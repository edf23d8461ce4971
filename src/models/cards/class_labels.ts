import { type JsonObject, objectOf, textOf } from "./json_fields.ts";

/** Names of a classifier's classes, in order, and the field that they come from. */
export interface ClassLabels {
  readonly names: readonly string[];
  /** File and field: `config.json (id2label)`. */
  readonly from: string;
}

/** Fields of `config.json` that name classes: Hugging Face's two, and timm's. */
const FIELDS = ["id2label", "label2id", "label_names", "labels", "classes", "class_names"] as const;

/**
 * Reads the names of the classes from a model's `config.json`.
 * @param file its name
 * @returns `null`: it names none, or not all of them
 */
export function classLabels(config: JsonObject, file: string): ClassLabels | null {
  const places = [[config, ""], [objectOf(config.pretrained_cfg), "pretrained_cfg."]] as const;
  for (const [object, prefix] of places) {
    for (const field of FIELDS) {
      const names = object ? namesOf(object[field], field) : null;
      if (names !== null) return { names, from: `${file} (${prefix}${field})` };
    }
  }
  return null;
}

function namesOf(value: unknown, field: string): readonly string[] | null {
  if (Array.isArray(value)) return complete(value.map(textOf));
  const object = objectOf(value);
  if (object === null) return null;
  const pairs = Object.entries(object).map(([key, other]) =>
    field === "label2id" ? [Number(other), key] as const : [Number(key), textOf(other)] as const
  );
  const names: (string | null)[] = Array(pairs.length).fill(null);
  for (const [index, name] of pairs) if (index in names) names[index] = name;
  return complete(names);
}

function complete(names: readonly (string | null)[]): readonly string[] | null {
  return names.length > 0 && names.every((name) => name !== null) ? names : null;
}
