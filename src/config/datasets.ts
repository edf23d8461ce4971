import { z } from "zod";
import { LABELLED_LAYOUTS } from "../datasets/layouts/registry.ts";
import type { DatasetQuery } from "../records/dataset_query.ts";
import type { Tags } from "../records/video.ts";

const text = z.string().min(1);

/** How a dataset is read: keys of one dataset, and of the config for all of them. */
export const readingShape = {
  layout: z.enum(LABELLED_LAYOUTS).optional().describe(
    "layout that the dataset is read with (default: the one that is recognised)",
  ),
  where: z.record(text, text).optional().describe(
    'only videos with these values of tags, such as {"compression": "c23"}',
  ),
  root: text.optional().describe(
    "folder in which the paths of a file of labels begin (default: the file's folder)",
  ),
  followLinks: z.boolean().optional().describe(
    "whether links that lead out of the dataset are followed (default: false)",
  ),
} as const;

const described = z.strictObject({
  folder: text.optional().describe("a name under datasets/, or the path of a folder or an archive"),
  file: text.optional().describe("path of a file of labels"),
  name: z.string().regex(/^[^/]+$/, "must be a name without /").optional().describe(
    "name of the dataset in results, and before its videos where there are several",
  ),
  ...readingShape,
}).refine(({ folder, file }) => (folder === undefined) !== (file === undefined), {
  message: 'an object with either "folder" or "file"',
});

const oneDataset = z.union([text, described]);

/** Schema of the key `dataset`. */
export const datasetSchema = z.union([oneDataset, z.array(oneDataset).min(1)]).describe(
  "a name under datasets/, or the path of a folder, an archive or a file of labels; an object that says more; or a " +
    "list of these, which are evaluated together",
);

type GivenDataset = z.output<typeof datasetSchema>;
type GivenReading = z.output<z.ZodObject<typeof readingShape>>;

/** Flags about datasets. */
export interface DatasetFlags {
  /** Places, as typed; empty: the flag was not given. */
  readonly datasets: readonly string[];
  /** `null`, here and below: the flag was not given. */
  readonly layout: string | null;
  /** Empty: the flag was not given. */
  readonly where: Tags;
  readonly root: string | null;
  readonly followLinks: boolean;
}

/** A dataset as the config or a flag gives it, its place apart. */
type Said = Omit<z.output<typeof described>, "folder" | "file">;

/**
 * Resolves the datasets that are asked for. What a config says at the top is about its own datasets, so that places
 * given as flags replace it with them; what it says of one dataset comes before that, and flags come before both.
 * @returns empty: none is given
 */
export function resolveDatasets(
  file: GivenReading & { readonly dataset?: GivenDataset | undefined },
  flags: DatasetFlags,
): readonly DatasetQuery[] {
  const isOwn = flags.datasets.length === 0;
  const given = isOwn ? [file.dataset ?? []].flat() : flags.datasets;
  return given.map((one) => {
    const { folder, file: labels, ...said } = typeof one === "string" ? { folder: one } : one;
    const place = folder ?? labels!; // one of the two, by the schema
    const around = { common: isOwn ? file : {}, flags, isAlone: given.length === 1 };
    return resolved({ ...said, place }, around);
  });
}

function resolved(
  { place, ...said }: Said & { readonly place: string },
  { common, flags, isAlone }: {
    readonly common: GivenReading;
    readonly flags: DatasetFlags;
    readonly isAlone: boolean;
  },
): DatasetQuery {
  return {
    place,
    name: said.name ?? null,
    layout: flags.layout ?? said.layout ?? common.layout ?? null,
    ...wantedTags({
      common: common.where ?? {},
      own: said.where ?? {},
      flags: flags.where,
      isAlone,
    }),
    root: flags.root ?? said.root ?? common.root ?? null,
    followLinks: flags.followLinks || (said.followLinks ?? common.followLinks ?? false),
  };
}

/** The tags asked of one dataset: those asked of several together may be missing in one of them. */
function wantedTags(
  { common, own, flags, isAlone }: {
    readonly common: Tags;
    readonly own: Tags;
    readonly flags: Tags;
    readonly isAlone: boolean;
  },
): Pick<DatasetQuery, "where" | "whereTagged"> {
  if (isAlone) return { where: { ...common, ...own, ...flags }, whereTagged: {} };
  const flagged = Object.entries(flags).filter(([tag]) => Object.hasOwn(own, tag));
  return {
    where: { ...own, ...Object.fromEntries(flagged) },
    whereTagged: { ...common, ...flags },
  };
}
