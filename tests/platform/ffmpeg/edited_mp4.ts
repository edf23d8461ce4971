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
