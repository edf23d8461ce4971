// Prints the versions of all stages. Tests start it in copies of the source that they change.
import { stageVersions } from "../../../src/pipeline/keys/stage_versions.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";

const builds = { ffmpeg: "f1", ffprobe: "p1", onnxRuntime: "o1" };
console.log(JSON.stringify(stageVersions(projectRoot(), builds)));
