'use strict';
(() => {
  if (window.houseMatter) return;
  window.houseMatter = true;

  function ready(root) {
    for (const one of root.querySelectorAll('[data-tick-all], [data-phrases]')) one.hidden = false;
    const form = root.querySelector('form[data-new]');
    if (form) sameOnTheWayBack(form.elements.form);
  }

  /* Who goes back to a form that was saved has the same form before him, though the page comes anew: saved again, it is no new matter. */
  function sameOnTheWayBack(key) {
    key.value = history.state?.form ?? key.value;
    history.replaceState({ ...history.state, form: key.value }, '');
  }

  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-tick-all]')) {
      for (const box of event.target.form.querySelectorAll('input[name=ticked]')) box.checked = event.target.checked;
    }
    if (event.target.matches('[data-tick-all], input[name=ticked]')) {
      const form = event.target.form;
      form.classList.toggle('has-ticked', form.querySelector('input[name=ticked]:checked') !== null);
    }
  });

  document.addEventListener('click', (event) => {
    const phrase = event.target.closest('[data-phrase]');
    if (phrase) {
      const field = document.getElementById(phrase.parentElement.dataset.phrases);
      field.setRangeText(phrase.dataset.phrase, field.selectionStart, field.selectionEnd, 'end');
      field.focus();
      return;
    }
    const opener = event.target.closest('a[data-open]');
    if (opener) {
      const box = document.querySelector(opener.getAttribute('href'));
      if (!box) return;
      event.preventDefault();
      box.open = true;
      box.scrollIntoView({ block: 'center' });
      box.querySelector('textarea, input:not([type=hidden])')?.focus({ preventScroll: true });
    }
  });

  /* Who takes a call types; Enter saves, Shift and Enter begins a new line, a digit with Alt chooses the kind. A phone's keyboard has
     no Shift and Enter: there Enter begins a new line. */
  const byKeyboard = window.matchMedia('(hover: hover) and (pointer: fine)');
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && event.target.matches?.('.many-form input')) {
      event.preventDefault();
      event.target.closest('.many-form').querySelector('[type=submit]').click();
    }
    const form = event.target.closest?.('form[data-new]');
    if (!form || event.isComposing) return;
    if (event.key === 'Enter' && byKeyboard.matches && event.target.matches('textarea') && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      const kind = form.querySelector(`[data-key="${event.code.slice(5)}"]`);
      if (kind) {
        event.preventDefault();
        kind.checked = true;
      }
    }
  });

  /* On a phone the tap that shows a number also dials it. */
  const byThumb = window.matchMedia('(pointer: coarse)');
  document.addEventListener('htmx:load', (event) => {
    const number = event.detail.elt;
    if (number.matches?.('a[data-dial=""]')) {
      number.focus();
      if (byThumb.matches) location.href = number.href;
    }
  });

  document.addEventListener('htmx:afterSwap', (event) => ready(event.detail.target));
  ready(document);
})();
