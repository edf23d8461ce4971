import { crc32 } from "node:zlib";
import type { VideoRecord } from "../records/run_result.ts";

/** Start of a line with a checksum. */
const START = '{"crc32":"';
const ENCODER = new TextEncoder();
const START_BYTES = ENCODER.encode(START);
const DIGITS = 8;

/** Offset of the checked bytes of a line: after the comma that follows its checksum. */
const BODY = START.length + DIGITS + '",'.length;
const OPENING_BRACE = 0x7b;

/** Throws on invalid UTF-8. */
const UTF8 = new TextDecoder("utf-8", { fatal: true });
const LOOSE = new TextDecoder();

/** Content of a line of a journal. */
export type LineContent =
  | {
    readonly kind: "value";
    readonly value: unknown;
    /** Whether it has a checksum, which then matches; journals of older versions have none. */
    readonly checked: boolean;
  }
  /** @property why the reason, worded to follow "line 3" */
  | { readonly kind: "broken"; readonly why: string };

/**
 * Formats the line of a record, with its line break. Its first field is a CRC-32 of all bytes after it, 8 hex digits,
 * so that a change can be detected in each line by itself.
 */
export function journalLine(record: VideoRecord): Uint8Array {
  const blank = "0".repeat(DIGITS);
  const line = ENCODER.encode(`${START}${blank}",${JSON.stringify(record).slice(1)}\n`);
  line.set(ENCODER.encode(checksum(line.subarray(BODY, -1))), START.length);
  return line;
}

/** Reads a line. @param bytes without the line break; one of them may be changed */
export function readLine(bytes: Uint8Array): LineContent {
  if (!hasChecksum(bytes)) return parsed(bytes, false);
  const stated = LOOSE.decode(bytes.subarray(START.length, BODY));
  if (stated !== `${checksum(bytes.subarray(BODY))}",`) {
    return { kind: "broken", why: "does not match its checksum" };
  }
  const body = bytes.subarray(BODY - 1);
  body[0] = OPENING_BRACE; // the record without its checksum
  return parsed(body, true);
}

function hasChecksum(bytes: Uint8Array): boolean {
  return bytes.length > BODY && START_BYTES.every((byte, i) => bytes[i] === byte);
}

function parsed(bytes: Uint8Array, checked: boolean): LineContent {
  try {
    return { kind: "value", value: JSON.parse(UTF8.decode(bytes)), checked };
  } catch {
    return { kind: "broken", why: "is not a video's record" };
  }
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(DIGITS, "0");
}
