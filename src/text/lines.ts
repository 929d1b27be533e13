/**
 * The lines of a stream of UTF-8 text as they arrive. A line ends with LF or CR LF and nowhere else; the last may lack
 * its end. Bytes that are no UTF-8 become U+FFFD.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  /** Of the line that has not ended yet; joined once, since a line may be as long as its writer pleases. */
  let parts: string[] = [];
  for await (const chunk of stream) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      yield (parts.join('') + line).replace(/\r$/, '');
      parts = [];
    }
    parts.push(rest);
  }
  const last = parts.join('') + decoder.decode();
  if (last !== '') yield last;
}
