import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { inputError } from "../records/errors.ts";
import type { RgbImage } from "../records/frame.ts";
import type { DatasetVideo } from "../records/video.ts";
import { writeModel } from "../models/onnx/model_writer.ts";
import { writeThroughSink } from "../platform/files/file_sink.ts";
import { OnnxSession } from "../platform/onnxruntime/onnx_session.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import {
  type BuiltRecord,
  readBuilt,
  recordBuilt,
  writeBuilt,
} from "../platform/files/built_record.ts";
import { buildHalfPrecision } from "../models/half_precision.ts";
import { readDemoDatasetCard } from "./demo_dataset_card.ts";
import { openReferenceDetector, preparedFaces } from "./demo_faces.ts";
import {
  DEMO_FACE_SIZE,
  demoClassifierRecipe,
  FOLDS,
  FRAME_STEP,
  HALF_FILE,
  MODEL_FILE,
  RIDGES,
} from "./demo_classifier_recipe.ts";
import {
  columnScale,
  fitLogisticRegression,
  type LogisticModel,
  standardise,
  unstandardise,
} from "./logistic_regression.ts";
import { chooseRidge, type GroupedRows } from "./ridge_choice.ts";
import { type Graph, GraphBuilder } from "../models/onnx/graph_builder.ts";
import { FEATURE_COUNT, residualFeatures } from "./residual_features.ts";

const SHAPE = ["batch", 3, DEMO_FACE_SIZE, DEMO_FACE_SIZE] as const;

interface DemoClassifierOptions {
  /** Absolute path of the folder with the card; the model is written beside it. */
  readonly folder: string;
  /** Absolute path of the built demo dataset. */
  readonly datasetFolder: string;
  /** Absolute path of the folder with MTCNN's networks. */
  readonly mtcnnFolder: string;
  /** Called with progress messages. */
  readonly progress: (line: string) => void;
}

/**
 * Trains the demo classifier on the `train` split of the demo dataset and writes it beside its card, in float32
 * and in float16: a logistic regression over noise-residual statistics, whose ridge is chosen by
 * cross-validation over source identities. No other split is read. Equal datasets give equal bytes on the same
 * kind of processor.
 * @throws AssayError DATASET_MISSING (exit 3) without the demo dataset; the errors of decoding and face
 * detection
 */
export async function buildDemoClassifier(options: DemoClassifierOptions): Promise<BuiltRecord> {
  const dataset = await readBuilt(options.datasetFolder);
  if (dataset === null) {
    throw inputError("DATASET_MISSING", {
      what: "the demo dataset is not built",
      remedy: "Run `deno task datasets build demo`",
    });
  }
  const model = fitModel(await computeTrainingRows(options), options.progress);
  await writeThroughSink(
    join(options.folder, MODEL_FILE),
    (sink) => writeModel(demoGraph(model), sink),
  );
  await buildHalfPrecision(join(options.folder, MODEL_FILE), join(options.folder, HALF_FILE));
  const card = await readDemoDatasetCard(options.datasetFolder);
  const recipe = demoClassifierRecipe(dataset, card.recipe);
  const names = [MODEL_FILE, HALF_FILE];
  const record = await recordBuilt(options.folder, { recipe, names });
  writeBuilt(options.folder, record);
  return record;
}

function fitModel(data: GroupedRows, progress: (line: string) => void): LogisticModel {
  const scale = columnScale(data.rows);
  const even = { ...data, rows: standardise(data.rows, scale) };
  const { ridge, logLoss } = chooseRidge(even, { ridges: RIDGES, folds: FOLDS });
  progress(
    `ridge ${ridge}: log loss ${logLoss.toFixed(3)} on faces of identities left out in training`,
  );
  return unstandardise(fitLogisticRegression(even, ridge), scale);
}

/** Computes the features of every training face. */
async function computeTrainingRows(options: DemoClassifierOptions): Promise<GroupedRows> {
  const { videos } = await openDataset(options.datasetFolder, { datasetsFolder: "" });
  const training = videos.filter(({ split }) => split === "train");
  options.progress(`computing features of the faces in ${training.length} training clips`);
  const rows: Float64Array[] = [], labels: number[] = [], groups: string[] = [];
  const tools = await openTools(options);
  try {
    for (const video of training) {
      for (const row of await computeVideoRows(video, tools)) {
        rows.push(row);
        labels.push(video.label === "FAKE" ? 1 : 0);
        groups.push(video.group);
      }
    }
  } finally {
    await tools.release();
  }
  return { rows, labels: Uint8Array.from(labels), groups };
}

type Tools = Awaited<ReturnType<typeof openTools>>;

async function openTools({ mtcnnFolder, folder }: DemoClassifierOptions) {
  const session = await openFeatureSession(folder);
  const detector = await openReferenceDetector(mtcnnFolder);
  return {
    detector,
    session,
    async release() {
      await detector.release();
      await session.release();
    },
  };
}

/** Opens the feature network in ONNX Runtime, so that training and scoring compute the same features. */
async function openFeatureSession(folder: string): Promise<OnnxSession> {
  const workshop = await mkdtemp(join(folder, ".building-"));
  try {
    const path = join(workshop, "features.onnx");
    await writeThroughSink(path, (sink) => writeModel(featureGraph(), sink));
    return await OnnxSession.open(path, { provider: "cpu", threads: 1 });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function computeVideoRows(
  video: DatasetVideo,
  { detector, session }: Tools,
): Promise<Float64Array[]> {
  const rows: Float64Array[] = [];
  for await (
    const face of preparedFaces(video, { detector, size: DEMO_FACE_SIZE, step: FRAME_STEP })
  ) {
    const dims = [1, 3, DEMO_FACE_SIZE, DEMO_FACE_SIZE];
    const { features } = await session.run({ faces: { data: planar(face), dims } });
    rows.push(Float64Array.from(features!.data, Number));
  }
  return rows;
}

/** Converts an image to `[3][height][width]` in float32, values unchanged. */
function planar({ data }: RgbImage): Float32Array {
  const area = data.length / 3;
  const planes = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) planes[i % 3 * area + Math.floor(i / 3)] = data[i]!;
  return planes;
}

/** Builds the graph from `faces` `[batch, 3, 192, 192]`, 0 … 255, to `features` `[batch, FEATURE_COUNT]`. */
function featureGraph(): Graph {
  const graph = new GraphBuilder("residual_features");
  const faces = graph.input("faces", { type: "float32", shape: SHAPE });
  const features = residualFeatures(graph, faces, DEMO_FACE_SIZE);
  graph.output(graph.node("Identity", [features], { name: "features" }));
  return graph.build();
}

/**
 * Builds the demo classifier: `faces` `[batch, 3, 192, 192]`, 0 … 255, to `logit` `[batch, 1]` of P(fake).
 * @param model over the unstandardised features, FEATURE_COUNT weights
 */
function demoGraph({ weights, bias }: LogisticModel): Graph {
  const graph = new GraphBuilder("demo");
  const faces = graph.input("faces", { type: "float32", shape: SHAPE });
  const features = residualFeatures(graph, faces, DEMO_FACE_SIZE);
  const column = graph.constant("weights", {
    type: "float32",
    shape: [FEATURE_COUNT, 1],
    data: Float32Array.from(weights),
  });
  const offset = graph.constant("bias", {
    type: "float32",
    shape: [1],
    data: Float32Array.of(bias),
  });
  graph.output(graph.node("Gemm", [features, column, offset], { name: "logit" }));
  return graph.build();
}
