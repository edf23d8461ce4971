import { equal } from "node:assert/strict";

/** Has the only entry of an MP4's table of frame times (`stts`) claim a number of frames. */
export async function editStts(path: string, frames: number): Promise<void> {
  const bytes = await Deno.readFile(path);
  const box = new TextDecoder("latin1").decode(bytes).indexOf("stts");
  const view = new DataView(bytes.buffer);
  equal(view.getUint32(box + 8), 1, "one entry");
  view.setUint32(box + 12, frames);
  await Deno.writeFile(path, bytes);
}

/** Has the header of an AVI's only stream claim the largest number of frames, and takes its index away. */
export async function editAviLength(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  new DataView(bytes.buffer).setUint32(text.indexOf("strh") + 40, 2 ** 32 - 1, true);
  const index = text.indexOf("idx1");
  if (index >= 0) bytes.set(new TextEncoder().encode("JUNK"), index);
  await Deno.writeFile(path, bytes);
}
