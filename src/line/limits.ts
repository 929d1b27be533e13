/**
 * What LINE takes, as far as what is sent here comes near it. Labels count grapheme clusters, the rest UTF-16
 * code units.
 * @see https://developers.line.biz/en/reference/messaging-api/#message-objects
 * @see https://developers.line.biz/en/docs/messaging-api/text-character-count/
 */
export const limits = {
  messagesPerCall: 5,
  text: 5000,
  altText: 1500,
  quickReplies: 13,
  quickReplyLabel: 20,
  flexButtonLabel: 40,
  postbackData: 300,
  // https://developers.line.biz/en/reference/messaging-api/#rich-menu-object
  richMenu: {
    widthLeast: 800,
    widthMost: 2500,
    heightLeast: 250,
    /** Width by height. */
    ratioLeast: 1.45,
    areas: 20,
    bar: 14,
    label: 20,
    pictureBytes: 1024 * 1024,
  },
} as const;

const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });

/** How long a label is by LINE's count. */
export const labelLength = (label: string): number => [...graphemes.segment(label)].length;

/** Cut at a character, with an ellipsis, when it is longer than `most` UTF-16 code units. */
export function within(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
