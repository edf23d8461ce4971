import type { ListedVideo } from "../layouts/contract.ts";
import { plainName } from "../tree/plain_name.ts";
import { stemOf } from "../tree/clip_names.ts";

/** Marks a short name that several videos have. */
const SEVERAL = Symbol("several");

/**
 * Finds the original videos that groups name in another form than the labels list them: without the folder, without the
 * extension, by another Unicode form, in other case. Such a group becomes the original's own, so that a fake and its original share it.
 */
export function matchOriginals(listed: readonly ListedVideo[]): readonly ListedVideo[] {
  const exact = new Set(listed.map(({ filename }) => filename));
  const unmatched = listed.filter(({ filename, group }) => group !== filename && !exact.has(group));
  if (unmatched.length === 0) return listed;
  const byForm = formsOf(listed);
  return listed.map((video) => {
    if (exact.has(video.group)) return video;
    const found = formsOfName(video.group).map((form) => byForm.get(form))
      .find((name) => name !== undefined);
    if (found === undefined || found === SEVERAL) return video;
    return { ...video, group: found };
  });
}

function formsOf(listed: readonly ListedVideo[]): ReadonlyMap<string, string | typeof SEVERAL> {
  const byForm = new Map<string, string | typeof SEVERAL>();
  for (const { filename } of listed) {
    for (const form of formsOfName(filename)) {
      const known = byForm.get(form);
      byForm.set(form, known === undefined || known === filename ? filename : SEVERAL);
    }
  }
  return byForm;
}

/** Forms of a name, the fullest first. */
function formsOfName(filename: string): readonly string[] {
  const plain = plainName(filename);
  const short = plain.slice(plain.lastIndexOf("/") + 1);
  const forms = [plain, short, stemOf(short)];
  return [...new Set([...forms, ...forms.map((form) => form.normalize("NFC").toLowerCase())])];
}
