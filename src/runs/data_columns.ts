import type { RunManifest } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";

/** What tells of the data themselves, one entry for each video. */
export interface DataColumns {
  /** SHA-256 of the file, hex; `null`: it could not be read. */
  readonly contentHashes: readonly (string | null)[];
  /** As the variant of `compareWith` saw the video. */
  readonly framesRequested: Uint32Array;
  readonly framesRead: Uint32Array;
  readonly faces: Uint32Array;
  /** 1 where that variant failed, so that the three above say nothing of the video. */
  readonly failed: Uint8Array;
}

/** Gathers them record by record. */
export interface DataCollector {
  add(record: VideoRecord, row: number): void;
  columns(): DataColumns;
}

/** @param rows how many records there will be */
export function dataCollector({ compareWith }: RunManifest, rows: number): DataCollector {
  const contentHashes = new Array<string | null>(rows).fill(null);
  const framesRequested = new Uint32Array(rows), framesRead = new Uint32Array(rows);
  const faces = new Uint32Array(rows), failed = new Uint8Array(rows);
  return {
    add({ contentHash, variants }, row) {
      const verdict = variants.find(({ variant }) => variant === compareWith);
      contentHashes[row] = contentHash;
      framesRequested[row] = verdict?.framesRequested ?? 0;
      framesRead[row] = verdict?.framesRead ?? 0;
      faces[row] = verdict?.faces ?? 0;
      failed[row] = verdict === undefined || verdict.status === "failed" ? 1 : 0;
    },
    columns: () => ({ contentHashes, framesRequested, framesRead, faces, failed }),
  };
}
