/** Does what the suite for clients asks for: calls, answers and declines by the names of people. `?server=` says where. */
// It comes back as soon as it may.
Math.random = () => 0;
const provider = document.querySelector('call-provider');
const called = new Set();
provider.server = new URLSearchParams(location.search).get('server');
let tokens = 0;
provider.getToken = () => `token-${++tokens}`;
provider.username = 'naomi';
provider.addEventListener('call-incoming', ({ call }) => {
  if (call.peer.name.startsWith('please-answer')) provider.controller.accept();
  if (call.peer.name.startsWith('please-decline')) provider.controller.hangUp();
});
const callWhoAsks = () => {
  const { call, users, link } = provider.controller.snapshot;
  const isFree = call.phase === 'idle' || call.phase === 'ended';
  const callee = users.find(({ name }) => name.startsWith('please-call-me') && !called.has(name));
  if (!isFree || !callee || link.status !== 'online') return;
  called.add(callee.name);
  provider.controller.call(callee.name);
};
for (const fact of ['call-users-change', 'call-ended', 'call-link-change'])
  provider.addEventListener(fact, callWhoAsks);
