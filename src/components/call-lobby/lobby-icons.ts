/** The icons of the lobby alone, in the manner of the others. */
export const LOBBY_ICONS = {
  network: 'M3.5 9.5a12.5 12.5 0 0 1 17 0M6.5 13a8 8 0 0 1 11 0M9.5 16.4a3.7 3.7 0 0 1 5 0M12 19.6v.1',
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  none: 'M7 12h10',
} as const;
