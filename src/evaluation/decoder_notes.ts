import type { DecoderNote } from "../records/decoder_note.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** Collects which decoder a run's workers use for each kind of video, each decision once. */
export interface DecoderNotes {
  /** Adds one worker's decisions so far, and warns of new ones against the GPU. */
  take(decided: readonly DecoderNote[]): void;
  /** All decisions, sorted by kind of video; `undefined`: there were none. */
  all(): readonly DecoderNote[] | undefined;
}

export function decoderNotes(terminal: Pick<Terminal, "warn">): DecoderNotes {
  const known = new Map<string, DecoderNote>();
  return {
    take(decided) {
      for (const note of decided) {
        const name = `${note.kind} ${note.decoder} ${note.reason}`;
        if (known.has(name)) continue;
        known.set(name, note);
        if (note.reason !== null) {
          terminal.warn(`${note.kind} is decoded in software: ${note.reason}`);
        }
      }
    },
    all: () =>
      known.size === 0 ? undefined : [...known.keys()].sort().map((name) => known.get(name)!),
  };
}
