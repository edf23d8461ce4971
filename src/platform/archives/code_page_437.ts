/** Characters 128 to 255 of code page 437, in which zip archives without another mark have their names. */
const UPPER_HALF = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
  "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** Decodes a name in code page 437. */
export function decodeCodePage437(bytes: Uint8Array): string {
  return Array.from(
    bytes,
    (byte) => byte < 128 ? String.fromCharCode(byte) : UPPER_HALF[byte - 128]!,
  ).join("");
}
