/** The page of the example: gives the provider its way to the company's chat, and shows what goes over the wire. */
import { companyCalls } from './company-calls.js';

const KEPT = 60;
const wire = document.querySelector('#wire');

function show({ detail: { way, message } }) {
  const item = document.createElement('li');
  const words = document.createElement('code');
  const inside = message.payload?.call?.type;
  words.textContent = `${way === 'out' ? '↗' : '↘'} ${message.kind}${inside ? ` (${inside})` : ''}`;
  item.title = JSON.stringify(message).slice(0, 1000);
  item.append(words);
  wire.prepend(item);
  wire.children[KEPT]?.remove();
}

document.querySelector('call-provider').signal = companyCalls((chat) => chat.addEventListener('wire', show));
