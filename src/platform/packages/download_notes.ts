/** What must be known of a file that has come in part, to go on with it. */
export interface DownloadNotes {
  readonly url: string;
  /** What the server knows this very file by; `null`: it said nothing, so that nothing can be gone on with. */
  readonly validator: string | null;
}

/** An entity tag that means these very bytes, else the time of the last change. */
export function validatorOf(headers: Headers): string | null {
  const tag = headers.get("etag");
  return tag !== null && !tag.startsWith("W/") ? tag : headers.get("last-modified");
}

/** What the server knew a begun file by; `null`: it was begun from another address, or nobody knows. */
export async function readNotes(path: string, url: string): Promise<string | null> {
  try {
    const notes = JSON.parse(await Deno.readTextFile(notesPath(path))) as DownloadNotes;
    return notes.url === url && typeof notes.validator === "string" ? notes.validator : null;
  } catch {
    return null; // there are none, or they were cut short: the file is begun again
  }
}

/** Writes the notes on the file that is to become `path`; `null` removes them. */
export async function writeNotes(path: string, notes: DownloadNotes | null): Promise<void> {
  if (notes === null) await Deno.remove(notesPath(path)).catch(() => {});
  else await Deno.writeTextFile(notesPath(path), JSON.stringify(notes));
}

function notesPath(path: string): string {
  return `${path}.part.json`;
}
