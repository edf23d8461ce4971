import { ok } from "node:assert/strict";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import type { Checkpoint } from "../../../src/models/checkpoints/checkpoint.ts";
import { readCheckpoint } from "../../../src/models/checkpoints/read_checkpoint.ts";
import { bytesOf } from "./byte_text.ts";

/** The checkpoint in a file of those letters. */
export function opened(file: string): Checkpoint {
  return readCheckpoint(memorySource(bytesOf(file)), "file.pth");
}

/** All numbers of a checkpoint. */
export function readAll({ tensors }: Checkpoint): number[][] {
  return [...tensors.values()].map((tensor) => [...tensor.read()]);
}

/** What a user is told about a file that cannot be read, and with which code; anything else fails the test. */
export function failure(file: string): { code: string; message: string } {
  try {
    readAll(opened(file));
  } catch (error) {
    ok(error instanceof AssayError, `no AssayError but ${(error as Error).stack}`);
    ok(error.exitCode === 3 && error.what.startsWith("file.pth "), error.message);
    return { code: error.code, message: error.message };
  }
  throw new Error("the file was read");
}
