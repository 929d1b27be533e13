import type { Mention } from './mention.ts';
import { mentionOf } from './mention.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How far behind a department's name it stands that the office is one in a province. */
const reach = 40;

/** Finds what an English text says of agencies, by the forms of their names. */
export type EnglishFinder = (plain: string) => Mention[];

export function createEnglishFinder(vocabulary: Vocabulary): EnglishFinder {
  const inFront = `((?:\\b(?!(?:${vocabulary.notOfAName})\\b)[a-z][a-z'.&-]*\\s){0,5})`;
  const forms = vocabulary.english.map((form) => ({
    form,
    // A word of its own: a subdistrict office is no district office.
    bare: new RegExp(`(?<![a-z-])(?:${form.pattern})`, 'u'),
    pattern: new RegExp(`${inFront}(?<![a-z-])(?:${form.pattern})`, 'gu'),
  }));

  const inArea = new RegExp(vocabulary.inArea, 'u');

  // Most texts have none, and the names in front make each form dear to look for.
  const any = new RegExp(vocabulary.english.map((form) => `(?:${form.pattern})`).join('|'), 'u');

  return (plain) => {
    if (!/[a-z]{3}/.test(plain) || !any.test(plain)) return [];
    const found: Mention[] = [];
    for (const { form, bare, pattern } of forms) {
      if (!bare.test(plain)) continue;
      for (const match of plain.matchAll(pattern)) {
        const nameInFront = match[1] ?? '';
        const said = match[0].trimEnd();
        const hasName = nameInFront !== '' || / (?:of|in) /.test(said);
        // `our agency` names none.
        if (form.weak && !hasName) continue;
        const end = match.index + said.length;
        const around = plain.slice(match.index + nameInFront.length, end + reach);
        const inProvince = form.inProvince && inArea.test(around) ? form.inProvince : null;
        found.push(
          mentionOf({
            start: match.index,
            headEnd: end,
            end,
            types: inProvince ?? (form.type ? [form.type] : (form.candidates ?? [])),
            reason: {
              code: inProvince ? 'in-province' : form.reason,
              matched: said.slice(nameInFront.length),
            },
            isNamed: !form.kind && hasName,
            isWeak: form.weak,
            isPart: form.owner,
            role: form.role ?? null,
          }),
        );
      }
    }
    return found;
  };
}
