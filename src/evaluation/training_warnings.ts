import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { counted } from "../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import type { Dataset, DatasetVideo } from "../records/video.ts";

/** Names of the folders that DFDC's training videos are published in. */
const DFDC_TRAINING_FOLDER = /train_sample_videos|dfdc_train_part/i;

/** File names of DFDC's videos: ten letters. */
const DFDC_NAME = /(^|\/)[a-z]{10}\.mp4$/;

/** Warns of classifiers that were trained on videos of the dataset: their scores are too optimistic. */
export function trainingWarnings(
  cards: readonly ModelCard[],
  dataset: Dataset,
): readonly DataWarning[] {
  return [...cards.map((card) => listedInCard(card, dataset)), trainedOnDfdc(cards, dataset)]
    .filter((warning) => warning !== null);
}

/** Warns of videos that the model's card lists as training data. */
function listedInCard(card: ModelCard, { name, videos }: Dataset): DataWarning | null {
  const seen = new Set(
    card.trainedOn.filter(({ dataset }) => dataset === name).flatMap((data) => data.videos),
  );
  const names = videos.map(({ id }) => id).filter((id) => seen.has(id));
  return dataWarning(
    "seen_in_training",
    names,
    () =>
      `${names.length} of ${counted(videos.length, "video")} ${
        names.length === 1 ? "is" : "are"
      } in the training data of model ` +
      `${card.name}, so its scores are too optimistic there. Evaluate it on other videos.`,
  );
}

/** Warns of DFDC's training videos if a classifier's card says DFDC without listing the videos. */
function trainedOnDfdc(cards: readonly ModelCard[], dataset: Dataset): DataWarning | null {
  const trained = cards.filter(({ trainedOn }) =>
    trainedOn.some((data) => /^dfdc\b/i.test(data.dataset) && data.videos.length === 0)
  );
  if (trained.length === 0) return null;
  const names = dfdcTrainingVideos(dataset);
  return dataWarning(
    "seen_in_training",
    names,
    () =>
      `${counted(names.length, "video")} ${
        names.length === 1 ? "looks" : "look"
      } like DFDC's training set (train_sample_videos is ` +
      `part of it), and ${trained.map(({ name }) => name).join(", ")} ` +
      `${trained.length === 1 ? "was" : "were"} trained on it, so the scores are too optimistic. ` +
      "Evaluate on other videos, such as DFDC's test set.",
  );
}

function dfdcTrainingVideos({ folder, layout, videos }: Dataset): readonly string[] {
  const all = DFDC_TRAINING_FOLDER.test(folder);
  const isOne = ({ id, split }: DatasetVideo) =>
    all || DFDC_TRAINING_FOLDER.test(id) ||
    (layout === "dfdc" && split === "train" && DFDC_NAME.test(id));
  return videos.filter(isOne).map(({ id }) => id);
}
