/**
 * Every icon, drawn for this library on a 24 px grid with 1.8 px round strokes; one path each. Decoration only: the
 * control around it has the name.
 */
import { html, type TemplateResult } from 'lit';

const MIC = 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v3';
const CAMERA =
  'M5 6.5h8.5a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM15.5 11l5.5-3.5v9L15.5 13';
const SLASH = 'M3.5 3.5l17 17';

export const ICONS = {
  mic: MIC,
  micOff: MIC + SLASH,
  camera: CAMERA,
  cameraOff: CAMERA + SLASH,
  phone:
    'M5 3.8h3.2l1.7 4.4-2.1 1.5a11.5 11.5 0 0 0 6.5 6.5l1.5-2.1 4.4 1.7V19a1.9 1.9 0 0 1-2 1.9A15.6 15.6 0 0 1 3.1 5.8 1.9 1.9 0 0 1 5 3.8z',
  hangUp:
    'M3 14.5v-1.2c2-2.2 5.2-3.6 9-3.6s7 1.4 9 3.6v1.2a1.3 1.3 0 0 1-1.6 1.3l-3-.8a1.3 1.3 0 0 1-1-1.2v-1.2a12 12 0 0 0-6.8 0v1.2a1.3 1.3 0 0 1-1 1.2l-3 .8A1.3 1.3 0 0 1 3 14.5z',
  search: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l4.5 4.5',
  people:
    'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zM3 19a6 6 0 0 1 12 0M16 5a3.2 3.2 0 0 1 0 5.8M18 13.6a6 6 0 0 1 3 5.4',
  chat: 'M6 4.5h12a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-6l-4.5 3.7v-3.7H6A2.5 2.5 0 0 1 3.5 14V7A2.5 2.5 0 0 1 6 4.5z',
  warn: 'M12 4l9 15.5H3zM12 10v4.5M12 17.2v.1',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  send: 'M20.5 3.5 3.5 10l7 3.5 3.5 7zM20.5 3.5l-10 10',
  chevron: 'M7 10l5 5 5-5',
  down: 'M12 5v14M6 13l6 6 6-6',
  sound: 'M4 9.5h3.5L12 6v12l-4.5-3.5H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
} as const;
export type IconName = keyof typeof ICONS;

/** A path of the same manner, for an icon that only a part loaded later needs. */
export const drawIcon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

export const icon = (name: IconName): TemplateResult => drawIcon(ICONS[name]);
