export const sampleVoiceMs = 2000;
const rate = 8000;

/** Two seconds of a soft hum as a WAV file: what the microphone button sends, since nothing is recorded here. */
export function sampleVoice() {
  const samples = (rate * sampleVoiceMs) / 1000;
  const view = new DataView(new ArrayBuffer(44 + samples));
  /** @param {number} at @param {string} text */
  const write = (at, text) => new Uint8Array(view.buffer, at).set(new TextEncoder().encode(text));
  write(0, 'RIFF');
  view.setUint32(4, 36 + samples, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  write(36, 'data');
  view.setUint32(40, samples, true);
  for (let index = 0; index < samples; index += 1) {
    const swell = Math.sin((Math.PI * index) / samples);
    view.setUint8(44 + index, 128 + Math.round(24 * swell * Math.sin((2 * Math.PI * 220 * index) / rate)));
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}
