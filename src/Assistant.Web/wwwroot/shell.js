// What every page needs before and without a circuit: theme, drawer, menus, keys. Loaded in the head, so nothing flashes.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const store = { get: key => { try { return localStorage.getItem(key); } catch { return null; } },
                  set: (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* lasts for this page */ } } };

  // The person's choice if there is one, else the system's.
  const apply = theme => { if (theme === 'light' || theme === 'dark') root.dataset.theme = theme; else delete root.dataset.theme; };
  apply(store.get('theme'));
  const dark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const shell = window.assistantShell = {
    theme: () => store.get('theme') ?? 'system',
    setTheme(theme) { store.set('theme', theme === 'system' ? null : theme); apply(theme); },
    isDark: dark,
    focus(selector) { document.querySelector(selector)?.focus(); },
    async copy(text) { try { await navigator.clipboard.writeText(text); return true; } catch { return false; } },
    async save(name, stream) {
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([await stream.arrayBuffer()])), download: name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim() });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
    editLastSql() { [...document.querySelectorAll('[data-edit-sql]')].pop()?.click(); },
    show(selector) { document.querySelector(selector)?.showModal(); },
    close(selector) { document.querySelector(selector)?.close(); },
  };

  const typing = target => target.closest?.('input, textarea, select, [contenteditable="true"], [role="textbox"]');
  const openMenus = () => document.querySelectorAll('details.pop[open]');
  const drawer = open => {
    if (open) root.dataset.menu = 'open'; else delete root.dataset.menu;
    const side = document.getElementById('menu');
    if (open) side?.querySelector('a, button, input')?.focus();
    else if (side?.contains(document.activeElement)) document.querySelector('[data-menu-open]')?.focus();
  };

  document.addEventListener('click', event => {
    const on = selector => event.target.closest?.(selector);
    if (on('[data-theme-toggle]')) shell.setTheme(dark() ? 'light' : 'dark');
    if (on('[data-menu-open]')) drawer(true);
    else if (root.dataset.menu && (on('[data-menu-close], .side a') || !on('.side'))) drawer(false);
    if (on('.skip')) { event.preventDefault(); document.getElementById('content')?.focus(); }
    if (on('[data-close-dialog]')) on('dialog')?.close();
    const opener = on('[data-open-dialog]');
    if (opener) document.querySelector(opener.dataset.openDialog)?.showModal();
    // A menu closes when something in it was chosen, or the click was elsewhere.
    for (const menu of openMenus())
      if (!menu.contains(event.target) || (on('.menu-item') && !on('[data-keep-open]'))) menu.open = false;
  });

  document.addEventListener('keydown', event => {
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (matchMedia('(max-width: 56em)').matches) drawer(true);
      document.getElementById('search-conversations')?.focus();
    } else if (command && event.shiftKey && event.key.toLowerCase() === 'o') {
      event.preventDefault();
      document.querySelector('[data-new-conversation]')?.click();
    } else if (event.key === 'Escape') {
      const menu = [...openMenus()].pop();
      if (menu) { menu.open = false; menu.querySelector('summary')?.focus(); event.stopPropagation(); }
      else if (root.dataset.menu) drawer(false);
      else if (!document.querySelector('dialog[open], .rz-dialog')) document.querySelector('[data-stop]')?.click();
    } else if (!command && !event.altKey && !typing(event.target) && !document.querySelector('dialog[open], .rz-dialog')) {
      if (event.key === '?') document.getElementById('keys')?.showModal();
      else if (event.key === '/') { event.preventDefault(); document.getElementById('question')?.focus(); }
      else if (/^[1-9]$/.test(event.key)) document.querySelector(`[data-choices] [data-choice="${event.key}"]`)?.click();
      else return;
    }
  });

  // Arrows move inside a menu.
  document.addEventListener('keydown', event => {
    const menu = event.target.closest?.('details.pop[open]');
    if (!menu || !['ArrowDown', 'ArrowUp'].includes(event.key) || event.target.matches('input:not([type=radio]):not([type=checkbox])')) return;
    const items = [...menu.querySelectorAll('.menu-item:not([disabled])')];
    const next = items.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    event.preventDefault();
    items.at(next % items.length)?.focus();
  });
  document.addEventListener('toggle', event => {
    if (!event.target.matches?.('details.pop[open]')) return;
    for (const menu of openMenus()) if (menu !== event.target && !menu.contains(event.target)) menu.open = false;
  }, true);

  // Copying is done here: a browser allows it only while it handles the click itself.
  document.addEventListener('click', async event => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    const done = await shell.copy(button.dataset.copy);
    const icon = button.querySelector('.i');
    if (!icon) return;
    const before = icon.className;
    icon.className = before.replace(/\bi-copy\b/, done ? 'i-check' : 'i-x');
    setTimeout(() => { icon.className = before; }, 1500);
  });

  // The composer sends by the circuit; before that is there, nothing leaves the page.
  document.addEventListener('submit', event => { if (event.target.matches('.composer')) event.preventDefault(); });

  // A figure and its cell light up together.
  const cells = figure => {
    const answer = figure.closest('.answer') ?? document;
    return answer.querySelectorAll(`[data-cell="${figure.dataset.for}"]`);
  };
  const light = on => event => {
    const figure = event.target.closest?.('.fig');
    if (figure && !figure.classList.contains('is-on')) cells(figure).forEach(cell => cell.classList.toggle('lit', on));
  };
  document.addEventListener('mouseover', light(true));
  document.addEventListener('mouseout', light(false));
  document.addEventListener('focusin', light(true));
  document.addEventListener('focusout', light(false));
  document.addEventListener('click', event => {
    const figure = event.target.closest?.('.fig');
    if (!figure) return;
    event.preventDefault();
    const was = figure.classList.contains('is-on');
    document.querySelectorAll('.fig.is-on').forEach(other => { other.classList.remove('is-on'); cells(other).forEach(cell => cell.classList.remove('lit')); });
    if (was) return;
    figure.classList.add('is-on');
    const show = () => {
      const found = [...cells(figure)];
      found.forEach(cell => cell.classList.add('lit'));
      found[0]?.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
      return found.length > 0;
    };
    if (show()) return;
    // The cell may stand in a row that is folded away.
    figure.closest('.answer')?.querySelectorAll('[data-show-all]').forEach(button => button.click());
    setTimeout(show, 400);
  });
})();
