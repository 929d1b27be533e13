/**
 * What LINE's words for sizes are in pixels, as its Flex Message Simulator draws them.
 * https://developers.line.biz/en/docs/messaging-api/flex-message-layout/
 * @typedef {{ readonly [word: string]: string }} Sizes
 */

/** @type {Sizes} */
export const fontSizes = {
  xxs: '11px',
  xs: '13px',
  sm: '14px',
  md: '16px',
  lg: '19px',
  xl: '22px',
  xxl: '29px',
  '3xl': '35px',
  '4xl': '48px',
  '5xl': '74px',
};
/** @type {Sizes} */
export const spaces = { none: '0', xs: '2px', sm: '4px', md: '8px', lg: '12px', xl: '16px', xxl: '20px' };
/** @type {Sizes} */
export const borders = {
  none: '0',
  light: '0.5px',
  normal: '1px',
  medium: '2px',
  'semi-bold': '3px',
  bold: '4px',
};
/** @type {Sizes} */
export const imageSizes = {
  xxs: '40px',
  xs: '60px',
  sm: '80px',
  md: '100px',
  lg: '120px',
  xl: '140px',
  xxl: '160px',
  '3xl': '180px',
  '4xl': '200px',
  '5xl': '220px',
  full: '100%',
};

/**
 * @param {unknown} value a word of `sizes`, pixels or percent
 * @param {Sizes} [sizes]
 * @returns {string | undefined}
 */
export function size(value, sizes = {}) {
  if (typeof value !== 'string') return undefined;
  return sizes[value] ?? (/^-?\d+(?:\.\d+)?(?:px|%)$/.test(value) ? value : undefined);
}
