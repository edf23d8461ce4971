import { createHash, type Hash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ClipSource, FramesClip, MemberClip, MemberFramesClip } from "../../records/video.ts";
import { sha256File } from "./hash.ts";
import { requireRegularFile } from "./regular_file.ts";

/** Bytes of a file that are in memory at a time. */
const PIECE = 1 << 20;

/** Pictures larger than this are not read, bytes. */
const LARGEST_PICTURE = 1 << 29;

/** Bytes `start` to `end` (exclusive) of a file. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Reads the pictures of a clip. */
export interface PictureFiles {
  readonly count: number;
  /**
   * Reads a picture's bytes, or the first `most` of them.
   * @throws Error when it is missing, is not a regular file, or is too large
   */
  read(position: number, most?: number): Promise<Uint8Array>;
  close(): void;
}

/**
 * Computes the SHA-256 of a clip, hex: of a file's or a member's bytes; of pictures, of each one's length (8 bytes,
 * little-endian) and bytes, in order. What the files are called changes nothing.
 * @throws AssayError NOT_A_FILE (exit 3) when one is not a regular file; the system's error when one is missing
 */
export async function sha256Clip(source: ClipSource): Promise<string> {
  switch (source.kind) {
    case "file":
      return await sha256File(source.path);
    case "member":
      return await sha256Member(source);
    case "frames":
    case "member_frames":
      return await sha256Pictures(source);
    default:
      return source satisfies never;
  }
}

/**
 * Reads size, modification time and inode of the files of a clip, so that a change during a pass is noticed; `null`: one
 * is missing.
 */
export async function readClipState(source: ClipSource): Promise<string | null> {
  switch (source.kind) {
    case "file":
      return await readFileState(source.path);
    case "member":
    case "member_frames":
      return await readFileState(source.archive);
    case "frames":
      return await readFolderState(source);
    default:
      return source satisfies never;
  }
}

/** Opens the pictures of a clip. @throws the system's error when the archive cannot be opened */
export async function openPictures(source: FramesClip | MemberFramesClip): Promise<PictureFiles> {
  if (source.kind === "frames") {
    return {
      count: source.names.length,
      read: (position, most) => readWhole(join(source.folder, source.names[position]!), most),
      close: () => {},
    };
  }
  const archive = await openFile(source.archive);
  return {
    count: source.spans.length,
    read: (position, most) => readSpan(archive, source.spans[position]!, most),
    close: () => archive.close(),
  };
}

async function readFileState(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null);
  return facts && `${facts.size} ${facts.mtimeMs} ${facts.ino}`;
}

async function readFolderState({ folder, names }: FramesClip): Promise<string | null> {
  const hash = createHash("sha256");
  for (const name of names) {
    const state = await readFileState(join(folder, name));
    if (state === null) return null;
    hash.update(`${state}\n`);
  }
  return hash.digest("hex");
}

async function sha256Member({ archive, start, end }: MemberClip): Promise<string> {
  const file = await openFile(archive);
  try {
    const hash = createHash("sha256");
    await hashSpan(hash, file, { start, end });
    return hash.digest("hex");
  } finally {
    file.close();
  }
}

async function sha256Pictures(source: FramesClip | MemberFramesClip): Promise<string> {
  const pictures = await openPictures(source);
  try {
    const hash = createHash("sha256");
    const length = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < pictures.count; i++) {
      const bytes = await pictures.read(i);
      length.setBigUint64(0, BigInt(bytes.length), true);
      hash.update(new Uint8Array(length.buffer)).update(bytes);
    }
    return hash.digest("hex");
  } finally {
    pictures.close();
  }
}

async function hashSpan(hash: Hash, file: Deno.FsFile, { start, end }: Span): Promise<void> {
  const piece = new Uint8Array(Math.min(PIECE, end - start));
  await file.seek(start, Deno.SeekMode.Start);
  for (let left = end - start; left > 0;) {
    const count = await file.read(piece.subarray(0, Math.min(piece.length, left)));
    if (count === null) throw truncated();
    hash.update(piece.subarray(0, count));
    left -= count;
  }
}

async function readWhole(path: string, most = Infinity): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    return await readSpan(file, { start: 0, end: size }, most);
  } finally {
    file.close();
  }
}

async function readSpan(
  file: Deno.FsFile,
  { start, end }: Span,
  most = Infinity,
): Promise<Uint8Array> {
  const length = Math.min(end - start, most);
  if (length > LARGEST_PICTURE) throw new RangeError("the picture is too large");
  const bytes = new Uint8Array(length);
  await file.seek(start, Deno.SeekMode.Start);
  for (let done = 0; done < length;) {
    const count = await file.read(bytes.subarray(done));
    if (count === null) throw truncated();
    done += count;
  }
  return bytes;
}

async function openFile(path: string): Promise<Deno.FsFile> {
  await requireRegularFile(path); // opening a named pipe waits
  return await Deno.open(path);
}

function truncated(): RangeError {
  return new RangeError("the archive ends before the clip does");
}
