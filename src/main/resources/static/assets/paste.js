'use strict';
// The page works without this: here are only the short ways for fingers and keyboards.
(() => {
  const start = () => {
    const read = document.getElementById('paste-read');
    if (!read || read.dataset.ready) return;
    read.dataset.ready = 'yes';
    const open = document.getElementById('paste-open');
    const group = document.getElementById('paste-group');
    const text = document.getElementById('paste-text');
    const clipboard = document.getElementById('paste-clipboard');

    const remembered = 'paste-group';
    if (!group.value) group.value = localStorage.getItem(remembered) ?? '';
    if (group.selectedIndex < 0) group.value = '';
    const remember = () => { if (group.value) localStorage.setItem(remembered, group.value); };
    group.addEventListener('change', remember);
    read.addEventListener('submit', remember);

    const submit = form => { if (form.reportValidity()) form.requestSubmit(); };
    document.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      submit(open && !read.contains(document.activeElement) ? open : read);
    });

    // A stretch pasted into the empty field is read at once: paste, tick, open.
    text.addEventListener('paste', event => {
      const pasted = event.clipboardData?.getData('text') ?? '';
      if (text.value === '' && group.value && pasted.trim().includes('\n')) setTimeout(() => submit(read));
    });
    if (clipboard && navigator.clipboard?.readText) {
      clipboard.hidden = false;
      clipboard.addEventListener('click', async () => {
        try {
          text.value = await navigator.clipboard.readText();
          submit(read);
        } catch { text.focus(); }
      });
    }

    if (!open) { (group.value ? text : group).focus({preventScroll: true}); return; }
    const ticks = [...open.querySelectorAll('input.turn-tick')];
    const count = document.getElementById('paste-count');
    const show = () => {
      const many = ticks.filter(tick => tick.checked).length;
      count.hidden = many === 0;
      count.textContent = many;
    };
    open.addEventListener('change', show);
    show();
    // Fields of turns that are not ticked need not travel.
    open.addEventListener('submit', () => ticks.forEach(tick => {
      if (!tick.checked) tick.closest('.turn').querySelectorAll('select').forEach(select => { select.disabled = true; });
    }));
    open.addEventListener('keydown', event => {
      const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
      const at = ticks.indexOf(event.target);
      if (!step || at < 0) return;
      event.preventDefault();
      ticks[Math.max(0, Math.min(ticks.length - 1, at + step))].focus();
    });
    (ticks.find(tick => tick.closest('.turn-new')) ?? ticks[0])?.focus({preventScroll: true});
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
