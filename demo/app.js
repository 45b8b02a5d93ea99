/**
 * The demo's own page script: it notes the provider's facts, and lets the style sheet know the phase so that a phone
 * shows either the people or the call. Calling itself needs no script.
 */
const provider = document.querySelector('call-provider');
const facts = document.querySelector('#facts');
const KEPT = 40;

const words = {
  'call-link-change': ({ link }) => link.status,
  'call-users-change': ({ users }) => `${users.length} here`,
  'call-incoming': ({ call }) => call.peer.name,
  'call-phase-change': ({ previous, phase }) => `${previous} → ${phase}`,
  'call-ended': ({ ended }) => `${ended.reason}, by ${ended.by}`,
  'call-media-change': ({ media }) => `microphone ${media.microphone.status}, camera ${media.camera.status}`,
  'call-error': ({ error }) => error.code,
};

function note(event) {
  const item = document.createElement('li');
  const name = document.createElement('code');
  name.textContent = event.type;
  item.append(name, ` ${words[event.type](event)}`);
  facts?.prepend(item);
  facts?.children[KEPT]?.remove();
}

for (const type of Object.keys(words)) provider.addEventListener(type, note);
provider.addEventListener('call-phase-change', ({ phase }) => {
  document.body.dataset.phase = phase;
});
provider.addEventListener('call-link-change', ({ link }) => {
  document.body.dataset.link = link.status;
});

// index.html?name=naomi signs in at once: handy for a second tab.
const name = new URLSearchParams(location.search).get('name');
if (name) provider.username = name;
