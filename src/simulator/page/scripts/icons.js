const paths = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  block: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.600 5.600l12.800 12.800',
  camera: 'M4 8h3l1.500-2.500h7L17 8h3v11H4zM12 16.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400z',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  down: 'M6 9l6 6 6-6',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  friend: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20c0-3.500 3-6 7-6 1.200 0 2.300.2 3.200.6M18 14v6M15 17h6',
  group:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-3.500 2.800-6 6.500-6s6.500 2.500 6.500 6M16 4.300a3.500 3.500 0 0 1 0 6.400M18 14.500c2.200.8 3.500 2.800 3.500 5.500',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17.500 10h.01M8 14.500h8',
  leave: 'M14 4h5v16h-5M4 12h10M10 8l4 4-4 4',
  menu: 'M4 7h16M4 12h16M4 17h16',
  mic: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 12a6 6 0 0 0 12 0M12 18v3',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  panel: 'M4 5h16v14H4zM14.500 5v14',
  pin: 'M12 21s7-6.300 7-11.500A7 7 0 0 0 5 9.500C5 14.700 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  play: 'M8 5.500v13l11-6.500z',
  redo: 'M19 12a7 7 0 1 1-2-4.900M19.500 4v4.500H15',
  reply: 'M9 7L4 12l5 5M4 12h10c3.500 0 6 2 6 6',
  send: 'M4 12l16-8-5 17-3.500-6.500z',
  smile:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14c.8 1.500 2 2.300 3.500 2.300s2.700-.8 3.500-2.300M9 9.500h.01M15 9.500h.01',
  unsend: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13',
};

/** @typedef {keyof typeof paths} IconName */

/**
 * A line drawing, 24 by 24, in the colour of the text around it. Says nothing to a screen reader.
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
