/** A page at a door: it answers every call, and nobody stands before it. */
const provider = document.querySelector('call-provider');
provider.addEventListener('call-incoming', () => {
  provider.controller.accept();
});
