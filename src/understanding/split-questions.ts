/** Where one question of a message ends and the next may begin. */
const between =
  /[?\n;,]+|(?<!\s)\s+(?=แล้ว|และ|อีก|ส่วน|พร้อม|กับ|หรือ)|(?<!\s)\s+(?:and|also|plus|laeo)\s+|(?<=[ก-๎]{4})(?=แล้วก็|แล้วถ้า)/u;
/** In letters: what is shorter is no question beside another. */
const shortest = 4;
/** As many questions of one message are looked at. */
const most = 3;

/** The parts of a message that may be questions of their own. @param text normalised. @returns none of a message in one part. */
export function partsOf(text: string): readonly string[] {
  const parts = text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part.length >= shortest);
  return parts.length > 1 && parts.length <= most ? parts : [];
}
