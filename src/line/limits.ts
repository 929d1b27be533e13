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

/** A character has at least one UTF-16 code unit: counting characters costs more, and is seldom needed. */
const isLonger = (label: string, most: number) => label.length > most && labelLength(label) > most;

/**
 * Labels side by side, each cut to `most` characters by LINE's count so that what differs stays: names of agencies begin
 * alike and end apart. A number in front, which tells them apart in any case, stays too.
 */
export function shortLabels(labels: readonly string[], most: number): string[] {
  const long = labels.filter((label) => isLonger(label, most)).map((label) => charactersOf(label));
  return labels.map((label) => {
    if (!isLonger(label, most)) return label;
    const { mark, name } = charactersOf(label);
    const room = most - labelLength(mark);
    const others = long.map((other) => other.name).filter((other) => other.join('') !== name.join(''));
    const alike = Math.max(0, ...others.map((other) => differsAt(name, other)));
    const tail = name.length - (room - 1);
    if (alike < room - 1) return `${mark}${name.slice(0, room - 1).join('')}…`;
    if (alike >= tail) return `${mark}…${name.slice(tail).join('')}`;
    return `${mark}…${name.slice(alike, alike + room - 2).join('')}…`;
  });
}

/** Where a name goes on otherwise than another; its length where the other goes on from it. */
function differsAt(name: readonly string[], other: readonly string[]): number {
  const at = name.findIndex((each, index) => each !== other[index]);
  return at < 0 ? name.length : at;
}

function charactersOf(label: string): { readonly mark: string; readonly name: readonly string[] } {
  const mark = /^\d+ /.exec(label)?.[0] ?? '';
  return { mark, name: [...graphemes.segment(label.slice(mark.length))].map(({ segment }) => segment) };
}

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
