/** Reads `low-data`: there it means yes, `off` no, and without it the browser is asked. A word that is neither is told by the engine. */
import { toSwitch } from '../../core/option-values.js';

export const lowDataAttribute = {
  fromAttribute: (text: string | null): boolean | undefined =>
    text === null ? undefined : (toSwitch(text) as boolean),
};
