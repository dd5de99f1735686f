/** Lengths count as the server counts them: in code points, so that one emoji is one. */
export const codePoints = (text: string): number => [...text].length;
