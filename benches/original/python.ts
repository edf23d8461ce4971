import { usageError } from "../../src/records/errors.ts";

const PACKAGES = [
  "python3-torch",
  "python3-torchvision",
  "python3-opencv",
  "python3-pil",
  "python3-numpy",
  "python3-onnx",
];

const VERSIONS = `
import platform, torch, torchvision, cv2, PIL, numpy, onnx
print("Python", platform.python_version(), "PyTorch", torch.__version__, "torchvision", torchvision.__version__,
      "OpenCV", cv2.__version__, "Pillow", PIL.__version__, "NumPy", numpy.__version__)
`;

/**
 * The first Python that has all modules of the original: `python3` on PATH, else the system's.
 * @throws AssayError PYTHON_MODULES (exit 2) when none has them.
 */
export async function findPython(
  asked: string | undefined,
): Promise<{ readonly python: string; readonly versions: string }> {
  for (const python of asked === undefined ? ["python3", "/usr/bin/python3"] : [asked]) {
    const command = new Deno.Command(python, { args: ["-c", VERSIONS], stderr: "null" });
    const found = await command.output().catch(() => null);
    if (!found?.success) continue;
    return { python, versions: new TextDecoder().decode(found.stdout).trim() };
  }
  throw usageError("PYTHON_MODULES", {
    what: `${asked ?? "python3"} has not all modules that the original needs`,
    remedy: `On Debian: apt-get install --no-install-recommends ${PACKAGES.join(" ")} time`,
  });
}
