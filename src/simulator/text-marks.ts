import type { webhook } from '@line/bot-sdk';

/** `@Name` of the account or of `@All` in a group's text; undefined where there is neither. */
export function mentionIn(
  text: string,
  { displayName, userId }: { readonly displayName: string; readonly userId: string },
): webhook.Mention | undefined {
  const mentionees: webhook.Mentionee[] = [
    ...places(text, `@${displayName}`).map((place): webhook.Mentionee => ({
      ...place,
      type: 'user',
      userId,
      isSelf: true,
    })),
    ...places(text, '@All').map((place): webhook.Mentionee => ({ ...place, type: 'all' })),
  ];
  return mentionees.length > 0 ? { mentionees } : undefined;
}

/** Whether emoji stand one after another, each in brackets, as LINE writes them. */
export function arePlaceholders(text: string, emojis: readonly webhook.Emoji[]): boolean {
  let end = 0;
  return emojis.every(({ index, length }) => {
    const follows = index >= end;
    end = index + length;
    return follows && end <= text.length && /^\([^()]*\)$/.test(text.slice(index, end));
  });
}

function places(text: string, wanted: string): { index: number; length: number }[] {
  const found = [];
  for (let index = text.indexOf(wanted); index >= 0; index = text.indexOf(wanted, index + wanted.length))
    found.push({ index, length: wanted.length });
  return found;
}
