import { decodeLabels } from "./decode_labels.ts";
import { labelsError } from "./labels_error.ts";
import { withoutPythonNumbers } from "./python_json.ts";

/** JSON of a file of labels. */
export interface LabelJson {
  /** The text that was parsed. */
  readonly json: string;
  readonly value: unknown;
  /** What was assumed about its encoding, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads JSON in any usual encoding, also with the `NaN` and `Infinity` that Python writes, which become `null`.
 * @param name as messages call the file
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3), with the remedy
 */
export function readJson(
  bytes: Uint8Array,
  { name, remedy }: { readonly name: string; readonly remedy: string },
): LabelJson {
  const { text, note } = decodeLabels(bytes, name);
  const notes = note === null ? [] : [note];
  try {
    return { json: text, value: JSON.parse(text), notes };
  } catch (cause) {
    const json = withoutPythonNumbers(text);
    try {
      return { json, value: JSON.parse(json), notes };
    } catch {
      throw labelsError("is not JSON", { name, remedy, cause });
    }
  }
}
