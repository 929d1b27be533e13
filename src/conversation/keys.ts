export { readKeys } from '../text/spoken-number.ts';
