import { stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { inputError } from "../../records/errors.ts";

/** An ONNX file to be imported, and where facts about it may lie. */
export interface FoundExport {
  /** Path of the ONNX file. */
  readonly file: string;
  /** Folders that may hold `config.json` and the like, nearest first. */
  readonly folders: readonly string[];
  /** Sentences about what was chosen. */
  readonly notes: readonly string[];
}

/** Subfolders in which exporters put the ONNX files of a model. */
const SUBFOLDERS = ["", "onnx"];

/** Files of weights that have to be exported first. */
const WEIGHTS = /\.(safetensors|bin|pt|pth|ckpt|h5|msgpack)$/i;

/**
 * Finds the ONNX file of a model.
 * @param path of the file, or of a folder as `optimum` exports it
 * @throws AssayError MODEL_NOT_FOUND (exit 3) when a folder has none, or several of which none is the plain one
 */
export async function findExport(path: string): Promise<FoundExport> {
  if (!await isFolder(path)) return { file: path, folders: foldersOf(path), notes: [] };
  const files: string[] = [];
  for (const sub of SUBFOLDERS) {
    for (const name of await namesIn(join(path, sub))) {
      if (extname(name).toLowerCase() === ".onnx") files.push(join(sub, name));
    }
  }
  const file = chosen(files, path) ?? await throwNoOnnx(path);
  const others = files.filter((one) => one !== file);
  const notes = others.length === 0 ? [] : [`Took ${file}, not ${others.join(", ")}.`];
  return { file: join(path, file), folders: foldersOf(join(path, file)), notes };
}

/** Chooses the plain model: `model.onnx`, or the only file. */
function chosen(files: readonly string[], folder: string): string | undefined {
  const plain = files.find((file) => basename(file).toLowerCase() === "model.onnx");
  if (plain !== undefined || files.length < 2) return plain ?? files[0];
  const whole = files.filter((file) => !/[_.-](quantized|u?int8|q\d|fp16|f16|bnb)/i.test(file));
  if (whole.length === 1) return whole[0];
  throw inputError("MODEL_NOT_FOUND", {
    what: `${folder} has several ONNX files, none of them model.onnx: ${files.join(", ")}`,
    remedy: `Give the path of one, such as ${join(folder, files[0]!)}`,
  });
}

async function throwNoOnnx(folder: string): Promise<never> {
  const weights = (await namesIn(folder)).find((name) => WEIGHTS.test(name));
  if (weights === undefined) {
    throw inputError("MODEL_NOT_FOUND", {
      what: `${folder} has no ONNX file`,
      remedy: "Give the folder that has model.onnx, or the path of the file",
    });
  }
  throw inputError("MODEL_NOT_FOUND", {
    what: `${folder} has no ONNX file, only weights (${weights})`,
    remedy:
      `Export it with \`optimum-cli export onnx --model ${folder} ${folder}/onnx\`, or give the path of ` +
      `the weights with --family; docs/models.md shows both`,
  });
}

function foldersOf(file: string): readonly string[] {
  const folder = dirname(file);
  return basename(folder) === "onnx" ? [folder, dirname(folder)] : [folder];
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isDirectory(), () => false);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    const absent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!absent) throw error;
  }
  return names.sort();
}
