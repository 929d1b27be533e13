export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Width and height of a PNG or JPEG, by its own header; null where it is none. */
export function imageSize(data: Buffer, contentType: string): ImageSize | null {
  return contentType === 'image/png' ? pngSize(data) : jpegSize(data);
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

// https://www.w3.org/TR/png-3/#11IHDR: the first chunk, behind the signature and its own length and type
export function pngSize(data: Buffer): ImageSize | null {
  if (data.length < 24 || !data.subarray(0, 8).equals(pngSignature)) return null;
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

/** Goes from segment to segment until one is a start of frame. https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B */
function jpegSize(data: Buffer): ImageSize | null {
  if (data.length < 4 || data.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= data.length; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data[at + 1] ?? 0;
    if (data[at] !== 0xff) return null;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
  }
  return null;
}
