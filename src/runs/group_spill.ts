import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";

/** A buffer of texts that are added in any order of groups and read group by group. */
export interface GroupSpill {
  append(group: number, text: string): void;
  /** All texts of a group, in the order in which they were added. */
  chunksOf(group: number): Iterable<Uint8Array>;
  /** Removes the file behind it. */
  close(): void;
}

interface Block {
  readonly offset: number;
  readonly length: number;
}

/** Characters buffered per group, so that blocks on disk are large enough for a seek. */
const BLOCK_CHARACTERS = 1 << 15;

/**
 * Makes a spill with its own temporary file: memory holds at most one block per group.
 * @param base start of the file's path; the rest is unique, since several processes may write the tables of one run
 */
export function groupSpill(base: string, groups: number): GroupSpill {
  const path = `${base}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  const fd = openSync(path, "wx+"); // `x`: never follows a link
  const pending = new Array<string>(groups).fill("");
  const blocks = Array.from({ length: groups }, (): Block[] => []);
  let end = 0;
  const flush = (group: number) => {
    const bytes = new TextEncoder().encode(pending[group]);
    for (let done = 0; done < bytes.byteLength;) {
      done += writeSync(fd, bytes, done, bytes.byteLength - done, end + done);
    }
    blocks[group]!.push({ offset: end, length: bytes.byteLength });
    end += bytes.byteLength;
    pending[group] = "";
  };
  return {
    append(group, text) {
      pending[group] += text;
      if (pending[group]!.length > BLOCK_CHARACTERS) flush(group);
    },
    *chunksOf(group) {
      for (const { offset, length } of blocks[group]!) {
        const bytes = new Uint8Array(length);
        readSync(fd, bytes, 0, length, offset);
        yield bytes;
      }
      if (pending[group]) yield new TextEncoder().encode(pending[group]);
    },
    close() {
      closeSync(fd);
      rmSync(path, { force: true });
    },
  };
}
