/**
 * How many characters a text has, counted as PHP's `mb_strlen()` counts them:
 * an emoji is one, not the two units that JavaScript stores it in.
 *
 * @param text The text.
 */
export const countCharacters = ( text: string ): number => [ ...text ].length;
