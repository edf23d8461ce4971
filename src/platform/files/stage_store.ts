import { mkdir, readdir, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Stage } from "../../records/run_result.ts";
import { computeCacheLimit, evictOldest } from "./cache_eviction.ts";
import { digester } from "./hash.ts";
import {
  draftSegment,
  openSegment,
  type Segment,
  type SegmentDraft,
  type StoredRecord,
} from "./stage_segment.ts";

/** Largest segment as a share of the store's limit: a larger one would evict too much else. */
const LARGEST_SEGMENT_SHARE = 1 / 8;

/** Most records of a segment: with more, the index would no longer be small beside a frame. */
const MAX_RECORDS = 20_000;

/** Share of the limit that is written between two evictions. */
const EVICTION_SHARE = 1 / 16;

export interface StageStoreOptions {
  /** Absolute path; created when it is missing. */
  readonly folder: string;
  /** Most bytes of the store; default: 4 GB or a tenth of the free disk space, whichever is less. */
  readonly limit?: number;
}

/**
 * A cache of stage results on disk, by key. Its functions do not throw: what cannot be read counts as absent,
 * and what cannot be written is dropped.
 */
export interface StageStore {
  /** Opens the records under a key (64 hex digits). */
  open(stage: Stage, key: string): Promise<StageEntry>;
  /** Adds records under a key. */
  extend(stage: Stage, key: string): EntryWriter;
  /** Returns why writing has failed; `null`: it has not. */
  problem(): string | null;
}

export interface StageEntry {
  has(name: string): boolean;
  /** Reads a record; `null`: it is absent, or damaged. */
  read(name: string): Promise<StoredRecord | null>;
  close(): Promise<void>;
}

export interface EntryWriter {
  /** Adds a record. @param record makes it; not called once writing has stopped */
  add(name: string, record: () => StoredRecord): Promise<void>;
  /** Publishes the added records atomically. */
  commit(): Promise<void>;
  /** Discards the added records. */
  discard(): Promise<void>;
}

/**
 * Opens the store in a folder. An entry is one or more files, each written by one process and never changed:
 * its name holds the key and a digest of its index, it appears under that name when it is complete, and every
 * record in it has a checksum. So processes need no lock, and damaged records are merely computed again.
 */
export async function openStageStore(options: StageStoreOptions): Promise<StageStore> {
  const { folder } = options;
  const digests = await digester();
  const limit = options.limit ?? await computeCacheLimit(folder);
  let problem: string | null = null;
  let sinceEviction = Infinity; // the size before the first entry is unknown
  const folderOf = (stage: Stage, key: string) => join(folder, stage, key.slice(0, 2));

  async function noteWritten(bytes: number): Promise<void> {
    sinceEviction += bytes;
    if (sinceEviction < EVICTION_SHARE * limit) return;
    sinceEviction = 0;
    await evictOldest(folder, limit);
  }

  return {
    problem: () => problem,
    async open(stage, key) {
      const shard = folderOf(stage, key);
      const segments: Segment[] = [];
      for (const name of await readdir(shard).catch(() => [])) {
        if (!name.startsWith(`${key}-`) || !name.endsWith(".seg")) continue;
        const segment = await openOrRemove(join(shard, name), { key, digests });
        if (segment) segments.push(segment);
      }
      return joinSegments(segments);
    },
    extend(stage, key) {
      const shard = folderOf(stage, key);
      return createEntryWriter({
        async begin() {
          await mkdir(shard, { recursive: true });
          return await draftSegment(join(shard, `${crypto.randomUUID()}.tmp`), { key, digests });
        },
        tooLarge: (size) => size > LARGEST_SEGMENT_SHARE * limit,
        pathOf: (digest) => join(shard, `${key}-${digest}.seg`),
        noteWritten,
        hasProblem: () => problem !== null,
        noteProblem: (error) => problem ??= error instanceof Error ? error.message : String(error),
      });
    },
  };
}

/** Opens a segment and updates its time of use; removes a damaged one. */
async function openOrRemove(
  path: string,
  options: Parameters<typeof openSegment>[1],
): Promise<Segment | null> {
  const segment = await openSegment(path, options).catch(() => undefined);
  if (segment === undefined) return null; // missing or unreadable
  if (segment === null) await rm(path, { force: true }).catch(() => {});
  else await utimes(path, new Date(), new Date()).catch(() => {}); // the store may be read-only
  return segment;
}

function joinSegments(segments: readonly Segment[]): StageEntry {
  return {
    has: (name) => segments.some((segment) => segment.has(name)),
    async read(name) {
      for (const segment of segments) {
        const record = await segment.read(name);
        if (record) return record;
      }
      return null;
    },
    async close() {
      for (const segment of segments) await segment.close();
    },
  };
}

interface WriterParts {
  begin(): Promise<SegmentDraft>;
  tooLarge(size: number): boolean;
  pathOf(digest: string): string;
  noteWritten(bytes: number): Promise<void>;
  hasProblem(): boolean;
  noteProblem(error: unknown): void;
}

/** Creates a writer that creates its file at the first record and stops without an error on failure. */
function createEntryWriter(parts: WriterParts): EntryWriter {
  let draft: SegmentDraft | null = null;
  let givenUp = parts.hasProblem();

  async function giveUp(): Promise<void> {
    givenUp = true;
    await draft?.discard();
    draft = null;
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (givenUp) return;
    try {
      await work();
    } catch (error) {
      parts.noteProblem(error);
      await giveUp();
    }
  }

  return {
    add: (name, record) =>
      attempt(async () => {
        draft ??= await parts.begin();
        await draft.add(name, record());
        if (draft.records > MAX_RECORDS || parts.tooLarge(draft.size)) await giveUp();
      }),
    commit: () =>
      attempt(async () => {
        if (!draft) return;
        const { size } = draft;
        await draft.finish(parts.pathOf);
        draft = null;
        await parts.noteWritten(size);
      }),
    discard: giveUp,
  };
}
