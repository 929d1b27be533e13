import type { webhook } from '@line/bot-sdk';
import type { Harness } from './harness.ts';

const quick = (...labels: string[]) => ({
  quickReply: {
    items: labels.map((label) => ({
      type: 'action',
      action: { type: 'postback', label, data: `key=${label}`, displayText: label },
    })),
  },
});

/** A card as an account may send it: issuer, phone, address, what to press. */
export const card = {
  type: 'flex',
  altText: 'ขอรหัส Token 15 หลักจาก สพร. (DGA)',
  contents: {
    type: 'bubble',
    size: 'mega',
    header: {
      type: 'box',
      layout: 'vertical',
      paddingAll: '16px',
      backgroundColor: '#0B4F8A',
      contents: [
        { type: 'text', text: 'ผู้ออกรหัส Token', size: 'xs', color: '#D5E6F7' },
        {
          type: 'text',
          text: 'สำนักงานพัฒนารัฐบาลดิจิทัล (สพร.)',
          weight: 'bold',
          color: '#FFFFFF',
          wrap: true,
          size: 'lg',
        },
      ],
    },
    body: {
      type: 'box',
      layout: 'vertical',
      spacing: 'md',
      contents: [
        {
          type: 'box',
          layout: 'baseline',
          spacing: 'sm',
          contents: [
            { type: 'text', text: 'โทร', size: 'sm', color: '#6B7785', flex: 2 },
            { type: 'text', text: '0 2612 6060', size: 'sm', weight: 'bold', flex: 5 },
          ],
        },
        {
          type: 'box',
          layout: 'baseline',
          spacing: 'sm',
          contents: [
            { type: 'text', text: 'กด', size: 'sm', color: '#6B7785', flex: 2 },
            { type: 'text', text: '1 › 9 › 3 › 2', size: 'sm', weight: 'bold', flex: 5 },
          ],
        },
        { type: 'separator', margin: 'lg' },
        {
          type: 'text',
          text: 'หน่วยงานแต่ละประเภทอาจมีเงื่อนไขในการได้รับ Token แตกต่างกัน',
          size: 'xs',
          color: '#6B7785',
          wrap: true,
          margin: 'lg',
        },
      ],
    },
    footer: {
      type: 'box',
      layout: 'vertical',
      spacing: 'sm',
      contents: [
        {
          type: 'button',
          style: 'primary',
          height: 'sm',
          color: '#0B6B3A',
          action: { type: 'postback', label: 'ยื่นคำขอ Token', data: 'file', displayText: 'ยื่นคำขอ Token' },
        },
        {
          type: 'button',
          style: 'secondary',
          height: 'sm',
          action: { type: 'uri', label: 'โทร 0 2612 6060', uri: 'tel:026126060' },
        },
      ],
    },
  },
};

/** Answers webhooks through the emulated API: enough of an account for the page to be looked at. */
export async function answerAsAccount(line: Harness, { events }: webhook.CallbackRequest): Promise<void> {
  for (const event of events) {
    const messages = answerTo(event);
    if (messages.length === 0 || !('replyToken' in event) || !event.replyToken) continue;
    await line.call('POST', '/v2/bot/message/reply', { replyToken: event.replyToken, messages });
  }
}

function answerTo(event: webhook.Event): readonly object[] {
  if (event.type === 'follow')
    return [
      {
        type: 'text',
        text: 'สวัสดีค่ะ DGA Contact Center ยินดีให้บริการ\nก่อนเริ่มต้น ขอความยินยอมในการเก็บข้อมูลเพื่อดำเนินการตามคำขอของท่าน\nรายละเอียด https://www.dga.or.th',
        ...quick('1 ยินยอม', '2 ไม่ยินยอม', '* กลับ'),
      },
    ];
  if (event.type === 'postback') {
    if (event.postback.data === 'file') return [{ type: 'text', text: 'กรุณาพิมพ์ชื่อหน่วยงานของท่าน' }];
    return [{ type: 'text', text: `ท่านเลือก ${event.postback.data}`, ...quick('เมนู') }];
  }
  if (event.type === 'message' && event.message.type === 'text') {
    if (event.message.text === 'การ์ด')
      return [
        { type: 'text', text: 'ติดต่อขอรหัสได้ที่' },
        { ...card, ...quick('เมนู', 'สถานะ') },
      ];
    return [{ type: 'text', text: `ได้รับข้อความ “${event.message.text}”`, ...quick('เมนู', 'สถานะ') }];
  }
  if (event.type === 'message') return [{ type: 'text', text: `ได้รับ ${event.message.type}` }];
  return [];
}
