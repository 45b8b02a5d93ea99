/** The figures of a call as a person reads them: a name and a value for each that is known. Words and numbers only. */
import type { CallFigures } from '../../core/quality/quality-state.js';
import type { quality } from '../../i18n/quality.js';
import type { Translate } from '../shared/terms-controller.js';

export type QualityKey = keyof typeof quality;
export type FigureRow = readonly [name: QualityKey, value: string];

type Format = (value: number, options: Intl.NumberFormatOptions) => string;

/** Those of the browser where the page says no language, or one that is none. */
function formatIn(lang: string): Format {
  return (value, options) => {
    try {
      return new Intl.NumberFormat(lang || undefined, options).format(value);
    } catch {
      return new Intl.NumberFormat(undefined, options).format(value);
    }
  };
}

export function figureRows(
  t: Translate<QualityKey>,
  lang: string,
  { path, roundTripMs, sent, received }: CallFigures,
): readonly FigureRow[] {
  const format = formatIn(lang);
  const ms = (value: number | null): string | null =>
    value === null ? null : format(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
  const speed = (bits: number): string =>
    format(bits / 1000, { style: 'unit', unit: 'kilobit-per-second', maximumFractionDigits: 0 });
  const share = (value: number | null | undefined): string | null =>
    value === null || value === undefined
      ? null
      : format(value, { style: 'percent', maximumFractionDigits: 1 });
  const picture = (video: CallFigures['sent']['video']): string | null =>
    video?.width && video.height && video.bitrate > 0
      ? t('pictureAt', {
          // Width before height in every direction of writing.
          size: `\u2066${String(video.width)} × ${String(video.height)}\u2069`,
          rate: format(video.frameRate ?? 0, { maximumFractionDigits: 0 }),
        })
      : null;
  const way =
    path && `${t(path.kind === 'relay' ? 'pathRelayed' : 'pathDirect')} · ${path.protocol.toUpperCase()}`;
  const rows: readonly (readonly [QualityKey, string | null])[] = [
    ['figurePath', way],
    ['figureRoundTrip', ms(roundTripMs)],
    ['figureWait', ms(received.audio?.bufferMs ?? null)],
    ['figureReceived', speed(received.bitrate)],
    ['figureSent', speed(sent.bitrate)],
    ['figureLoss', share(received.audio?.lossShare)],
    ['figureOwnLoss', share(sent.audio?.lossShare)],
    ['figureJitter', ms(received.audio?.jitterMs ?? null)],
    ['figurePicture', picture(received.video && { ...received.video, limitedBy: null })],
    ['figureOwnPicture', picture(sent.video)],
  ];
  return rows.filter((row): row is FigureRow => row[1] !== null);
}
