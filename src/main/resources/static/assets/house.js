'use strict';
(() => {
  const toasts = () => document.getElementById('toasts');

  /* Words that appear at the edge and can be sent away; the same words are shown once. */
  function toast(words, kind = 'danger') {
    const place = toasts();
    if (!place || !words) return;
    const box = document.createElement('div');
    box.className = 'toast-words ' + kind;
    box.setAttribute('role', kind === 'danger' ? 'alert' : 'status');
    box.textContent = words;
    place.prepend(box);
  }

  function tidy(place) {
    const seen = new Set();
    for (const box of [...place.children]) {
      const words = box.textContent.trim();
      if (seen.has(words)) {
        box.remove();
        continue;
      }
      seen.add(words);
      if (box.dataset.kept) continue;
      box.dataset.kept = 'yes';
      const close = document.createElement('button');
      close.type = 'button';
      close.className = 'toast-close';
      close.setAttribute('aria-label', place.dataset.close);
      close.addEventListener('click', () => box.remove());
      box.append(close);
      if (box.getAttribute('role') !== 'alert') setTimeout(() => box.remove(), 8000);
    }
  }

  /* A form on its way cannot be sent again. */
  function fly(form, submitter) {
    form.setAttribute('aria-busy', 'true');
    submitter?.classList.add('is-flying');
    setTimeout(() => {
      for (const button of form.querySelectorAll('button:not([type=button]), input[type=submit]')) {
        if (!button.disabled) {
          button.disabled = true;
          button.dataset.flying = 'yes';
        }
      }
    });
  }

  function land(form) {
    form.removeAttribute('aria-busy');
    for (const button of form.querySelectorAll('[data-flying], .is-flying')) {
      button.disabled = false;
      delete button.dataset.flying;
      button.classList.remove('is-flying');
    }
  }

  /* Plain forms are sent by htmx, so that what was typed stays when the house refuses; it answers a redirect with HX-Redirect. */
  function lift(root) {
    for (const form of root.querySelectorAll('form[method=post]:not([data-plain]):not([hx-post]):not([hx-boost])')) {
      form.setAttribute('hx-boost', 'true');
      form.setAttribute('hx-push-url', 'false');
    }
    for (const time of root.querySelectorAll('time[datetime]')) relate(time);
    for (const button of root.querySelectorAll('[data-theme], [data-copy], [data-back]')) button.hidden = false;
  }

  const MINUTE = 60, HOUR = 3600, DAY = 86400;

  function relate(time) {
    const then = new Date(time.dateTime);
    if (Number.isNaN(then.getTime()) || time.hasAttribute('data-exact')) return;
    const language = document.documentElement.lang || 'zh-CN';
    time.title ||= new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(then);
    const past = Math.round((Date.now() - then.getTime()) / 1000);
    if (past < -MINUTE || past > 2 * DAY) return;
    const say = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    time.textContent =
      past < MINUTE ? say.format(0, 'second')
      : past < HOUR ? say.format(-Math.floor(past / MINUTE), 'minute')
      : past < DAY ? say.format(-Math.floor(past / HOUR), 'hour')
      : say.format(-Math.floor(past / DAY), 'day');
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method === 'dialog' || form.matches('[hx-boost=true], [hx-post]')) return;
    if (form.method === 'post') fly(form, event.submitter);
  }, true);

  document.addEventListener('htmx:beforeRequest', (event) => {
    const form = event.detail.elt.closest('form');
    if (form && event.detail.requestConfig.verb === 'post') {
      toasts()?.querySelectorAll('[role=alert]').forEach((former) => former.remove());
      fly(form, event.detail.requestConfig.triggeringEvent?.submitter);
    }
  });

  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.detail.elt.closest?.('form');
    const leaving = event.detail.xhr?.getResponseHeader('HX-Redirect');
    if (form && !leaving) land(form);
  });

  document.addEventListener('htmx:beforeSwap', (event) => {
    const { xhr } = event.detail;
    if (xhr.status >= 400 && !xhr.getResponseHeader('HX-Retarget')) {
      event.detail.shouldSwap = false;
      toast(toasts()?.dataset.failed);
      tidy(toasts());
    }
  });

  for (const lost of ['htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(lost, () => {
      toast(toasts()?.dataset.offline);
      tidy(toasts());
    });
  }

  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target.id === 'toasts') tidy(event.detail.target);
    lift(event.detail.target);
    htmx.process(event.detail.target);
  });

  /* A page brought back by the browser's back button shows its forms ready. */
  addEventListener('pageshow', (event) => {
    if (event.persisted) document.querySelectorAll('form[aria-busy]').forEach(land);
  });

  /* Menus close by a tap elsewhere, by Escape, and when another opens. */
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const button = event.target.closest('[data-theme], [data-copy], [data-back]');
    if (!button) return;
    if (button.matches('[data-theme]')) switchTheme();
    if (button.matches('[data-back]')) {
      event.preventDefault();
      history.back();
    }
    if (button.matches('[data-copy]')) copy(button);
  });

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    const words = 'value' in source ? source.value : source.innerText;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      source.select?.();
      document.execCommand('copy');
    }
    toast(button.dataset.copied || button.textContent.trim() + ' ✓', 'success');
    tidy(toasts());
  }

  /* Typing letters outside a field goes somewhere. */
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      for (const menu of document.querySelectorAll('details[data-menu][open]')) {
        menu.open = false;
        menu.querySelector('summary').focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    const keys = document.getElementById('keys');
    if (!keys) return;
    if (event.key === '?') {
      event.preventDefault();
      keys.showModal();
      return;
    }
    const desk = document.querySelector('input[data-key="/"]');
    const ways = desk ? { n: '/matters/new', p: '/paste', m: '/matters', g: '/' } : { g: '/' };
    if (event.key === '/' && desk) {
      event.preventDefault();
      desk.focus();
      desk.select();
    } else if (Object.hasOwn(ways, event.key)) {
      event.preventDefault();
      location.assign(ways[event.key]);
    }
  });

  setInterval(() => document.querySelectorAll('time[datetime]').forEach(relate), 60_000);
  lift(document);
  if (toasts()) tidy(toasts());
  window.house = { toast: (words, kind) => { toast(words, kind); tidy(toasts()); } };
})();
