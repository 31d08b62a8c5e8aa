'use strict';
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null;
    }
  };
  const show = () => root.setAttribute('data-bs-theme', chosen() ?? (dark.matches ? 'dark' : 'light'));
  show();
  dark.addEventListener('change', show);
  root.classList.add('script');
  window.switchTheme = () => {
    const next = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', next);
      show();
    } catch {
      root.setAttribute('data-bs-theme', next);
    }
  };
})();
