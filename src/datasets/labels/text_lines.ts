import { decodeLabels } from "./decode_labels.ts";

/** Splits a list, in any usual encoding, into its lines, empty ones included. */
export function textLines(bytes: Uint8Array): readonly string[] {
  return decodeLabels(bytes, "").text.split(/\r\n|\r|\n/);
}
