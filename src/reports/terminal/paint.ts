/** What the terminal's codes (SGR, ECMA-48) for a style are. */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export type TextStyle = keyof typeof CODES;

/** Styled text for a terminal, where colours are wanted; else the text itself. */
export function paint(
  text: string,
  style: TextStyle,
  { colour }: { readonly colour: boolean },
): string {
  return colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}
