import { join } from "node:path";
import { projectRoot } from "../platform/files/project.ts";

/** Absolute paths of the project's folders for models, datasets and reports. */
export const FOLDERS = {
  models: join(projectRoot(), "models"),
  mtcnn: join(projectRoot(), "models", "mtcnn"),
  demoModel: join(projectRoot(), "models", "demo"),
  datasets: join(projectRoot(), "datasets"),
  demoDataset: join(projectRoot(), "datasets", "demo"),
  reports: join(projectRoot(), "reports"),
  baselines: join(projectRoot(), "reports", "baselines"),
} as const;
