/** @import { View } from '../../view.ts' */

/**
 * Asks the simulator for something that a person does in LINE, or for a switch of the panel.
 * @param {{ do: string, [property: string]: unknown }} wish
 */
export async function act(wish) {
  await fetch('api/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
}

/**
 * @param {{ userId: string, chatId: string, kind: string, name?: string, durationMs?: number, set?: string }} about
 * @param {Blob} file
 */
export async function sendFile(about, file) {
  const query = new URLSearchParams(Object.entries(about).map(([name, value]) => [name, String(value)]));
  await fetch(`api/files?${query}`, {
    method: 'POST',
    headers: { 'content-type': file.type || 'application/octet-stream' },
    body: file,
  });
}

/**
 * Several pictures, chosen together: LINE tells of each by itself, and which of how many it is.
 * @param {{ userId: string, chatId: string }} where
 * @param {readonly File[]} pictures
 */
export async function sendPictures(where, pictures) {
  const id = Date.now().toString(36);
  for (const [at, picture] of pictures.entries())
    await sendFile({ ...where, kind: 'image', set: `${id}.${at + 1}.${pictures.length}` }, picture);
}

/** @param {string} messageId */
export const fileUrl = (messageId) => `api/files/${messageId}`;

/** @param {string} richMenuId */
export const richMenuImageUrl = (richMenuId) => `api/rich-menus/${richMenuId}/image`;

/**
 * Everything there is to show, now and whenever it changes. The browser connects again by itself.
 * @param {(view: View) => void} show
 */
export function follow(show) {
  new EventSource('api/live').addEventListener('message', (event) => show(JSON.parse(event.data)));
}
