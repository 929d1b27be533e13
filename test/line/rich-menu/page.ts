import type { Language } from '../../../flows/domain.ts';
import type { RichMenu, RichMenuArea } from '../../../flows/rich-menu.ts';
import { areaWords } from '../../../src/line/rich-menu.ts';
import type { Words } from '../../../src/base/words.ts';
import { icons } from './icons.ts';

/** Empty space around a tile: what is tapped reaches to its neighbours. */
const gap = 20;

const styles = `
* { box-sizing: border-box; margin: 0 }
body {
  position: relative; overflow: hidden; background: #e3ebf5; color: #17202e;
  font-family: 'Noto Sans Thai'; line-height: 1.4; -webkit-font-smoothing: antialiased;
}
.area { position: absolute; display: flex; overflow: hidden; white-space: nowrap }
.bar { align-items: center; gap: 44px; background: #123f73; color: #fff }
.bar svg { width: 128px; height: 128px; flex: none }
.bar .label { font-size: 100px; font-weight: 700; line-height: 1.35 }
.bar .hint { font-size: 68px; font-weight: 500; line-height: 1.4; color: #d5e3f5 }
.call { padding-left: 84px }
.call .words { display: flex; flex-direction: column-reverse }
.language { justify-content: center; gap: 32px }
.language::before {
  content: ''; position: absolute; inset: 62px 64px 62px 40px; border: 5px solid #8fb2dc; border-radius: 96px;
}
.language svg { width: 92px; height: 92px }
.language .label { font-size: 88px; font-weight: 600 }
.language .words { margin: 6px 24px 0 0 }
.tile {
  flex-direction: column; align-items: center; justify-content: center; text-align: center;
  background: #fff; border: 3px solid #c9d6e8; border-radius: 44px;
}
.tile .disc {
  display: grid; place-items: center; width: 252px; height: 252px; margin-bottom: 36px; border-radius: 50%;
  background: #e4eefb; color: #14508f;
}
.tile svg { width: 156px; height: 156px }
.tile .label { font-size: 100px; font-weight: 700; line-height: 1.4 }
.tile.menu svg { stroke-width: 3.3 }
.tile .hint { font-size: 70px; font-weight: 500; line-height: 1.45; color: #4a5872 }
[lang='en'] .tile .label { font-size: 84px }
[lang='en'] .tile .hint { font-size: 66px }
.tile.first { background: #14508f; border-color: #14508f; color: #fff }
.tile.first .disc { background: #fff }
.tile.first .hint { color: #dbe8f7 }
svg { fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round }
`;

/**
 * The picture of the menu in a language as a page of its size, but for the font, which `draw.ts` adds. The same table
 * and words always give the same text, so that its hash tells whether a picture is still the right one.
 */
export function richMenuPage(table: RichMenu, language: Language, words: Words): string {
  const { width, height } = table.size;
  const firstTile = table.areas.find((area) => 'action' in area);
  const areas = table.areas.map((area) => drawArea(area, area === firstTile, language, words));
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><style>${styles}
body { width: ${width}px; height: ${height}px }
</style><body>${areas.join('\n')}</body></html>`;
}

function drawArea(area: RichMenuArea, isFirst: boolean, language: Language, words: Words): string {
  const { label, hint } = areaWords(area, language, words);
  const isTile = 'action' in area;
  const inset = isTile ? gap : 0;
  const place = [
    `left:${area.at.x + inset}px`,
    `top:${area.at.y + inset}px`,
    `width:${area.at.width - 2 * inset}px`,
    `height:${area.at.height - 2 * inset}px`,
  ].join(';');
  const icon = `<svg viewBox="0 0 24 24"><path d="${icons[area.id]}"/></svg>`;
  const kind = isTile ? `tile ${isFirst ? 'first' : ''}` : 'bar';
  return `<div class="area ${kind} ${area.id}" style="${place}">${isTile ? `<div class="disc">${icon}</div>` : icon}
<div class="words"><div class="label">${escape(label)}</div>${hint && `<div class="hint">${escape(hint)}</div>`}</div></div>`;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
