'use strict';
(() => {
  const row = document.querySelector('[data-all]');
  const all = row?.querySelector('input');
  if (!all) return;
  const boxes = [...document.querySelectorAll('.post-groups input')];
  row.hidden = boxes.length < 2;
  all.addEventListener('change', () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener('change', () => { all.checked = boxes.every((one) => one.checked); }));
})();
