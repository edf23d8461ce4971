import { join } from "node:path";
import { ffmpegPath, linkTools } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { assayHome } from "../../src/platform/files/project.ts";

/** Decides who decodes: the checkout's link to ffmpeg leads to ffmpeg, or to one that claims no hardware. */
export async function linkDecoder(decoder: "proven" | "software"): Promise<void> {
  await linkTools();
  if (decoder === "proven") return;
  const script = join(assayHome(), "gpu-models", "ffmpeg-software");
  await Deno.mkdir(join(script, ".."), { recursive: true });
  await Deno.writeTextFile(script, withoutHardware(await Deno.readLink(ffmpegPath())));
  await Deno.chmod(script, 0o755);
  await linkTools({
    variable: (name) => name === "ASSAY_FFMPEG" ? script : Deno.env.get(name),
  });
}

/** Says what `ffmpeg -hwaccels` says where nothing was built in. */
function withoutHardware(ffmpeg: string): string {
  return `#!/bin/sh
case " $* " in *" -hwaccels "*) echo "Hardware acceleration methods:"; exit;; esac
exec '${ffmpeg}' "$@"
`;
}
