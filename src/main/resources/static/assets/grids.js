'use strict';
// The grids of a station on a map: all of them in the list, one being drawn in the form. Without this the text field takes GeoJSON.
addEventListener('DOMContentLoaded', () => {
  if (typeof L === 'undefined') return;
  const ink = getComputedStyle(document.documentElement);
  const [own, police, social] = ['--river', '--tblr-info', '--tblr-success'].map(name => ink.getPropertyValue(name).trim());
  const colours = { POLICE: police, SOCIAL: social };

  function mapIn(place) {
    place.append(document.createElement('div'));
    const map = L.map(place, { attributionControl: false, zoomSnap: 0.5 });
    if (place.dataset.credit) L.control.attribution({ prefix: false }).addAttribution(place.dataset.credit).addTo(map);
    if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { maxZoom: 19 }).addTo(map);
    const points = JSON.parse(place.dataset.points || '[]');
    points.forEach(point => L.circleMarker(point, { radius: 6, color: '#b3431f' }).addTo(map));
    map.setView(points[0] || [38.04, 114.51], points.length ? 14 : 6);
    return map;
  }

  function parse(words) {
    try { return words ? JSON.parse(words) : null; } catch (malformed) { return null; }
  }

  const drawn = [...document.querySelectorAll('[data-area]')].filter(row => parse(row.dataset.area));

  function showDrawn(map, style) {
    if (!drawn.length) return;
    const layers = L.featureGroup(drawn.map(row => {
      const label = document.createElement('span');
      label.textContent = row.dataset.name;
      return L.geoJSON(parse(row.dataset.area), { ...style, style: { color: colours[row.dataset.kind], ...style } }).bindTooltip(label);
    })).addTo(map);
    map.fitBounds(layers.getBounds(), { padding: [20, 20] });
  }

  document.querySelectorAll('[data-grid-map]').forEach(place => {
    if (drawn.length) showDrawn(mapIn(place), { weight: 2 });
  });

  document.querySelectorAll('[data-grid-draw]').forEach(place => {
    const field = document.getElementById('area');
    const map = mapIn(place);
    showDrawn(map, { weight: 1, fillOpacity: .06, interactive: false });
    const taken = drawn.map(row => parse(row.dataset.area)).filter(area => area.type === 'Polygon').flatMap(area => area.coordinates[0]);
    const layer = L.layerGroup().addTo(map);
    let corners = [];
    let foreign = false;

    /* Neighbours share their corners: a tap near one takes it, so that no gap is left between them. */
    function corner(tap) {
      const near = taken.map(([east, north]) => [north, east])
        .find(one => map.latLngToContainerPoint(one).distanceTo(tap.containerPoint) < 14);
      return near ?? [tap.latlng.lat, tap.latlng.lng];
    }

    function show() {
      layer.clearLayers();
      corners.forEach(corner => L.circleMarker(corner, { radius: 5, color: own }).addTo(layer));
      if (corners.length > 1) L.polygon(corners, { color: own, weight: 2 }).addTo(layer);
    }

    function read() {
      const area = parse(field.value);
      corners = area && area.type === 'Polygon' && area.coordinates?.length === 1 ? area.coordinates[0].slice(0, -1).map(p => [p[1], p[0]]) : [];
      show();
      foreign = Boolean(field.value) && !corners.length;
      if (area && foreign) {
        try { L.geoJSON(area).addTo(layer); } catch (notGeoJson) { layer.clearLayers(); }
      }
      if (corners.length) map.fitBounds(corners, { padding: [20, 20] });
    }

    function write() {
      const ring = corners.map(corner => [Number(corner[1].toFixed(6)), Number(corner[0].toFixed(6))]);
      field.value = ring.length > 2 ? JSON.stringify({ type: 'Polygon', coordinates: [[...ring, ring[0]]] }) : '';
      show();
    }

    /* What was not drawn here — several parts, holes — cannot be drawn on: it stays until it is cleared. */
    map.on('click', tap => { if (!foreign) { corners.push(corner(tap)); write(); } });
    place.parentElement.querySelector('[data-draw-tools]').hidden = false;
    place.parentElement.querySelector('[data-draw-undo]').addEventListener('click', () => { if (!foreign) { corners.pop(); write(); } });
    place.parentElement.querySelector('[data-draw-clear]').addEventListener('click', () => { corners = []; foreign = false; write(); });
    field.addEventListener('change', read);
    read();
  });
});
