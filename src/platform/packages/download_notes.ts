import { readTextFile } from "../files/regular_file.ts";

/** Facts about a partly downloaded file that are needed to resume it. */
export interface DownloadNotes {
  readonly url: string;
  /** Validator that the server gave for this version of the file; `null`: none, so the download cannot resume. */
  readonly validator: string | null;
}

/** Returns a strong entity tag, else the time of the last change. */
export function validatorOf(headers: Headers): string | null {
  const tag = headers.get("etag");
  return tag !== null && !tag.startsWith("W/") ? tag : headers.get("last-modified");
}

/** Reads the validator of a partial download; `null`: it came from another URL, or there is none. */
export async function readNotes(path: string, url: string): Promise<string | null> {
  try {
    const notes = JSON.parse(await readTextFile(notesPath(path))) as DownloadNotes;
    return notes.url === url && typeof notes.validator === "string" ? notes.validator : null;
  } catch {
    return null; // missing or truncated notes: the download starts again
  }
}

/** Writes the notes for the file that will be at `path`; `null` removes them. */
export async function writeNotes(path: string, notes: DownloadNotes | null): Promise<void> {
  if (notes === null) await Deno.remove(notesPath(path)).catch(() => {});
  else await Deno.writeTextFile(notesPath(path), JSON.stringify(notes));
}

function notesPath(path: string): string {
  return `${path}.part.json`;
}
