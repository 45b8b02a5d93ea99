/**
 * What alerts need of a provider: its words, and its requests, so that an answer from a notification can be vetoed like
 * any other.
 */
import type { ReactiveElement } from 'lit';
import type { AlertHooks } from '../../browser/start-alerts.js';
import { CallAcceptRequest, CallHangupRequest } from '../../events/requests.js';
import { termsFor } from '../../i18n/locales.js';
import type { Terms } from '../../i18n/terms.js';
import { fill, languageOf } from '../shared/terms-controller.js';

export const alertHooks = (provider: ReactiveElement & { readonly terms: Partial<Terms> }): AlertHooks => ({
  word: (key, values = {}) => {
    const terms = termsFor(languageOf(provider), () => {
      // Its update makes the alerts look again.
      provider.requestUpdate();
    });
    return fill(provider.terms[key] ?? terms[key], values);
  },
  answer: () => provider.dispatchEvent(new CallAcceptRequest()),
  decline: () => provider.dispatchEvent(new CallHangupRequest()),
});
