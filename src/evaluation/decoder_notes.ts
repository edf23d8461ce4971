import type { DecoderNote } from "../records/decoder_note.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** What a run's workers say of who decodes, each decision once. */
export interface DecoderNotes {
  /** Takes what one worker decided so far, and warns of what is new and against the GPU. */
  take(decided: readonly DecoderNote[]): void;
  /** By kind of video, by code point; left out where nothing had to be decided. */
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
          terminal.warn(`${note.kind} is decoded by software: ${note.reason}`);
        }
      }
    },
    all: () =>
      known.size === 0 ? undefined : [...known.keys()].sort().map((name) => known.get(name)!),
  };
}
