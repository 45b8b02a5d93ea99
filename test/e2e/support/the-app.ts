/** Lets a person find in `call-app` what other pages have in the document. Runs in the page, before its own scripts. */
export function lookIntoTheApp(): void {
  /* eslint-disable @typescript-eslint/no-deprecated -- bound, it is taken for the overload of old tags */
  const find = document.querySelector.bind(document);
  document.querySelector = (selector: string) =>
    find(selector === 'call-provider' ? 'call-app' : selector) ??
    find('call-app')?.shadowRoot?.querySelector(selector) ??
    null;
  /* eslint-enable @typescript-eslint/no-deprecated */
}
