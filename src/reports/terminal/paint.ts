/** Terminal codes (SGR, ECMA-48) of the styles. */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export type TextStyle = keyof typeof CODES;

/** Styles a text for a terminal; without colours the text stays as it is. */
export function paint(
  text: string,
  style: TextStyle,
  { colour }: { readonly colour: boolean },
): string {
  return colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}
