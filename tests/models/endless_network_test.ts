import { equal } from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../commands/in_folder.ts";
import { denoCommand } from "../commands/run_assay.ts";
import { endlessNetwork } from "./endless_network.ts";

Deno.test("a network whose run does not end is an error, and the process exits", () =>
  inFolder(async (folder) => {
    const path = join(folder, "endless.onnx");
    Deno.writeFileSync(path, endlessNetwork(32));
    const program = ["tests/models/try_endless.ts", path];
    const { code, stdout, stderr } = await denoCommand("models", program).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    equal(text(stdout), "NETWORK_SILENT\n", text(stderr));
    equal(code, 4);
  }));
