/** Arithmetic of a network on a GPU. */
export type Arithmetic = "fp32" | "TF32" | "fp16";

/** Dense, without sparsity; TFLOP/s as NVIDIA's data sheets rate the chip. */
type Peaks = Readonly<Record<Arithmetic, number>>;

/** By what a GPU's name holds, the more special name first. */
const RATED: readonly (readonly [RegExp, Peaks])[] = [
  [/H200|H100.*(SXM|HBM3)/, { fp32: 67, TF32: 494, fp16: 989 }],
  [/H100/, { fp32: 51, TF32: 378, fp16: 756 }],
  [/A100/, { fp32: 19.5, TF32: 156, fp16: 312 }],
  [/L40S/, { fp32: 91.6, TF32: 183, fp16: 362 }],
  [/\bL4\b/, { fp32: 30.3, TF32: 60, fp16: 121 }],
  [/RTX 4090/, { fp32: 82.6, TF32: 82.6, fp16: 165 }],
];

/** What a GPU is rated at, TFLOP/s; `null`: not known here. */
export function ratedPeak(gpu: string, arithmetic: Arithmetic): number | null {
  return RATED.find(([name]) => name.test(gpu))?.[1][arithmetic] ?? null;
}

/** The first GPU's name, as nvidia-smi or the driver's files have it. */
export async function gpuName(): Promise<string> {
  try {
    const args = ["--query-gpu=name", "--format=csv,noheader"];
    const { stdout } = await new Deno.Command("nvidia-smi", { args, clearEnv: true }).output();
    const name = new TextDecoder().decode(stdout).split("\n")[0]!;
    if (name.trim() !== "") return name.trim();
  } catch {
    // It is not installed, or this process may not run it.
  }
  const folder = "/proc/driver/nvidia/gpus";
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const text = await Deno.readTextFile(`${folder}/${name}/information`);
      const model = /^Model:\s*(.+)$/m.exec(text)?.[1];
      if (model) return model.trim();
    }
  } catch {
    // The driver shows no such files here.
  }
  return "an NVIDIA GPU";
}
