'use strict';

// Everything here is a comfort: the pages work without it.

// A second tap while the first is on its way does nothing.
for (const form of document.querySelectorAll('form[data-busy]')) {
  const button = form.querySelector('[type=submit]');
  const words = button.textContent;
  form.addEventListener('submit', () => {
    button.textContent = form.dataset.busy;
    setTimeout(() => { button.disabled = true; });
  });
  window.addEventListener('pageshow', () => {
    button.disabled = false;
    button.textContent = words;
  });
}

// Who goes back to a form that was sent has the same form before him, though the page comes anew: sent again, it is no new matter.
for (const key of document.querySelectorAll('form[action^="/r/"] [name=form]')) {
  key.value = history.state?.form ?? key.value;
  history.replaceState({ ...history.state, form: key.value }, '');
}

// Photos are made smaller before they travel, and shown.
const LONGEST_EDGE = 2048;

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 1500000) {
      return file;
    }
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.85));
    return blob ? new File([blob], 'photo.jpg', { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}

for (const input of document.querySelectorAll('input[type=file][data-most]')) {
  const previews = input.closest('.field').querySelector('.previews');
  const button = input.form.querySelector('[type=submit]');
  input.addEventListener('change', async () => {
    previews.replaceChildren();
    const most = Number(input.dataset.most);
    input.setCustomValidity(input.files.length > most ? input.dataset.many : '');
    if (!input.reportValidity()) {
      return;
    }
    button.disabled = true;
    try {
      const chosen = new DataTransfer();
      for (const file of [...input.files]) {
        chosen.items.add(await smaller(file));
      }
      input.files = chosen.files;
    } catch {
      // An old browser sends the photos as they are.
    }
    button.disabled = false;
    for (const file of input.files) {
      const image = document.createElement('img');
      image.alt = '';
      image.src = URL.createObjectURL(file);
      image.addEventListener('load', () => URL.revokeObjectURL(image.src));
      previews.append(image);
    }
  });
}

for (const button of document.querySelectorAll('[data-copy]')) {
  if (navigator.clipboard) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.words);
      button.textContent = button.dataset.done;
    });
  }
}

// The place: measured by the browser (WGS-84), or tapped on a map (GCJ-02, as all maps in China).
for (const field of document.querySelectorAll('[data-place]')) {
  const form = field.closest('form');
  const said = field.querySelector('[data-said]');
  const forget = field.querySelector('[data-forget]');
  const here = field.querySelector('[data-here]');
  const onMap = field.querySelector('[data-map]');
  const canvas = field.querySelector('[data-canvas]');
  let map = null;
  let marker = null;

  const tell = (key, point) => {
    said.hidden = false;
    said.querySelector('span').textContent = said.dataset[key];
    forget.hidden = !point;
  };
  const take = (longitude, latitude, datum, key) => {
    form.elements.longitude.value = longitude;
    form.elements.latitude.value = latitude;
    form.elements.datum.value = datum;
    tell(key, true);
  };
  forget.addEventListener('click', () => {
    for (const name of ['longitude', 'latitude', 'datum']) {
      form.elements[name].value = '';
    }
    said.hidden = true;
    marker?.remove();
    marker = null;
  });
  if (form.elements.longitude.value) {
    tell('got', true);
  }

  const canMeasure = 'geolocation' in navigator && window.isSecureContext;
  here.hidden = !canMeasure;
  here.addEventListener('click', () => {
    tell('waiting', false);
    navigator.geolocation.getCurrentPosition(
      at => take(at.coords.longitude.toFixed(6), at.coords.latitude.toFixed(6), 'wgs84', 'got'),
      () => tell('failed', false),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });

  const area = field.dataset.area ? JSON.parse(field.dataset.area) : null;
  const centre = field.dataset.longitude ? [Number(field.dataset.latitude), Number(field.dataset.longitude)] : null;
  // An outline on an empty sheet tells nobody where to tap.
  const canMap = Boolean(field.dataset.tiles && (area || centre));
  onMap.hidden = !canMap;
  field.querySelector('[data-ways]').hidden = !canMeasure && !canMap;

  const leaflet = () => new Promise((ready, failed) => {
    const look = document.createElement('link');
    look.rel = 'stylesheet';
    look.href = '/webjars/leaflet/dist/leaflet.css';
    const script = document.createElement('script');
    script.src = '/webjars/leaflet/dist/leaflet.js';
    script.addEventListener('load', ready);
    script.addEventListener('error', failed);
    document.head.append(look, script);
  });
  onMap.addEventListener('click', async () => {
    if (map) {
      canvas.hidden = !canvas.hidden;
      return;
    }
    try {
      await leaflet();
    } catch {
      tell('failed', false);
      return;
    }
    canvas.hidden = false;
    map = L.map(canvas, { attributionControl: false });
    if (field.dataset.credit) L.control.attribution({ prefix: false }).addAttribution(field.dataset.credit).addTo(map);
    L.tileLayer(field.dataset.tiles, { maxZoom: 18 }).addTo(map);
    const layer = area ? L.geoJSON(area, { interactive: false }).addTo(map) : null;
    if (layer) {
      map.fitBounds(layer.getBounds());
    } else {
      map.setView(centre, 15);
    }
    map.on('click', tap => {
      marker?.remove();
      marker = L.circleMarker(tap.latlng, { radius: 10, color: '#9c1a1c', fillOpacity: .8 }).addTo(map);
      take(tap.latlng.lng.toFixed(6), tap.latlng.lat.toFixed(6), 'gcj02', 'picked');
    });
  });
}
