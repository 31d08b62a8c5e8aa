'use strict';
(() => {
  if (window.houseMap) return;
  window.houseMap = true;

  async function draw(place) {
    if (place.dataset.drawn || typeof L === 'undefined') return;
    place.dataset.drawn = 'yes';
    const answer = await fetch(place.dataset.map, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const { point, areas } = await answer.json();
    if (!point) return;
    place.hidden = false;
    const map = L.map(place, { attributionControl: false, zoomControl: true, scrollWheelZoom: false, zoomSnap: 0.5 });
    if (place.dataset.credit) L.control.attribution({ prefix: false }).addAttribution(place.dataset.credit).addTo(map);
    if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { maxZoom: 18 }).addTo(map);
    const ink = getComputedStyle(document.documentElement);
    const police = ink.getPropertyValue('--river').trim() || '#0f5a4c';
    const social = ink.getPropertyValue('--tblr-purple').trim() || '#7a4b8f';
    const shapes = areas.flatMap(({ name, kind, area }) => {
      try {
        return [L.geoJSON(area, { style: { color: kind === 'SOCIAL' ? social : police, weight: 2, fillOpacity: 0.08 } }).bindTooltip(label(name), { sticky: true })];
      } catch {
        return [];
      }
    });
    const around = L.latLngBounds(shapes.map((shape) => shape.getBounds()).filter((bounds) => bounds.isValid()));
    const here = point && [point.latitude, point.longitude];
    if (here && around.isValid()) around.extend(here);
    if (around.isValid()) map.fitBounds(around, { padding: [18, 18], maxZoom: 17 });
    else map.setView(here, 16);
    for (const shape of shapes) shape.addTo(map);
    if (here) {
      L.circleMarker(here, { radius: 9, color: '#ffffff', weight: 3, fillColor: '#b3431f', fillOpacity: 1 }).addTo(map);
    }
  }

  function label(name) {
    const words = document.createElement('span');
    words.textContent = name;
    return words;
  }

  const all = () => document.querySelectorAll('[data-map]').forEach(draw);
  document.addEventListener('htmx:afterSwap', all);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', all);
  else all();
})();
