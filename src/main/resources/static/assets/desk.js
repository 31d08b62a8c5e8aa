'use strict';
(() => {
  if (!window.EventSource) return;
  const live = document.getElementById('live');
  const source = new EventSource('/desk/live');
  const title = document.title;

  source.addEventListener('open', () => { if (live) live.hidden = false; });
  source.addEventListener('error', () => { if (live) live.hidden = true; });
  source.addEventListener('counts', (event) => {
    const counts = JSON.parse(event.data);
    let changed = false;
    for (const [name, count] of Object.entries(counts)) {
      const place = document.querySelector(`[data-count="${CSS.escape(name)}"]`);
      if (!place || place.textContent === String(count)) continue;
      const tile = place.closest('.tile');
      place.textContent = count;
      tile.classList.toggle('none', count === 0);
      tile.classList.toggle('pressing', count > 0 && tile.dataset.pressing === 'true');
      tile.classList.remove('fresh');
      void tile.offsetWidth;
      tile.classList.add('fresh');
      changed = true;
    }
    const waiting = counts.received ?? 0;
    document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
    const lists = document.getElementById('lists');
    if (changed && lists && !lists.contains(document.activeElement)) htmx.trigger(lists, 'desk:changed');
  });
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
