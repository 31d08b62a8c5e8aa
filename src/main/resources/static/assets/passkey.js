'use strict';
// Passkeys: the house asks, the device signs, the form takes the answer along. Where a browser knows no passkeys the forms stay hidden.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const known = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function question(form) {
    const answer = await fetch(form.dataset.options, {
      method: 'POST',
      headers: { 'HX-Request': 'true' },
      body: new URLSearchParams({ _csrf: form.elements._csrf.value }),
    });
    const elsewhere = answer.headers.get('HX-Redirect');
    if (elsewhere) {
      location.assign(elsewhere);
      return null;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function create(asked) {
    const key = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: known(asked.excludeCredentials),
      },
    });
    return {
      ...head(key),
      response: {
        attestationObject: text(key.response.attestationObject),
        clientDataJSON: text(key.response.clientDataJSON),
        transports: key.response.getTransports?.() ?? [],
      },
    };
  }

  async function get(asked) {
    const key = await navigator.credentials.get({
      publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) },
    });
    const { authenticatorData, clientDataJSON, signature, userHandle } = key.response;
    return {
      ...head(key),
      response: {
        authenticatorData: text(authenticatorData),
        clientDataJSON: text(clientDataJSON),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : undefined,
      },
    };
  }

  function head(key) {
    return {
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      clientExtensionResults: key.getClientExtensionResults(),
      authenticatorAttachment: key.authenticatorAttachment ?? undefined,
    };
  }

  async function go(form) {
    const failed = form.querySelector('[role=alert]');
    const button = form.querySelector('button');
    if (button.disabled || !form.reportValidity()) return;
    failed.hidden = true;
    button.disabled = true;
    try {
      const asked = await question(form);
      if (!asked) return;
      form.elements.answer.value = JSON.stringify(form.dataset.passkey === 'create' ? await create(asked) : await get(asked));
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.querySelector('button').addEventListener('click', () => go(form));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      form.removeAttribute('aria-busy');
      go(form);
    });
  }
})();
