import type { Fact } from '../../../flows/facts.ts';

/** Between the digits of a number: nothing, or what people put there. */
const gap = '[ ()./-]{0,3}';
const noDigitBefore = String.raw`(?<![\d])`;
const noDigitAfter = String.raw`(?!\d)`;
const buddhistAhead = 543;

/** January first: abbreviated and in full, as people write them in Thai, with and without dots; then in English. */
const months: readonly (readonly string[])[] = [
  ['มกราคม', 'ม.ค.', 'january', 'jan'],
  ['กุมภาพันธ์', 'ก.พ.', 'february', 'feb'],
  ['มีนาคม', 'มี.ค.', 'march', 'mar'],
  ['เมษายน', 'เม.ย.', 'april', 'apr'],
  ['พฤษภาคม', 'พ.ค.', 'may'],
  ['มิถุนายน', 'มิ.ย.', 'june', 'jun'],
  ['กรกฎาคม', 'ก.ค.', 'july', 'jul'],
  ['สิงหาคม', 'ส.ค.', 'august', 'aug'],
  ['กันยายน', 'ก.ย.', 'september', 'sept', 'sep'],
  ['ตุลาคม', 'ต.ค.', 'october', 'oct'],
  ['พฤศจิกายน', 'พ.ย.', 'november', 'nov'],
  ['ธันวาคม', 'ธ.ค.', 'december', 'dec'],
];

/**
 * The ways in which somebody may write a fact, for texts with Arabic digits, plain spaces and `-` for every dash. A
 * person's name or a postcode is looked for as it is.
 */
export function spellingsOf(fact: Fact): RegExp[] {
  switch (fact.kind) {
    case 'phone':
      return [phone(fact.is)];
    case 'extensions':
      return fact.is.map((each) => whole(each));
    case 'number':
      return [whole(fact.is)];
    case 'count':
      return [whole(String(fact.is))];
    case 'percent':
      return [percent(fact.is)];
    case 'date':
      return dates(fact.is);
    case 'letter':
      return [letter(fact.is)];
    case 'email':
      return [pattern(escaped(fact.is).replace('@', String.raw`(?:@| ?[(\[]?at[)\]]? ?)`))];
    case 'link':
      return [pattern(escaped(fact.is.replace(/^https?:\/\//, '')))];
    case 'key':
      return [pressed(fact.is)];
    case 'keys':
      // Two keys in a row could be anything.
      return fact.is.length > 2 ? [inOrder(fact.is)] : [];
  }
}

function phone(written: string): RegExp {
  const [first = '', ...digits] = written.replaceAll(/\D/g, '');
  return pattern(
    `${noDigitBefore}(?:\\+?66${gap}${first}?|${first})${gap}${digits.join(gap)}${noDigitAfter}`,
  );
}

/** By itself: not a part of a longer number or of a name. */
const whole = (digits: string) => pattern(`(?<!\\w|\\d[.,+-])x?${digits}(?!\\w|[.,]\\d)`);

const percent = (value: number) =>
  pattern(`(?:ร้อยละ|เปอร์เซ็นต์) ?${value}${noDigitAfter}|(?<![\\d.])${value} ?(?:%|per ?cent|เปอร์เซ็นต์)`);

/** With or without spaces and dots between its signs. */
const letter = (number: string) =>
  pattern(`${(number.match(/\S/gu) ?? []).map(escaped).join('[ .]{0,2}')}${noDigitAfter}`);

function dates(iso: string): RegExp[] {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  const years = [year, year + buddhistAhead];
  const anyYear = `(?:${[...years, ...years.map((each) => String(each).slice(2))].join('|')})`;
  const name = `(?:${(months[month - 1] ?? []).map(monthSpelling).join('|')})`;
  const [d, m] = [`0?${day}`, `0?${month}`];
  const era = String.raw`(?:,?[ -]?(?:พ\.?ศ\.?|ค\.?ศ\.?|b\.?e\.?)? ?${anyYear}${noDigitAfter})?`;
  return [
    pattern(`${noDigitBefore}${d}(?:st|nd|rd|th)?(?: of)?[ -]?(?:เดือน ?)?${name}${era}`),
    pattern(`(?<![a-z])${name} ${d}(?:st|nd|rd|th)?${noDigitAfter}${era}`),
    pattern(`${noDigitBefore}${d} ?[-/.] ?${m} ?[-/.] ?${anyYear}${noDigitAfter}`),
    pattern(`${noDigitBefore}(?:${years.join('|')})[-/.]${m}[-/.]${d}${noDigitAfter}`),
  ];
}

/** With or without its dots and spaces. */
const monthSpelling = (name: string): string =>
  `${name
    .split('.')
    .filter(Boolean)
    .map(escaped)
    .join(String.raw`\.? ?`)}${String.raw`\.?`}`;

/** Beside a word for pressing or typing, or at the head of a label or a line. */
const pressed = (key: string) =>
  pattern(
    `(?:กด|พิมพ์|press|type)(?: ?(?:หมายเลข|เลข|ปุ่ม|the|key))? ?["'“‘(]?${escaped(key)}(?![\\w.])|^${escaped(key)}(?= )`,
    'm',
  );

const inOrder = (keys: readonly string[]) =>
  pattern(`(?<![\\w])${keys.map(escaped).join('[^\\w\\n]{0,4}')}(?![\\w])`);

const pattern = (source: string, flags = '') => new RegExp(source, `giu${flags}`);
const escaped = (text: string) => text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`);
